"""One job as the console shows it."""

from __future__ import annotations

import logging
import time
from pathlib import Path

from creflow_workflow.console import job_name, reason_of


class Job:
    """What a JOB_INFO record says, and since when the job runs."""

    def __init__(self, record: logging.LogRecord) -> None:
        """`record` is Snakemake's JOB_INFO."""
        self.rule: str = record.rule_name
        self.stage = self.rule.removesuffix("_ensemble")
        wildcards = record.wildcards or {}
        ensemble = "ensemble" if self.rule.endswith("_ensemble") else ""
        self.which = job_name(wildcards.get("variant", ""), wildcards.get("seed", ""), ensemble)
        manifests = [file for file in record.output or [] if file.endswith("manifest.json")]
        self.reason = (reason_of(manifests[0]) if manifests else "") or short_reason(str(record.reason))
        self.folder = Path(manifests[0]).parent if manifests else Path()
        self.log = Path(record.log[0]) if record.log else None
        self.started = time.monotonic()
        self.running = True

    def live_text(self) -> str:
        """What the job does now: its name, its time, and the last thing it said."""
        said = last_lines(self.log, 1) if self.log else []
        last = said[0].split(": ", 1)[-1] if said else ""
        return " ".join(part for part in (self.stage, self.which, since(self.started), last) if part)


def is_stopped(job: Job | None) -> bool:
    """Did this job of a failed group begin and not end? Its log is there, but no manifest, which is written last."""
    return job is not None and job.log is not None and job.log.exists() and not (job.folder / "manifest.json").exists()


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


def short_reason(text: str) -> str:
    """Why a job would run, in a few words."""
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


def since(start: float) -> str:
    """Time since `start` (monotonic): "4.2 s", "3 min 10 s", "2 h 5 min"."""
    seconds = time.monotonic() - start
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"
