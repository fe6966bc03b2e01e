"""What scheduled jobs have done already."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from app.schedule import done, note_run


def test_plan_a_job_has_touched_a_row_for_the_length_of_a_period() -> None:
    note_run("sweep", 7, "2026-03-02")
    note_run("sweep", 8, "2026-03-01")
    note_run("count", 9, "2026-03-02")
    assert list(done("sweep", "2026-03-02")) == [7]
    assert list(done("sweep", "2026-03-03")) == []


def test_plan_a_job_touches_a_row_once_in_a_period() -> None:
    note_run("sweep", 7, "2026-03-02")
    note_run("sweep", 7, "2026-03-03")
    with pytest.raises(IntegrityError):
        note_run("sweep", 7, "2026-03-02")
