"""What scheduled jobs have done already."""

from __future__ import annotations

from django.db import models


class JobRun(models.Model):
    """A job touches a row once in each period."""

    job = models.CharField(max_length=64)
    row_id = models.BigIntegerField()
    period = models.CharField(max_length=16)

    class Meta:
        db_table = "job_runs"
        constraints = [
            models.UniqueConstraint(fields=["job", "row_id", "period"], name="uq_job_runs")
        ]


def done(job: str, period: str) -> models.QuerySet[JobRun, int]:
    """The ids of the rows that the job has touched in this period."""
    runs = JobRun.objects.filter(job=job, period=period)
    return runs.values_list("row_id", flat=True)


def note_run(job: str, row_id: int, period: str) -> None:
    JobRun.objects.create(job=job, row_id=row_id, period=period)
