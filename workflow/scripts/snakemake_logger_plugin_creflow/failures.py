"""What is said of jobs that failed, alone or as a group that a cluster ran as one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from .cluster import how_it_ended, listed, why_not_submitted
from .interrupts import Interrupts
from .job import SHOWN_LINES, Job, is_newer, is_stopped, last_lines, says_why


class Failures:
    """Tells each once: the job whose tool says why, how the cluster ended it, and where its log is."""

    def __init__(self, jobs: Mapping[int, Job], interrupts: Interrupts, say: Callable[[str], None]) -> None:
        """`jobs` by Snakemake's numbers; `say` writes a line."""
        self.jobs, self.interrupts, self.say = jobs, interrupts, say
        self.told: set[int] = set()

    def of_job(self, record: logging.LogRecord) -> None:
        """JOB_ERROR: of a job of a group that was told already nothing more is said."""
        job = self.jobs.get(record.jobid)
        if record.jobid in self.told:
            self.told.remove(record.jobid)
        elif self.interrupts.ended_a_job():
            self._interrupted(job)
        else:
            self._tell([job] if job else [], record.log, getattr(record, "rule_msg", None))

    def of_group(self, record: logging.LogRecord, jobs: Sequence[Job]) -> None:
        """GROUP_ERROR, of these jobs in the order of the pipeline; Snakemake goes on to report each of them."""
        self.told = {info["jobid"] for info in record.job_error_info}
        said = getattr(record, "said", None)
        stopped = [] if why_not_submitted(said) else [job for job in jobs if is_stopped(job)]
        guilty = [job for job in stopped if says_why(job)] or stopped  # others were ended with it
        for job in jobs:
            job.running = False
        for job in guilty:
            self._tell([job], [], said)
        if not guilty:
            self._tell(jobs, record.aux_logs, said)

    def _interrupted(self, job: Job | None) -> None:
        if job is None:
            return
        job.running = False
        if where := job.where_it_stopped():
            self.say(f"  {job.name} stopped {where}")

    def _tell(self, jobs: Sequence[Job], logs: Sequence[str], said: str | None) -> None:
        """`logs` are those to show where the jobs have none of their own."""
        names = listed([job.name for job in jobs]) or "a job"
        for job in jobs:
            job.running = False
        if why := why_not_submitted(said):
            self.say(f"creflow: error: {names}: not submitted: {why}")
            return
        self.say(f"creflow: error: {names} failed")
        if ended := how_it_ended(said):
            self.say(f"    {ended}")
        own = [str(job.log) for job in jobs if job.log and is_newer(job.log, job.began)]
        for log in own or [log for log in logs if Path(log).exists()]:
            for line in last_lines(Path(log), SHOWN_LINES):
                self.say(f"    {line}")
            self.say(f"    whole log: {log}")
