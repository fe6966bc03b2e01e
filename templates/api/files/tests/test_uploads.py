"""Files that people upload: how large, of which kind, and how they come back."""

from __future__ import annotations

import io

import pytest
from fastapi import UploadFile
from starlette.datastructures import Headers

from app.problems import Invalid, Missing
from app.uploads import IMAGES, StoredFile, download, store

LARGEST = 10 * 1024 * 1024


def sent(content: bytes, kind: str, name: str = "a.txt") -> UploadFile:
    return UploadFile(
        io.BytesIO(content), filename=name, headers=Headers({"content-type": kind})
    )


def test_plan_a_file_may_have_ten_megabytes() -> None:
    assert store(sent(b"x" * LARGEST, "text/plain"), "report").size == LARGEST
    with pytest.raises(Invalid, match=f"not be larger than {LARGEST} bytes") as refused:
        store(sent(b"x" * (LARGEST + 1), "text/plain"), "report")
    assert refused.value.field == "report"


def test_plan_a_picture_is_of_a_kind_that_browsers_show() -> None:
    for kind in ("png", "jpeg", "gif", "webp"):
        assert store(sent(b"", f"image/{kind}"), "photo", IMAGES).type == f"image/{kind}"
    with pytest.raises(Invalid, match="Must be one of image/png, image/jpeg") as refused:
        store(sent(b"", "image/svg+xml"), "photo", IMAGES)
    assert refused.value.field == "photo"


def test_plan_odd_kinds_and_names_do_no_harm() -> None:
    for kind in ("", "text", f"text/{'x' * 61}", f"{'x' * 61}/plain", "text/html; x"):
        assert store(sent(b"", kind), "report").type == "application/octet-stream"
    assert store(sent(b"", "text/vnd.x-1+y"), "report").type == "text/vnd.x-1+y"
    assert store(sent(b"", "text/plain", "x" * 300), "report").name == "x" * 255
    assert store(sent(b"", "text/plain", ""), "report").name == "report"


def test_plan_a_file_is_saved_and_never_shown_as_a_page() -> None:
    kept = StoredFile(name="é b.html", type="text/html", size=2, content=b"hi")
    answer = download(kept)
    assert (answer.body, answer.media_type) == (b"hi", "text/html")
    disposition = "attachment; filename*=UTF-8''%C3%A9%20b.html"
    assert answer.headers["content-disposition"] == disposition
    assert answer.headers["x-content-type-options"] == "nosniff"
    with pytest.raises(Missing):
        download(None)
