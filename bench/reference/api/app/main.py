"""The application: its routes, and what all of them share."""

from __future__ import annotations

import sqlalchemy as sa
from fastapi import FastAPI

from app import errors, reports, requestlog, transfers
from app.database import SessionDep
from app.requestlog import RequestLog
from app.routes import books, notes, shelves
from app.settings import settings


def create_app() -> FastAPI:
    requestlog.configure(settings().log_level)
    app = FastAPI(
        title="Reading room",
        description="Reading room",
        docs_url=None,
        redoc_url=None,
        responses=errors.RESPONSES,
    )
    errors.install(app)
    app.add_middleware(RequestLog)
    app.get("/health", tags=["Health"])(health)
    app.get("/health/ready", tags=["Health"])(ready)
    app.include_router(transfers.router)
    app.include_router(shelves.router)
    app.include_router(books.router)
    app.include_router(notes.router)
    app.include_router(reports.router)
    return app


def health() -> dict[str, str]:
    """The process is there."""
    return {"status": "ok"}


def ready(session: SessionDep) -> dict[str, str]:
    """The database answers too."""
    session.execute(sa.text("SELECT 1"))
    return {"status": "ready"}


app = create_app()
