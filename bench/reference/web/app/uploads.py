"""Files that people send: how large they may be, and what a picture is."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

LARGEST_BYTES = 10 * 2**20
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"RIFF")


def small_enough(file: Any) -> None:
    if file.size > LARGEST_BYTES:
        raise ValidationError("The file is larger than 10 MB.")


def picture(file: Any) -> None:
    """Told by how it begins, whatever its name says."""
    file.seek(0)
    begins = file.read(12)
    file.seek(0)
    riff = begins.startswith(b"RIFF") and begins[8:] != b"WEBP"
    if riff or not begins.startswith(PICTURES):
        raise ValidationError("This is no picture: send PNG, JPEG, GIF or WebP.")
