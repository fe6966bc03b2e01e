from __future__ import annotations

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scaffolder.errors import PlanError
from scaffolder.plan import Choice, Example, Field, Function, Plan, Requirement, Section, Validation
from scaffolder.plan.reading import MAX_BYTES, from_yaml
from scaffolder.plan.writing import to_yaml
from tests.plan_strategies import plans
from tests.plans import library, shop, small

HEAD = "name: Notes\nslug: notes\n"
TRAPS = [
    "no", "on", "off", "yes", "y", "n", "true", "null", "~", "", "1_000", "012", "0o14", "0x1F", "1e5", "1.5", ".5",
    "5.", "+5", "-5", "1:30", "2024-01-01", "2024-01-01T12:00:00Z", "<<", "=", "- a", "a: b", "a #b", "# a", "&a", "*a",
    "!x", "|", ">", "%", "@", "`", "'", '"', " a", "a ", "\ta", "a\nb", "a\n", "\n", " \n a", "a\\b", "{a}", "[a]", "?",
    ".inf", ".nan", "---", "...", "é", "日本", "😀", "\x85", "\u2028", "\ufeff", "\x07", "a\n b\n\nc", "a\n  ",
    "a:\n# b\n", "word ?", "word - " * 40, "\\ \" " * 80, "x" * 2000, "a\n" + "b " * 100, "é  " * 100, "w:w #" * 60,
    "\U000e0001 " * 30,
]  # fmt: skip


@pytest.mark.parametrize("plan", [small(), library(), shop()], ids=lambda p: p.slug)
def test_the_example_plans_survive_the_file(plan: Plan) -> None:
    assert from_yaml(to_yaml(plan)) == plan


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans())
def test_invented_plans_survive_the_file(plan: Plan) -> None:
    text = to_yaml(plan)
    assert from_yaml(text) == plan
    assert to_yaml(from_yaml(text)) == text


@pytest.mark.parametrize("text", TRAPS)
def test_words_that_yaml_would_read_as_something_else_stay_text(text: str) -> None:
    assert_survives(text)


@given(st.text())
def test_any_text_survives_everywhere(text: str) -> None:
    assert_survives(text)


def assert_survives(text: str) -> None:
    plan = small()
    plan.summary = text
    plan.requirements = [Requirement(id="R1", text=text, span=(0, 5), covered_by=[text, text])]
    plan.sections = [Section(kind="faq", items=[text], body=text)]
    plan.entities[0].fields[0].default = text
    plan.entities[0].fields[0].enum = [Choice(value=text)]
    plan.functions = [Function(name="f", examples=[Example(args={text: text}, result=[text, {text: None}])])]
    written = to_yaml(plan)
    assert from_yaml(written) == plan
    seen = yaml.safe_load(written)  # another reader must see the same texts
    assert seen["summary"] == text
    assert seen["requirements"][0] == {"id": "R1", "text": text, "span": [0, 5], "covered_by": [text, text]}
    assert seen["functions"][0]["examples"] == [{"args": {text: text}, "result": [text, {text: None}]}]


@given(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text())
def test_defaults_keep_their_value_and_whether_they_are_text(value: str | int | float | bool | None) -> None:
    plan = small()
    plan.entities[0].fields = [Field(name="a", default=value, validation=Validation(min=0, max=0.5))]
    read = from_yaml(to_yaml(plan)).entities[0].fields[0].default
    assert read == value
    assert isinstance(read, str) == isinstance(value, str) and isinstance(read, bool) == isinstance(value, bool)


def test_the_file_reads_like_one_that_a_person_wrote() -> None:
    assert to_yaml(small()) == """\
# The plan of this application: what it stores, who may do what, and what must hold.
# Change it here, then build it with:  scaffold new --plan THIS_FILE
# What is left out has its default. Names are written like Book and due_date; people read the labels.
# Conditions and formulas look like Python:  price * quantity   due_on < today   count(loans) < 5
schema_version: 1
name: Notes
slug: notes
summary: A notebook.
kind: api
stack: api

# What was asked for, numbered. Elements below cite these numbers in `satisfies`.
requirements:
- id: R1
  text: A note has a required title and a body.
  status: covered
  covered_by: [Note]

# What the application keeps: each entity becomes a table, its forms and its addresses.
entities:
- name: Note
  display: title
  fields:
  - name: title
    required: true
    satisfies: [R1]
  - name: body
    type: text
    satisfies: [R1]
  satisfies: [R1]
"""


def test_what_a_person_writes_carelessly_is_understood() -> None:
    plan = from_yaml(HEAD + "summary: no\nentities:\n  - name: Day\n    fields: [{name: on, default: 2024-01-01}]\n")
    assert plan.summary == "no"
    assert plan.entities[0].fields[0].default == "2024-01-01"


@pytest.mark.parametrize(("text", "line", "element", "words"), [
    (HEAD + "entities: [\n", 4, "", "not YAML"),
    (HEAD + "summary: a: b\n", 3, "", "not YAML"),
    (HEAD + "name: Again\n", 3, "", "'name' stands twice"),
    (HEAD + "entities: &x []\nroles: *x\n", 3, "", "anchors and aliases"),
    (HEAD + "summary: !!python/object:os.system x\n", 3, "", "tags are not read"),
    (HEAD + "summary: !x y\n", 3, "", "tags are not read"),
    (HEAD + "? [a]\n: b\n", 3, "", "a key must be a word"),
    (HEAD + "---\nname: Two\n", 3, "", "a second document"),
    (HEAD + "summary: " + "[" * 100_000, 3, "", "levels deep"),
    ("- a\n", 1, "", "list of keys and values"),
    ("just text", 1, "", "list of keys and values"),
    ("", 1, "", "list of keys and values"),
    (HEAD + "schema_version: 7\n", 3, "schema_version", "schema_version 7 is not one"),
    (HEAD + "schema_version: '1'\n", 3, "schema_version", "schema_version '1' is not one"),
    ("slug: notes\n", 1, "name", '"name" is missing'),
    (HEAD + "colour: red\n", 3, "colour", "is not a key that is known here"),
    (HEAD + "entities:\n- name: Book\n  fields:\n  - name: isbn\n    type: strin\n", 7,
     "entities.Book.fields.isbn.type", 'did you mean "string"?'),
    (HEAD + "entities:\n- name: Book\n  fields:\n  - type: string\n", 6, "entities.Book.fields.0.name", "is missing"),
    (HEAD + "entities:\n- name: 5\n", 4, "entities.0.name", 'write it in quotes, "5"'),
    (HEAD + "entities:\n", 3, "entities", "has no value"),
    (HEAD + "actions:\n- name: go\n  effects:\n  - kind: jump\n", 6, "actions.go.effects.0", "delete or call"),
    (HEAD + "actions:\n- name: go\n  effects:\n  - kind: set\n    field: a\n", 6, "go.effects.0.value", "missing"),
    (HEAD + "roles:\n- name: a\n  admin: perhaps\n", 5, "roles.a.admin", "boolean"),
])  # fmt: skip
def test_faults_are_told_with_their_line(text: str, line: int, element: str, words: str) -> None:
    with pytest.raises(PlanError) as caught:
        from_yaml(text, "plan.yaml")
    found = caught.value.diagnostics[0]
    assert found.line == line and found.element.endswith(element)
    assert words in found.message and "\n" not in found.message
    assert caught.value.message.startswith("plan.yaml has ")


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(PlanError) as caught:
        from_yaml("name: 1\nsurprise: 2\nkind: app\n")
    assert [d.line for d in caught.value.diagnostics] == [1, 1, 3, 2]
    assert [d.element for d in caught.value.diagnostics] == ["name", "slug", "kind", "surprise"]


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(PlanError, match="2,000,000 is the limit"):
        from_yaml("# " + "x" * MAX_BYTES)


@settings(deadline=None)
@given(st.text() | st.text("abc:-[]{}&*!|>'\"%@`#,? \n\t01.").map(lambda t: HEAD + t))
def test_nothing_but_a_plan_error_comes_out_of_any_text(text: str) -> None:
    try:
        plan = from_yaml(text)
    except PlanError as error:
        assert error.diagnostics and all("\n" not in d.message for d in error.diagnostics)
    else:
        assert isinstance(plan, Plan)
