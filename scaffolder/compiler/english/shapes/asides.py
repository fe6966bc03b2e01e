"""What stands in brackets behind a field and is no modifier of it."""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder.compiler.english import field_rules
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.field_types import Phrase
from scaffolder.compiler.english.shapes.ruling import add, members
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, spelled
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Constraint, Entity

ARTICLES = ("a", "an", "the", "its", "their", "optional", "and a", "and an", "and the")
EXAMPLES, DETAILS = phrases("fields", "examples"), frozenset(phrases("fields", "details"))
ALSO = phrases("fields", "who")
RULE_WORDS = frozenset(phrases("fields", "rule_words"))


def joined(parts: Sequence[tuple[Token, ...]]) -> list[tuple[Token, ...]]:
    """The items, a rule that stands by itself with the one before: "an arrival date, not in the past"."""
    kept = list[tuple[Token, ...]]()
    for part in _without_examples(parts):
        alone = bool(kept) and field_rules.is_rule(part) and not {"(", ")"} & {t.text for t in part}
        kept[-1:] = [field_rules.in_brackets((*kept[-1], *part), len(kept[-1]))] if alone else [*kept[-1:], part]
    return kept


def _without_examples(parts: Sequence[tuple[Token, ...]]) -> list[tuple[Token, ...]]:
    """ "a kind such as cat, dog or bird and a name": which values there may be is no field. Where fields have articles
    the examples go on up to the next one."""
    kept, within = list[tuple[Token, ...]](), False
    for part in parts:
        within = within and not Cursor(part).at(*ARTICLES)
        at = Cursor(part).find(*EXAMPLES)
        if at >= 0 and not (at and part[at - 1].low in DETAILS) and (at or kept):
            before = part[:at] or kept[-1]
            kept += [part[:at]] if at else []
            within = bool(Cursor(before).at(*ARTICLES))
        elif not within:
            kept.append(part)
    return kept


def rules(phrase: Phrase) -> list[tuple[Token, ...]]:
    """A remark in brackets is a help text; a rule that is not understood is none."""
    remarks = [p for p in phrase.said.unread if not Cursor(p).at(*EXAMPLES)]
    return [p for p in remarks if {t.low for t in p} & RULE_WORDS or any(t.kind == "number" for t in p)]


def also(item: tuple[Token, ...], draft: Draft) -> Entity | None:
    """ "who is also an Employee": which thing the field before is."""
    told = item[:-3] if [t.low for t in item[-3:]] == ["(", "optional", ")"] else item
    cursor = Cursor(told)
    return draft.read_entity(cursor, last=True) if cursor.take(*ALSO) else None


def want(phrase: Phrase, entity: Entity, draft: Draft) -> None:
    """The rules that are understood, if at all, where all fields are known."""
    for rule in phrase.said.rules:
        told = field_rules.sentence(rule, phrase.name, entity.name)
        draft.wanted.append(Clause(draft.rid, told, said=rule))


def unique_per(rule: tuple[Token, ...], phrase: Phrase, entity: Entity, draft: Draft) -> bool:
    """ "label (unique per apiary)": of a link that stands before it."""
    cursor = Cursor(rule)
    cursor.take("which is", "that is", "which must be", "that must be", "must be")
    if not cursor.take("unique per", "unique within", "unique in", "unique for", "unique for each"):
        return False
    names = members(cursor.rest, entity, draft)
    return bool(names) and add(entity, Constraint(name="", kind="unique", fields=[*names, phrase.name]), draft)


def tell(unread: Sequence[tuple[Token, ...]], draft: Draft, clause: Clause) -> None:
    for part in unread:
        draft.find("A106", part, text=spelled(part))
        draft.partial.add(clause.rid)
