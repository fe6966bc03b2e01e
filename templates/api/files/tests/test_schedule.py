"""What scheduled jobs have done already."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.database import open_session
from app.schedule import done, note_run


def test_plan_a_job_has_touched_a_row_for_the_length_of_a_period() -> None:
    with open_session() as session:
        note_run(session, "sweep", 7, "2026-03-02")
        note_run(session, "sweep", 8, "2026-03-01")
        note_run(session, "count", 9, "2026-03-02")
        session.commit()
        assert session.scalars(done("sweep", "2026-03-02")).all() == [7]
        assert session.scalars(done("sweep", "2026-03-03")).all() == []


def test_plan_a_job_touches_a_row_once_in_a_period() -> None:
    with open_session() as session:
        for period in ("2026-03-02", "2026-03-03", "2026-03-02"):
            note_run(session, "sweep", 7, period)
        with pytest.raises(sa.exc.IntegrityError):
            session.commit()
