"""What scheduled jobs have done already."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.database import Base


class JobRun(Base):
    """A job touches a row once in each period."""

    __tablename__ = "job_runs"
    __table_args__ = (sa.UniqueConstraint("job", "row_id", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(sa.String(64))
    row_id: Mapped[int]
    period: Mapped[str] = mapped_column(sa.String(16))


def done(job: str, period: str) -> sa.Select[int]:
    """The ids of the rows that the job has touched in this period."""
    return sa.select(JobRun.row_id).where(JobRun.job == job, JobRun.period == period)


def note_run(session: Session, job: str, row_id: int, period: str) -> None:
    session.add(JobRun(job=job, row_id=row_id, period=period))
