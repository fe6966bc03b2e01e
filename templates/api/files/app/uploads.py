"""Files that people upload; they are kept in the database, beside their rows."""

from __future__ import annotations

import re
from urllib.parse import quote

import sqlalchemy as sa
from fastapi import UploadFile
from fastapi.responses import Response
from pydantic import BaseModel
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base
from app.problems import Invalid, Missing

LARGEST = 10 * 1024 * 1024  # bytes
IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp")


class StoredFile(Base):
    __tablename__ = "stored_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(255))
    type: Mapped[str] = mapped_column(sa.String(127))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)


class StoredFileRead(BaseModel):
    name: str
    size: int
    type: str


def store(upload: UploadFile, field: str, types: tuple[str, ...] = ()) -> StoredFile:
    """The file to keep; `types` are the content types allowed. Raises Invalid."""
    kind = upload.content_type or ""
    if types and kind not in types:
        raise Invalid(f"Must be one of {', '.join(types)}.", field)
    if not re.fullmatch(r"[\w.+-]{1,60}/[\w.+-]{1,60}", kind, re.ASCII):
        kind = "application/octet-stream"
    content = upload.file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Invalid(f"Must not be larger than {LARGEST} bytes.", field)
    name = (upload.filename or field)[-255:]
    return StoredFile(name=name, type=kind, size=len(content), content=content)


def download(file: StoredFile | None) -> Response:
    """Sent to be saved, never to be shown as a page of ours. Raises Missing."""
    if file is None:
        raise Missing
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(file.content, media_type=file.type, headers=headers)
