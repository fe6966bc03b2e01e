"""Rows from files."""

from __future__ import annotations

import io

import pytest

from app.problems import Invalid
from app.views.importing import csv_rows, json_rows


@pytest.fixture(autouse=True)
def database() -> None:
    """None is needed here."""


def test_plan_a_csv_file_is_read_without_what_is_empty() -> None:
    file = io.BytesIO("\ufeffa,b\nx,\n,é\n".encode())
    assert list(csv_rows(file)) == [{"a": "x"}, {"b": "é"}]
    with pytest.raises(Invalid, match="This is no CSV file: ") as refused:
        list(csv_rows(io.BytesIO(b'a\n"x"y\n')))
    assert refused.value.field == "file"
    with pytest.raises(Invalid, match="The file must be UTF-8 text."):
        list(csv_rows(io.BytesIO(b"a\n\xff\n")))


def test_plan_values_may_stand_between_semicolons() -> None:
    file = io.BytesIO(b'a;b\n1;"x;y"\n"2,5";\n')
    assert list(csv_rows(file)) == [{"a": "1", "b": "x;y"}, {"a": "2,5"}]
    assert list(csv_rows(io.BytesIO(b"a,b;c\n1,2\n"))) == [{"a": "1", "b;c": "2"}]
    with pytest.raises(Invalid, match="Row 3 has more values than there are columns.") as refused:
        list(csv_rows(io.BytesIO(b"a,b\n1,2\n1,2,3\n")))
    assert refused.value.field == "file"


def test_plan_a_json_file_is_a_list_of_objects() -> None:
    assert list(json_rows(io.BytesIO(b'[{"a": 1}]'))) == [{"a": 1}]
    with pytest.raises(Invalid, match="This is no JSON file."):
        list(json_rows(io.BytesIO(b"{")))
    for text in (b"{}", b"[1]"):
        with pytest.raises(
            Invalid, match="The file must hold a list of objects."
        ) as refused:
            list(json_rows(io.BytesIO(text)))
        assert refused.value.field == "file"
