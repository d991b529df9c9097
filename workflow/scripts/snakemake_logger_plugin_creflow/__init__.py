"""Snakemake's messages as one line a job: `snakemake --logger creflow`, which `./creflow run` does."""

from __future__ import annotations

import logging
import re
import sys
import threading
import time
from pathlib import Path
from typing import TextIO

from creflow_workflow import console, replaced, running
from snakemake_interface_logger_plugins.base import LogHandlerBase
from snakemake_interface_logger_plugins.common import LogEvent

from .job import Job, is_stopped, last_lines, since

NOTHING_TO_DO = "Nothing to be done"
# Snakemake's own notes that say nothing to someone who runs a pipeline.
IGNORED = (
    "Assuming unrestricted shared filesystem",
    "Building DAG of jobs",
    "Using shell:",
    "Provided cores:",
    "Rules claiming more threads",
    "Provided resources:",
    "Select jobs to execute",
    "Execute ",
    "Complete log",
    "Config file ",
    "host:",
    "Removing output files of failed job",
    "Group jobs: inactive",
    "Conda environments: ignored",
    "Singularity containers: ignored",
    "No SLURM account given",
    "No account was given",
    "Unable to guess SLURM account",
    "Cleaning up SLURM log files",
    "Shutting down, this might take some time",
    "Exiting because a job execution failed",
    "RuleException:\nCalledProcessError",  # the tool's own message is shown instead
    "WorkflowError:\nAt least one job did not complete",
    "Some jobs were triggered by provenance",
    "If you prefer that only modification time",
    "If you are sure that a change",
    "Rules with provenance triggered jobs",
    "This was a dry-run",
    "Reasons:",
    "Storing output in storage",
    "Would remove temporary output",
    "Runs again: ",  # a dry run says it after the job
)
# Jobs of which Snakemake has forgotten what it compares; manifests are compared as well, so nothing is missed.
FORGOTTEN = re.compile(r"\d+ jobs have (missing|outdated) provenance/metadata")


class LogHandler(LogHandlerBase):
    """Writes to stderr; on a terminal the last line shows what is running now."""

    def __post_init__(self) -> None:
        """Starts the clock and, on a terminal, the live line."""
        self.stream: TextIO = sys.stderr
        self.started = time.monotonic()
        self.jobs: dict[int, Job] = {}
        self.total = self.done = 0
        self.width = 0
        self.titled = False
        self.last_message = ""
        self.told: set[int] = set()
        self.lock_lines = threading.RLock()
        self.live = self.stream.isatty() and not self.common_settings.dryrun
        self.live_shown = False
        self.ended = threading.Event()
        if self.live:
            threading.Thread(target=self._keep_live, daemon=True).start()

    @property
    def writes_to_stream(self) -> bool:
        """This handler takes the place of Snakemake's own."""
        return True

    @property
    def writes_to_file(self) -> bool:
        """Snakemake's log file in .snakemake/log stays as it is."""
        return False

    @property
    def has_filter(self) -> bool:
        """Everything is seen here and chosen in emit()."""
        return True

    @property
    def has_formatter(self) -> bool:
        """Lines are made here."""
        return True

    @property
    def needs_rulegraph(self) -> bool:
        """No picture of the workflow is needed."""
        return False

    def close(self) -> None:
        """Ends the live line."""
        self.ended.set()
        super().close()

    def emit(self, record: logging.LogRecord) -> None:
        """One record of Snakemake."""
        try:
            with self.lock_lines:
                self._handle(record)
        except Exception:
            self.handleError(record)

    def _handle(self, record: logging.LogRecord) -> None:
        event = getattr(record, "event", None)
        if event == LogEvent.RUN_INFO:
            self._start(record)
        elif event == LogEvent.JOB_INFO:
            self._job(record)
        elif event == LogEvent.JOB_FINISHED:
            self._finished(record.job_id)
        elif event == LogEvent.JOB_ERROR:
            self._failed(record)
        elif event == LogEvent.GROUP_ERROR:
            self._group_failed(record)
        elif event in (None, LogEvent.ERROR):
            self._message(record)

    def _start(self, record: logging.LogRecord) -> None:
        stats = getattr(record, "stats", {})
        self.total = int(stats.get("total", 0))
        if "all" in stats:
            self.total -= 1
        plan = console.shown()
        if plan is None or self.titled:  # a dry run says it again at its end
            return
        self.titled = True
        self.width = console.widest_name(plan)
        if self.total:
            self._line(console.title(plan, self.total))
            if said := replaced.text():
                self._line(said)
        else:  # with --until, where what it leaves out has yet to run
            self._line("nothing to do: what was asked for is up to date")

    def _job(self, record: logging.LogRecord) -> None:
        job = Job(record)
        self.jobs[record.jobid] = job
        if self.common_settings.dryrun and job.rule != "all":
            self._line(f"  {job.stage:<9} {job.which:<{self.width}}  {job.reason}")

    def _finished(self, number: int) -> None:
        job = self.jobs.get(number)
        if job is None or job.rule == "all":
            return
        job.running = False
        self.done += 1
        headline = console.headline(job.stage, job.folder)
        step = f"{self.done}/{self.total}"
        self._line(
            f"  {step:>7}  {job.stage:<9} {job.which:<{self.width}} {since(job.started):>12}  {headline}".rstrip()
        )

    def _failed(self, record: logging.LogRecord) -> None:
        if record.jobid in self.told:
            self.told.remove(record.jobid)
        else:
            self._failure(self.jobs.get(record.jobid), record.log)

    def _group_failed(self, record: logging.LogRecord) -> None:
        """Several jobs that the cluster ran as one; Snakemake goes on to report each of them as failed."""
        self.told = {info["jobid"] for info in record.job_error_info}
        guilty = [info for info in record.job_error_info if is_stopped(self.jobs.get(info["jobid"]))]
        for info in guilty:
            self._failure(self.jobs[info["jobid"]], info["log"])
        if not guilty:
            self._line(f"creflow: error: the jobs of group {record.groupid} failed")
            self._show_logs(record.aux_logs)

    def _failure(self, job: Job | None, logs: list[str]) -> None:
        name = f"{job.stage} {job.which}".strip() if job else "a job"
        if job:
            job.running = False
        self._line(f"creflow: error: {name} failed")
        self._show_logs(logs)

    def _show_logs(self, logs: list[str]) -> None:
        for log in logs:
            for line in last_lines(Path(log), 5):
                self._line(f"    {line}")
            self._line(f"    whole log: {log}")

    def _message(self, record: logging.LogRecord) -> None:
        text = record.getMessage().rstrip()
        if text.startswith(NOTHING_TO_DO):
            self._line("nothing to do: every result is up to date")
            plan = console.shown()
            if plan is not None and not self.common_settings.dryrun:
                self._line(console.summary(plan))
        elif text.startswith("This was a dry-run"):
            if self.total:
                self._line("a dry run: nothing was started")
        elif text.startswith(running.LOCKED):
            plan = console.shown()
            self._line(f"creflow: error: {running.who(plan.config['run'] if plan else '')}")
        elif text.startswith("Elapsed time"):
            if self.done:
                self._line(f"  {self.done} of {self.total} jobs in {since(self.started)}")
        elif text and text != self.last_message and not (text.lstrip().startswith(IGNORED) or FORGOTTEN.match(text)):
            self.last_message = text  # Snakemake repeats itself while it waits for jobs to end
            self._line(text)

    # --- the terminal ---

    def _line(self, text: str) -> None:
        with self.lock_lines:
            self._clear_live()
            self.stream.write(text + "\n")
            self.stream.flush()

    def _clear_live(self) -> None:
        if self.live_shown:
            self.stream.write("\r\033[K")
            self.live_shown = False

    def _keep_live(self) -> None:
        while not self.ended.wait(1.0):
            with self.lock_lines:
                running = [job for job in self.jobs.values() if job.running and job.rule != "all"]
                if running:
                    self._clear_live()
                    texts = [job.live_text() for job in running]
                    self.stream.write(f"           {'; '.join(texts)}"[:118])
                    self.stream.flush()
                    self.live_shown = True
