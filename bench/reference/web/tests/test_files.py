"""Rows to files and from them, and files that people send."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from app.problems import Invalid
from app.uploads import LARGEST_BYTES, picture, small_enough
from app.views.files import Export, cell, csv_rows, csv_text, json_rows


@pytest.fixture(autouse=True)
def database() -> None:
    """None is needed here."""


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+x", "'+x"),
        ("-x", "'-x"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("-1.5", "-1.5"),
        ("+49 30", "+49 30"),
        ("-1.5.2", "'-1.5.2"),
        ("a-b", "a-b"),
        (["a", 1], '["a", 1]'),
        ({"a": 1}, '{"a": 1}'),
        (7, 7),
    ],
)
def test_plan_a_spreadsheet_takes_no_text_for_a_formula(
    value: object, written: object
) -> None:
    assert cell(value) == written


def test_plan_csv_has_a_head() -> None:
    assert csv_text(["a", "b"], [{"a": 1, "b": "=x"}]) == "a,b\r\n1,'=x\r\n"
    assert Export("All", "csv", {}).address == "export.csv"


def test_plan_a_csv_file_is_read_without_what_is_empty() -> None:
    file = io.BytesIO("\ufeffa,b\nx,\n,é\n".encode())
    assert list(csv_rows(file)) == [{"a": "x"}, {"b": "é"}]
    with pytest.raises(Invalid, match="This is no CSV file: ") as refused:
        list(csv_rows(io.BytesIO(b'a\n"x"y\n')))
    assert refused.value.field == "file"
    with pytest.raises(Invalid, match="The file must be UTF-8 text."):
        list(csv_rows(io.BytesIO(b"a\n\xff\n")))


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


def test_plan_a_file_may_have_ten_megabytes() -> None:
    assert LARGEST_BYTES == 10_485_760
    small_enough(SimpleNamespace(size=LARGEST_BYTES))
    with pytest.raises(ValidationError, match="The file is larger than 10 MB."):
        small_enough(SimpleNamespace(size=LARGEST_BYTES + 1))


@pytest.mark.parametrize(
    "begins",
    [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"RIFF0000WEBP"],
)
def test_plan_a_picture_is_told_by_how_it_begins(begins: bytes) -> None:
    file = io.BytesIO(begins + b"more of it")
    file.seek(3)
    picture(file)
    assert file.tell() == 0


@pytest.mark.parametrize("begins", [b"RIFF0000WAVE", b"<svg/>", b"\x89PN", b""])
def test_plan_what_is_no_picture_is_refused(begins: bytes) -> None:
    with pytest.raises(
        ValidationError, match="This is no picture: send PNG, JPEG, GIF or WebP."
    ):
        picture(io.BytesIO(begins))
