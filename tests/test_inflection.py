"""Verbs and their -ing and -ed forms, there and back: what people do must be called by a word that there is."""

from __future__ import annotations

import pytest

from scaffolder.compiler.english import vocabulary

REGULAR = """decide divide include upgrade load read trade concede precede decode encode need embed avoid consume assume
rename welcome frame claim perform type shape wipe escape develop scope invite cite edit visit audit deposit quote vote
note
compete complete delete target market treat repeat heat rotate donate create waste paste test host compute dispute
execute contribute recruit route promote unite ignite cook book look leak soak make smoke mark compile profile fulfil
control
cancel handle schedule enable hire require acquire inspire share compare declare repair store explore sponsor tailor
author monitor tutor secure measure configure capture tour pour train explain contain join combine define refine examine
postpone tune reason abandon plan ping hang ring arrange challenge merge manage advise close focus use pause cause
license purchase serve observe approve resolve archive issue continue tag debug unplug agree oversee pay deploy supply
carry fix freeze analyse equip format prefer occur refit describe subscribe climb staff press finish attach"""
IRREGULAR = {
    "rebuild": "rebuilt", "oversee": "overseen", "withhold": "withheld", "repay": "repaid", "overwrite": "overwritten",
    "redo": "redone", "understand": "understood", "outbid": "outbid", "rewind": "rewound",
}  # fmt: skip


@pytest.mark.parametrize("verb", REGULAR.split())
def test_a_verb_comes_back_from_its_forms(verb: str) -> None:
    assert vocabulary.verb_of_gerund(vocabulary.gerund(verb)) == verb
    assert vocabulary.verb_of_participle(vocabulary.participle(verb)) == verb


@pytest.mark.parametrize(("verb", "done"), IRREGULAR.items())
def test_what_stands_before_an_irregular_verb_changes_nothing(verb: str, done: str) -> None:
    assert vocabulary.participle(verb) == done
    assert vocabulary.verb_of_participle(done) == verb


@pytest.mark.parametrize("state", ["unpaid", "overdue", "open", "unsold"])
def test_what_was_not_done_is_no_deed(state: str) -> None:
    assert vocabulary.verb_of_participle(state) == ""
