"""One job as the console shows it."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Sequence
from pathlib import Path

from creflow_workflow import manifest, progress
from creflow_workflow.console import job_name, reason_of
from creflow_workflow.durations import changing, left
from creflow_workflow.headlines import read_json
from creflow_workflow.plan import ENSEMBLE, POOL

from .live import fitting
from .remaining import Running

STOPPED = re.compile(r"stopped by SIGINT (.+); the same command resumes there")
SHOWN_LINES = 5  # of the log of a job that failed
MANIFEST = manifest.NAME
_ERROR = re.compile(r"cre-\w+: error: ")
CLOCK_TOLERANCE = 2.0  # seconds by which the clock of a file server may be behind


class Job:
    """What a JOB_INFO record says, and since when the job runs."""

    def __init__(self, record: logging.LogRecord, *, submitted: bool = False) -> None:
        """`record` is Snakemake's JOB_INFO; `submitted`: a cluster begins it when it can."""
        self.rule: str = record.rule_name
        self.stage = stage_of(self.rule)
        wildcards = record.wildcards or {}
        self.variant: str = wildcards.get("variant", "")
        self.seed: str = wildcards.get("seed", "")
        kind = self.rule.removeprefix(f"{self.stage}_") if self.rule != self.stage else ""
        self.which = job_name(self.variant, self.seed, _pooled(wildcards.get("which", "")) if kind == POOL else kind)
        manifests = [file for file in record.output or [] if file.endswith(MANIFEST)]
        self.folder = Path(manifests[0]).parent if manifests else Path()
        self.reason = (reason_of(manifests[0]) if manifests else "") or short_reason(
            str(record.reason), interrupted=is_half_done(self.folder, record.output or [])
        )
        self.log = Path(record.log[0]) if record.log else None
        self.command = " ".join((getattr(record, "shellcmd", None) or "").split()).removeprefix("exec ")
        self.started = time.monotonic()
        self.began = time.time() - CLOCK_TOLERANCE
        self.running = True
        self.submitted = self.waits = submitted

    @property
    def name(self) -> str:
        """ "train base seed 7"."""
        return f"{self.stage} {self.which}".strip()

    @property
    def elapsed(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self.started

    @property
    def is_queued(self) -> bool:
        """Has a cluster not begun it yet? Its log is opened when it begins."""
        if self.waits and self.log is not None and is_newer(self.log, self.began):
            self.waits, self.started = False, time.monotonic()
        return self.waits

    @property
    def is_made(self) -> bool:
        """Is it done, though nobody said so? Of a group, the first jobs are long before the last one."""
        return is_newer(self.folder / MANIFEST, self.began)

    @property
    def seconds(self) -> float:
        """What its tool took, where a cluster ran it; else since it began."""
        try:
            return float(read_json(self.folder / MANIFEST)["run"]["seconds"]) if self.submitted else self.elapsed
        except (OSError, ValueError, KeyError, TypeError):
            return self.elapsed

    def state(self) -> progress.State | None:
        """How far it says it is."""
        return progress.read(self.folder, self.began)

    def live_line(self, state: progress.State | None, name_width: int, width: int) -> str:
        """What it does now: its name, how far it is or the last thing that it said, and its time."""
        parts = state_texts(state) if state else []
        if self.is_queued:
            parts = ["submitted", changing(self.elapsed)]
        elif parts:
            parts.insert(3, f"{changing(self.elapsed)} so far")
        else:
            said = last_lines(self.log, 1) if self.log else []
            parts = [changing(self.elapsed), *(line.split(": ", 1)[-1] for line in said)]
        return fitting(f"  {self.name:<{name_width}}  ", parts, width)

    def as_running(self, state: progress.State | None) -> Running:
        """For what the run has yet to do."""
        return Running(self.stage, self.elapsed, state.seconds_left if state else None)

    def where_it_stopped(self) -> str:
        """ "in epoch 3 after step 17", of a training that wrote a checkpoint when it was interrupted."""
        said = last_lines(self.log, 1) if self.log else []
        found = STOPPED.search(said[0]) if said else None
        return found[1] if found else ""


def _pooled(which: str) -> str:
    """What is joined of folds: "seed 7, all folds"."""
    return ", ".join(part for part in (which.replace("seed", "seed "), "all folds") if part)


def stage_of(rule: str) -> str:
    """The stage whose jobs a rule has."""
    return rule.removesuffix(f"_{ENSEMBLE}").removesuffix(f"_{POOL}")


def state_texts(state: progress.State) -> list[str]:
    """How far a job is, the most important first: where, time left, rate, and what else it says."""
    share = f"{state.label} {100 * state.done / state.total:.0f} %" if state.total else f"{state.label} {state.done:,}"
    longest = "at most " if state.may_end_earlier else ""
    time_left = [f"{longest}{left(state.seconds_left)}"] if state.seconds_left is not None else []
    rate = f"{state.per_second:,.{0 if state.per_second >= 10 else 1}f} {state.unit}/s"
    return [state.step or share, *time_left, rate, *(state.note.split(", ") if state.note else [])]


def is_stopped(job: Job | None) -> bool:
    """Did this job of a failed group begin and not end? Its log is there, but no manifest, which is written last."""
    return (
        job is not None
        and job.log is not None
        and is_newer(job.log, job.began)
        and not (job.folder / MANIFEST).exists()
    )


def says_why(job: Job) -> bool:
    """Does its log end with an error of its tool?"""
    return job.log is not None and any(_ERROR.match(line) for line in last_lines(job.log, SHOWN_LINES))


def is_newer(file: Path, since: float) -> bool:
    """Was the file written since then (seconds of the epoch)?"""
    try:
        return file.stat().st_mtime >= since
    except OSError:
        return False


# What Snakemake says, and what it means to someone who reads a plan; the first that fits is the reason that counts.
REASONS = {
    "Missing output files": "not made yet",
    "Params have changed": "settings or tool changed",
    "Code has changed": "rule changed",
    "Updated input files": "input changed",
    "Set of input files has changed": "inputs changed",
    "Forced execution": "asked for",
    "Input files updated by another job": "follows from the jobs above",
}


def is_half_done(folder: Path, outputs: Sequence[str]) -> bool:
    """Did a job begin and leave something, but no manifest?"""
    left = any(Path(file).exists() for file in outputs) or (folder / "checkpoint.h5").exists()
    return left and not (folder / MANIFEST).exists()


def short_reason(text: str, *, interrupted: bool) -> str:
    """Why a job would run, in a few words. Snakemake takes what was interrupted for asked for."""
    if interrupted and "Forced execution" in text:
        return "was interrupted"
    return next((meaning for said, meaning in REASONS.items() if said in text), " ".join(text.split()))


def last_lines(file: Path, count: int) -> list[str]:
    """The last lines of a log, without blank ones; none when it does not exist yet."""
    try:
        with file.open("rb") as stream:
            stream.seek(max(0, file.stat().st_size - 8192))
            text = stream.read().decode("utf-8", "replace")
    except OSError:
        return []
    return [line for line in text.splitlines() if line.strip()][-count:]
