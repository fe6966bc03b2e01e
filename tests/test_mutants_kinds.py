"""Every rule that a plan can state is broken by a mutant of some kind, or it is said why there is nothing to break."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from msgspec import Struct
from msgspec.structs import fields

from scaffolder.plan import Plan
from tests.test_mutants import KINDS, SEEN

WORDS = "no mutant: only people read it"
TRAIL = "no mutant: it says where something comes from"
ABOUT = "no mutant: it says what a rule is about"
TYPE = "no mutant: every value has one; tests of a frame hold each type at its edges"
PAGES = "no mutant: only pages or terminals show it"
ABSENT = "no mutant: no stack offers it"
OPEN = "no mutant yet"

# For each noun of a plan: the kind of mutant that breaks what its slots say, or why there is none.
RULES: dict[str, dict[str, str]] = {
    "Plan": {
        WORDS: "schema_version name slug summary kind stack",
        TRAIL: "requirements qualities assumptions questions criteria",
        ABOUT: "entities state_machines actions roles permissions queries reports jobs notifications transfers "
        "endpoints functions",
        PAGES: "pages sections commands",
        ABSENT: "modules pipelines blocks",
    },
    "Entity": {
        WORDS: "label plural description display",
        ABOUT: "name fields relations constraints",
        "owner": "owner",
        OPEN: "timestamps",
        "soft_delete": "soft_delete",
        "order": "order_by",
    },
    "Field": {
        WORDS: "label currency unit help",
        ABOUT: "name validation",
        TYPE: "type item_type",
        "required": "required",
        "unique": "unique",
        "default": "default",
        "enum": "enum",
        "computed": "computed",
        "search": "searchable",
        "effect": "readonly",
    },
    "Choice": {"enum": "value", WORDS: "label"},
    "Validation": {"bounds": "min max min_length max_length", "pattern": "pattern"},
    "Relation": {
        ABOUT: "name inverse",
        "relation": "target required",
        "many": "cardinality through",
        "on_delete": "on_delete",
    },
    "Constraint": {ABOUT: "name kind", "unique": "fields", "limit": "per where", "check": "expr", WORDS: "message"},
    "StateMachine": {ABOUT: "entity field", "initial": "initial", "transition": "transitions"},
    "Transition": {ABOUT: "action", "transition": "from_ to"},
    "Action": {
        ABOUT: "name entity scope",
        "params": "params",
        "precondition": "preconditions",
        "effect": "effects",
        "permission": "roles",
        PAGES: "confirm",
        WORDS: "label message",
    },
    "Param": {ABOUT: "name", TYPE: "type enum ref multiple", "params": "required default", WORDS: "help"},
    "Precondition": {"precondition": "expr", WORDS: "message"},
    "SetEffect": {ABOUT: "kind", "effect": "field value"},
    "CreateEffect": {ABOUT: "kind", "effect": "entity values"},
    "DeleteEffect": {ABOUT: "kind", "effect": "target"},
    "CallEffect": {ABSENT: "kind module operation args"},
    "Role": {ABOUT: "name", "signup": "self_signup", "permission": "anonymous admin", "owner": "entity",
             WORDS: "label description"},
    "Permission": {ABOUT: "role entity", "permission": "operations", "owner": "where"},
    "Query": {ABOUT: "name entity", "query": "where limit page_size", "search": "search", "filter": "filters",
              "sort": "sort", WORDS: "label"},
    "Report": {ABOUT: "name entity", "report": "group_by measures where sort limit", PAGES: "chart", WORDS: "label"},
    "Measure": {ABOUT: "name", "report": "agg expr"},
    "Job": {ABOUT: "name", "job": "trigger effects", WORDS: "label"},
    "Trigger": {ABOUT: "on entity action", "job": "cron when"},
    "Notification": {ABOUT: "name", "notification": "trigger channel to subject body", WORDS: "label"},
    "Transfer": {ABOUT: "name entity direction", "export": "format fields query", WORDS: "label"},
    "Endpoint": {ABOUT: "method path", "endpoint": "does params success errors"},
    "Function": {ABOUT: "name", "function": "params returns body examples", "permission": "roles",
                 ABSENT: "module raises", WORDS: "label help"},
    "Example": {"function": "args result", ABSENT: "raises"},
    "Page": {PAGES: "name label path widgets roles nav"},
    "Widget": {PAGES: "kind ref content"},
    "Command": {PAGES: "name help params does ref"},
    "Section": {PAGES: "kind title items body"},
    "Module": {ABSENT: "path purpose public needs"},
    "Signature": {ABSENT: "name params returns"},
    "Pipeline": {ABSENT: "name label steps"},
    "PipelineStep": {ABSENT: "name op input args"},
    "BlockUse": {ABSENT: "name options"},
    "Requirement": {TRAIL: "id text span kind status reason covered_by"},
    "Quality": {TRAIL: "kind text"},
    "Assumption": {TRAIL: "id text because affects"},
    "Question": {TRAIL: "id text options default affects blocking"},
    "Criterion": {TRAIL: "id requirement rule element given when then"},
}  # fmt: skip
EVERYWHERE = {"satisfies", "origin"}


def nouns(kind: Any, known: dict[str, set[str]]) -> dict[str, set[str]]:
    """The nouns that are reached from a type, each with the names of its slots."""
    if isinstance(kind, type) and issubclass(kind, Struct) and kind.__name__ not in known:
        known[kind.__name__] = {f.name for f in fields(kind)} - EVERYWHERE
        for field in fields(kind):
            nouns(field.type, known)
    for part in get_args(kind):
        nouns(part, known)
    return known


def slots(rules: dict[str, str]) -> Iterator[str]:
    for names in rules.values():
        yield from names.split()


def test_whatever_a_plan_can_say_is_broken_by_a_mutant_or_it_is_said_why_not() -> None:
    said = {noun: sorted(slots(rules)) for noun, rules in RULES.items()}
    assert said == {noun: sorted(names) for noun, names in nouns(Plan, {}).items()}


def test_there_are_mutants_of_every_kind_in_a_domain_that_was_seen_and_in_one_that_was_not() -> None:
    kinds = {kind for rules in RULES.values() for kind in rules if not kind.startswith("no mutant")}
    seen, unseen = (
        {kind for name, found in KINDS.items() if (name in SEEN) is known for kind in found.split()}
        for known in (True, False)
    )
    assert kinds - seen == set()
    assert kinds - unseen == set()
