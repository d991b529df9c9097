"""Snakemake's messages as one line a job: `snakemake --logger creflow`, which `./creflow run` does."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TextIO

from creflow_workflow import console, replaced, running, slurm_check
from creflow_workflow.colours import has_colour, painted
from creflow_workflow.durations import measured
from snakemake_interface_logger_plugins.base import LogHandlerBase
from snakemake_interface_logger_plugins.common import LogEvent

from .cluster import SUBMITTED, keep_messages_of_groups, listed
from .failures import Failures
from .interrupts import Interrupts
from .job import Job, stage_of
from .live import LiveLines, wrapped
from .messages import DRY_RUN, ELAPSED, INTERRUPTED, NO_RULE, NOTHING_TO_DO, says_nothing
from .remaining import Remaining

MOST_JOBS = 4  # that have a live line
PAUSE = 1.0  # seconds between two pictures of the live lines


class LogHandler(LogHandlerBase):
    """Writes to stderr; on a terminal the last lines show what is running now."""

    def __post_init__(self) -> None:
        """Starts the clock and, on a terminal, the live lines."""
        self.stream: TextIO = sys.stderr
        self.started = time.monotonic()
        self.jobs: dict[int, Job] = {}
        self.remaining = Remaining({}, {})
        self.width = 0
        self.titled = False
        self.last_message = ""
        self.groups: dict[str, list[int]] = {}  # the jobs that a cluster runs as one, by the id of each
        self.submits = slurm_check.uses_slurm(sys.argv)
        keep_messages_of_groups()
        self.lock_lines = threading.RLock()
        self.coloured = has_colour(self.stream) and not getattr(self.common_settings, "nocolor", False)
        self.live_lines = LiveLines(self.stream)
        self.ended = threading.Event()
        self.interrupts = Interrupts()
        self.failures = Failures(self.jobs, self.interrupts, self._line)
        self.on_terminal = self.stream.isatty()
        if self.on_terminal and not self.common_settings.dryrun:
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
        """Ends the live lines, and lets go of Ctrl-C."""
        self.ended.set()
        self.interrupts.release()
        with self.lock_lines:
            self.live_lines.clear()
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
        elif event == LogEvent.GROUP_INFO:
            numbers = [job.jobid for job in record.jobs]
            self.groups |= {job.uuid(): numbers for job in record.jobs}  # the plugin calls it after one of them
        elif event == LogEvent.JOB_FINISHED:
            self._finished(record.job_id)
        elif event == LogEvent.JOB_ERROR:
            self.failures.of_job(record)
        elif event == LogEvent.GROUP_ERROR:
            numbers = [info["jobid"] for info in record.job_error_info]
            self.failures.of_group(record, self._in_order(numbers))
        elif event in (None, LogEvent.ERROR):
            self._message(record)

    def _start(self, record: logging.LogRecord) -> None:
        plan = console.shown()
        if self.titled:  # a dry run says it again at its end
            if self.common_settings.dryrun:
                self._planned_jobs()
            return
        self.titled = plan is not None
        counts: Counter[str] = Counter()
        for rule, count in getattr(record, "stats", {}).items():
            if rule not in ("all", "total"):
                counts[stage_of(rule)] += int(count)
        self.remaining = Remaining(counts, console.earlier_times(plan) if plan else {})
        if plan is None:
            return
        self.width = console.widest_name(plan)
        if self.remaining.total:
            self._line(console.title(plan, self.remaining.total))
            if said := replaced.text():
                self._line(said)
        else:  # with --until, where what it leaves out has yet to run
            self._line("nothing to do: what was asked for is up to date")

    def _job(self, record: logging.LogRecord) -> None:
        self.jobs[record.jobid] = job = Job(record, submitted=self.submits and not getattr(record, "local", False))
        if not self.common_settings.dryrun:
            self._show_command(job)

    def _show_command(self, job: Job) -> None:
        """Where -p asks for it."""
        if getattr(self.common_settings, "printshellcmds", False) and job.command:
            self._line(f"      {job.command}", whole=True)

    def _planned_jobs(self) -> None:
        """Of a dry run, in the order of the pipeline; Snakemake tells them in another one."""
        for job in sorted((job for job in self.jobs.values() if job.rule != "all"), key=self._place()):
            self._line(f"  {job.stage:<9} {job.which:<{self.width}}  {job.reason}")
            self._show_command(job)

    def _place(self) -> Callable[[Job], tuple[int, ...]]:
        """Of a job in the pipeline."""
        plan = console.shown()
        place = console.order(plan) if plan else lambda *_: ()
        return lambda job: place(job.stage, job.variant, job.seed)

    def _finished(self, number: int) -> None:
        job = self.jobs.get(number)
        if job is None or job.rule == "all":
            return
        job.running = False
        self.remaining.finished(job.stage, job.seconds)
        headline = console.headline(job.stage, job.folder)
        step = f"{self.remaining.done}/{self.remaining.total}".rjust(2 * len(str(self.remaining.total)) + 1)
        took = f"{measured(job.seconds):>11}"
        self._line(f"  {step}  {job.stage:<9} {job.which:<{self.width}} {took}  {headline}".rstrip())

    def _submitted(self, job: str, number: str) -> None:
        numbers = self.groups.get(job) or ([int(job)] if job.isdecimal() else [])
        names = [one.name for one in self._in_order(numbers)]
        self._line(f"  submitted as Slurm job {number}: {listed(names)}")

    def _in_order(self, numbers: Iterable[int]) -> list[Job]:
        """These jobs as the pipeline has them."""
        return sorted((self.jobs[one] for one in numbers if one in self.jobs), key=self._place())

    # --- Snakemake's own texts ---

    def _message(self, record: logging.LogRecord) -> None:
        text = record.getMessage().rstrip()
        if text.startswith(NOTHING_TO_DO):
            self._line("nothing to do: every result is up to date")
            plan = console.shown()
            if plan is not None and not self.common_settings.dryrun:
                self._line(console.summary(plan))
        elif text.startswith(DRY_RUN):
            if self.remaining.total:
                self._line("a dry run: nothing was started")
        elif text.startswith(running.LOCKED):
            plan = console.shown()
            self._line(f"creflow: error: {running.who(plan.config['run'] if plan else '')}")
        elif submitted := SUBMITTED.match(text):
            self._submitted(submitted[1], submitted[2])
        elif missing := NO_RULE.match(text):
            run = f"results/{plan.config['run']}/" if (plan := console.shown()) else "results/"
            self._line(f"creflow: error: nothing makes {missing[1]}; this run makes files in {run}: ./creflow run -n")
        elif text.startswith(INTERRUPTED):
            self.interrupts.seen.set()
            self._line("creflow: interrupted; the same command resumes")
        elif text.startswith(ELAPSED):
            if self.remaining.done:
                took = measured(time.monotonic() - self.started)
                self._line(f"  {self.remaining.done:,} of {self.remaining.total:,} jobs in {took}")
        elif text != self.last_message and not says_nothing(text):
            self.last_message = text  # Snakemake repeats itself while it waits for jobs to end
            self._line(text)

    # --- the terminal ---

    def _line(self, text: str, *, whole: bool = False) -> None:
        """`whole`: not broken into lines, as it is to be copied."""
        with self.lock_lines:
            self.live_lines.clear()
            if self.on_terminal and not whole:
                columns = self.live_lines.window().columns
                text = "\n".join(wrapped(line, columns) for line in text.split("\n"))
            self.stream.write((painted(text) if self.coloured else text) + "\n")
            self.stream.flush()

    def _keep_live(self) -> None:
        while not self.ended.wait(PAUSE):
            self.draw_live()

    def draw_live(self) -> None:
        """Shows what runs now."""
        with self.lock_lines:
            jobs = [job for job in self.jobs.values() if job.running and job.rule != "all"]
            if jobs := [job for job in jobs if not (job.submitted and job.is_made)]:
                queued = sorted((job for job in jobs if job.is_queued), key=self._place())
                self.live_lines.draw(self._picture([job for job in jobs if job not in queued], queued))

    def _picture(self, running: list[Job], queued: list[Job]) -> list[str]:
        """A line for each of the first jobs, and one for the run."""
        states = {job: job.state() for job in (*running, *queued)}
        shown, more = [*running, *queued][:MOST_JOBS], len(running) - MOST_JOBS
        width = self.live_lines.window().columns - 1
        name_width = max(len(job.name) for job in shown)
        lines = [job.live_line(states[job], name_width, width) for job in shown]
        if self.interrupts.seen.is_set():
            return lines
        run = self.remaining.text([job.as_running(states[job]) for job in running])
        run += f", {more:,} more running" if more > 0 else ""
        return [*lines, f"  {run}" + (f", {len(queued):,} submitted" if queued else "")]
