"""A small application made by hand, as the checks meet it: sound as it is, and with one fault planted at a time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from scaffolder import files
from scaffolder.plan import Action, Entity, Plan, Requirement
from scaffolder.types import EmittedFile, OnEvent, Project, PythonEnvironment, Sandbox

DATABASE = '''\
"""The database and its sessions."""

import os
from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Session

engine = create_engine(os.environ.get("DATABASE_URL", "sqlite:///app.db"))


class Base(DeclarativeBase):
    pass


def session() -> Iterator[Session]:
    with Session(engine) as open_session:
        yield open_session


SessionDep = Annotated[Session, Depends(session)]
'''
MODELS = '''\
"""The rows."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class Note(Base):
    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
'''
MAIN = '''\
"""The application."""

from typing import Annotated

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from app.database import SessionDep
from app.models import Note


class NoteIn(BaseModel):
    title: Annotated[str, Field(min_length=1, max_length=200)]


class NoteOut(NoteIn):
    model_config = ConfigDict(from_attributes=True)

    id: int


app = FastAPI(title="Notes")


@app.get("/health/ready")
def ready() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/notes")
def list_notes(session: SessionDep) -> list[NoteOut]:
    rows = session.scalars(select(Note).order_by(Note.id))
    return [NoteOut.model_validate(row) for row in rows]


@app.post("/notes", status_code=201)
def create_note(given: NoteIn, session: SessionDep) -> NoteOut:
    note = Note(title=given.title)
    session.add(note)
    session.commit()
    return NoteOut.model_validate(note)


@app.post("/notes/{note_id}/archive")
def archive_note(note_id: int, session: SessionDep) -> NoteOut:
    note = session.get(Note, note_id)
    if note is None:
        raise HTTPException(404)
    return NoteOut.model_validate(note)
'''
COMMANDS = '''\
"""Commands: `python -m app seed` stores sample data."""

import sys

from sqlalchemy.orm import Session

from app.database import engine
from app.models import Note

if sys.argv[1:] == ["seed"]:
    with Session(engine) as session:
        session.add(Note(title="A sample"))
        session.commit()
'''
MIGRATION_ENVIRONMENT = '''\
"""How Alembic reaches the database."""

from alembic import context

from app.database import engine
from app.models import Note

with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Note.metadata)
    with context.begin_transaction():
        context.run_migrations()
'''
MIGRATION = '''\
"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("title", sa.String(200), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("notes")
'''
TESTS = '''\
"""What the requirements ask for."""

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.config import Config
from fastapi.testclient import TestClient

from app.main import app


@pytest.fixture
def client() -> Iterator[TestClient]:
    command.upgrade(Config("alembic.ini"), "head")
    with TestClient(app) as open_client:
        yield open_client
    command.downgrade(Config("alembic.ini"), "base")


def test_r1_a_note_is_kept(client: TestClient) -> None:
    made = client.post("/notes", json={"title": "Milk"})
    assert made.status_code == 201
    assert client.get("/notes").json() == [made.json()]


@pytest.mark.parametrize("title", ["", "x" * 201])
def test_r1_2_a_title_has_1_to_200_characters(client: TestClient, title: str) -> None:
    answer = client.post("/notes", json={"title": title})
    assert answer.status_code == 422, f"a title of {len(title)} characters"


def test_r2_an_unknown_note_cannot_be_archived(client: TestClient) -> None:
    assert client.post("/notes/1/archive").status_code == 404
'''
ALEMBIC = "[alembic]\nscript_location = migrations\nprepend_sys_path = .\npath_separator = os\n"
SOUND: dict[str, str] = {
    "README.md": "# Notes\n",
    "alembic.ini": ALEMBIC,
    "app/__init__.py": "",
    "app/__main__.py": COMMANDS,
    "app/database.py": DATABASE,
    "app/main.py": MAIN,
    "app/models.py": MODELS,
    "app/samples.json": '[{"title": "A sample"}]\n',
    "migrations/env.py": MIGRATION_ENVIRONMENT,
    "migrations/versions/0001_initial.py": MIGRATION,
    "tests/__init__.py": "",
    "tests/test_notes.py": TESTS,
}


def plan() -> Plan:
    said = {"R1": "Notes are kept.", "R1.2": "A title has 1 to 200 characters.", "R2": "A note can be archived."}
    return Plan(
        name="Notes",
        slug="notes",
        requirements=[Requirement(id=key, text=text, status="covered") for key, text in said.items()],
        entities=[Entity(name="Note", satisfies=["R1", "R1.2"])],
        actions=[Action(name="archive", entity="Note", satisfies=["R2"])],
    )


def changed(path: str, old: str, new: str) -> dict[str, str]:
    """The sound application with one text replaced; the text must be there."""
    assert old in SOUND[path], f"{old!r} is not in {path}"
    return {**SOUND, path: SOUND[path].replace(old, new, 1)}


def project(
    root: Path,
    tree: Mapping[str, str] = SOUND,
    *,
    environment: PythonEnvironment | None = None,
    sandbox: Sandbox | None = None,
    on_event: OnEvent = lambda event: None,
    asked: Plan | None = None,
) -> Project:
    """The application on disk below `root`, as the checks are given it."""
    files.write_tree(tree, root / "notes", own=list(tree))
    emitted = tuple(EmittedFile(path, text, "template") for path, text in tree.items())
    return Project(root / "notes", asked or plan(), "", emitted, environment, sandbox, on_event)
