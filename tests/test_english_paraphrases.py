"""Each rule of `paraphrases.toml` changes the sentences it is for, into something that is understood, and no others."""

from __future__ import annotations

import pytest

from scaffolder.compiler import compile_description
from scaffolder.compiler.english import paraphrase_rules, paraphrases
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.paraphrase_rules import Paraphrase
from scaffolder.compiler.english.shapes import subjects
from scaffolder.compiler.english.tokens import Clause, tokenize
from scaffolder.compiler.requirements import cut

RULES = {rule.name: rule for rule in paraphrase_rules.paraphrases()}
FIRES = [(r, text) for r in RULES.values() for text in r.fires]
RESTS = [(r, text) for r in RULES.values() for text in r.rests]


def changed(rule: Paraphrase, text: str) -> bool:
    """Whether this rule, and not one before it, has the sentence."""
    draft = Draft()
    for unit in cut(rule.given):
        for clause in unit.clauses:
            subjects.gather(clause, draft)
    tokens = tokenize(text.rstrip("."))
    if not rule.declares:
        subjects.gather(Clause("R9", tokens), draft)
    found = paraphrases.fitting(Clause("R9", tokens), draft, declares=rule.declares)
    return found is not None and found[0].name == rule.name


@pytest.mark.parametrize(("rule", "text"), FIRES, ids=[text for _, text in FIRES])
def test_a_rule_changes_its_sentences_into_something_that_is_understood(rule: Paraphrase, text: str) -> None:
    assert changed(rule, text)
    found = compile_description(f"{rule.given}\n\n{text}")
    assert found.plan is not None
    asked = [r for r in found.plan.requirements if text.startswith(r.text.rstrip("."))]
    assert [(r.text, r.status) for r in asked if r.status != "covered"] == [] != asked
    assert [d for d in found.diagnostics if d.severity == "warning"] == []


@pytest.mark.parametrize(("rule", "text"), RESTS, ids=[text for _, text in RESTS])
def test_a_rule_leaves_other_sentences(rule: Paraphrase, text: str) -> None:
    assert not changed(rule, text)


def test_every_rule_has_sentences_of_both_kinds() -> None:
    assert [r.name for r in RULES.values() if not r.fires or not r.rests] == []


@pytest.mark.parametrize("rule", paraphrase_rules.paraphrases(), ids=lambda r: r.name)
def test_what_a_rule_says_is_filled_by_each_of_its_patterns(rule: Paraphrase) -> None:
    wanted = {word.strip("{}").partition(":")[0] for said in rule.says for word in said.split() if word[0] == "{"}
    assert wanted <= {part.slot for part in rule.parts if part.slot}


def test_no_pattern_stands_twice() -> None:
    patterns = [(r.name, r.parts) for r in paraphrase_rules.paraphrases()]
    assert len(patterns) == len({parts for _, parts in patterns})


def test_the_rules_that_are_tried_are_all_that_have_their_words_in_the_sentence_in_their_order() -> None:
    for _, text in FIRES[::7]:
        lows = {t.low for t in tokenize(text)}
        fitting = [
            r
            for r in paraphrase_rules.paraphrases()
            if not r.declares and all(not need.isdisjoint(lows) for need in r.needs)
        ]
        assert paraphrase_rules.candidates(lows, declares=False) == fitting
