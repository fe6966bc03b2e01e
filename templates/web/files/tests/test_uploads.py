"""Files that people send."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from app.uploads import LARGEST_BYTES, picture, small_enough


@pytest.fixture(autouse=True)
def database() -> None:
    """None is needed here."""


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
