"""Files as they lie somewhere on the disk of a person."""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)  # a picture of one dot


def lying(name: str, content: bytes) -> str:
    """The path of a new file."""
    path = Path(tempfile.mkdtemp()) / name
    path.write_bytes(content)
    return str(path)
