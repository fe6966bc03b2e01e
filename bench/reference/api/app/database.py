"""The database and its sessions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import Depends, Request
from sqlalchemy.orm import DeclarativeBase, Session

from app.settings import settings


class Base(DeclarativeBase):
    metadata = sa.MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )


class Moment(sa.TypeDecorator[dt.datetime]):
    """A date with a time: kept in UTC, and known to be in UTC when it comes back."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: dt.datetime | None, dialect: sa.Dialect
    ) -> dt.datetime | None:
        return None if value is None else value.astimezone(dt.UTC)

    def process_result_value(
        self, value: dt.datetime | None, dialect: sa.Dialect
    ) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=value.tzinfo or dt.UTC).astimezone(dt.UTC)


@lru_cache
def engine() -> sa.Engine:
    """The engine of the database that the settings name, made at the first use."""
    url = sa.make_url(settings().database_url)
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(
            url, pool_pre_ping=True, connect_args={"options": "-c timezone=utc"}
        )
    made = sa.create_engine(url)
    sa.event.listen(made, "connect", _open_sqlite)
    sa.event.listen(made, "begin", _begin_sqlite)
    return made


def _open_sqlite(connection: Any, record: Any) -> None:
    """We begin transactions; foreign keys count; readers do not wait for the writer."""
    connection.isolation_level = None
    for setting in ("foreign_keys=ON", "busy_timeout=30000", "journal_mode=WAL"):
        connection.execute(f"PRAGMA {setting}")


def _begin_sqlite(connection: sa.Connection) -> None:
    """Who will write says so at once: two that began by reading would block."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def open_session() -> Session:
    """A session that may write."""
    return Session(engine().execution_options(writes=True))


def session(request: Request) -> Iterator[Session]:
    """One session for each request; what is not committed is undone."""
    reads = request.method in ("GET", "HEAD")
    with Session(engine()) if reads else open_session() as opened:
        yield opened


SessionDep = Annotated[Session, Depends(session)]


def lock(session: Session, name: str) -> None:
    """Nobody else passes here until the transaction ends (SQLite has one writer)."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(
            sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(name)))
        )
