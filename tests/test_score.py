"""The scorer counts what a reader would count; what the planner finds does not get worse."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffolder.compiler import compile_description
from tests.score.__main__ import SETS, score
from tests.score.labels import Label, read
from tests.score.matching import Comparison, compare

LOANS = """
- id: loans
  kind: api
  text: 'A REST API. {text}'
  entities: [Book, Loan|Lending, ~Shelf]
  fields: {{Book: {{title: string, ~note: text}}, Loan: {{due_date: date}}}}
  relations: [Loan > Book]
  actions: [lend, ~sell]
"""
FLOORS = {
    "seen": {"kind": 0.88, "entities": 0.88, "fields": 0.77, "types": 0.95, "relations": 0.74, "actions": 0.79},
    "blind": {"kind": 0.89, "entities": 0.87, "fields": 0.74, "types": 0.89, "relations": 0.67, "actions": 0.58},
}


def compared(text: str, tmp_path: Path) -> Comparison:
    (tmp_path / "loans.yaml").write_text(LOANS.format(text=text))
    (label,) = read(tmp_path / "loans.yaml")
    return compare(label, compile_description(label.text).plan)


def test_what_is_as_the_label_says_is_right(tmp_path: Path) -> None:
    found = compared(
        "A Book has a title and belongs to a Shelf. A Shelf has a code. "
        "A Lending has a due date and belongs to a Book. "
        "It is possible to lend a Book. Lending a Book sets the title to `title`.",
        tmp_path,
    )
    assert found.notes == []


def test_what_is_missing_and_what_is_too_much_is_told(tmp_path: Path) -> None:
    found = compared(
        "A Book has an isbn. A Train has a number. A Loan has a due date: string and belongs to a Train.", tmp_path
    )
    assert sorted(found.notes) == [
        "actions     - lend",
        "entities    + Train",
        "fields      + Book.isbn",
        "fields      - Book.title",
        "relations   + Loan > Train",
        "relations   - Loan > Book",
        "types       + Loan.due_date string",
        "types       - Loan.due_date string",
    ]


def test_what_cannot_be_planned_is_all_missed(tmp_path: Path) -> None:
    found = compared("Hello", tmp_path)
    assert sum(c["missed"] for c in found.counts.values()) == 7
    assert not any(c["right"] for c in found.counts.values())


def test_labels_may_be_written_at_length(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    path.write_text(
        '{"id": "x", "set": "mixed", "kind": "api", "text": "t", "entities": [{"names": ["A"], "optional": true}], '
        '"fields": [{"entity": "A", "names": ["f"], "types": ["date"]}], '
        '"relations": [{"from": "A", "to": "B", "cardinality": "one_to_one"}], "actions": []}\n'
    )
    (label,) = read(path)
    assert isinstance(label, Label)
    assert (label.entities[0].optional, label.relations[0].target, label.fields[0].types) == (True, "B", ["date"])


def test_there_are_eighty_descriptions_a_third_of_them_blind() -> None:
    seen, blind = map(read, SETS)
    names = [label.id for label in (*seen, *blind)]
    assert len(names) == len(set(names)) >= 80
    assert len(blind) >= 0.33 * len(names)


@pytest.mark.slow
@pytest.mark.parametrize("path", SETS, ids=lambda p: p.stem)
def test_the_figures_do_not_fall(path: Path) -> None:
    found = score(read(path))
    figures = {measure: round(found.f1(measure), 3) for measure in FLOORS[path.stem]}
    assert not {m: (f, FLOORS[path.stem][m]) for m, f in figures.items() if f < FLOORS[path.stem][m]}
