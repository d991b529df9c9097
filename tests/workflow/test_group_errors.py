"""What the console says when a group of jobs fails, which the cluster runs as one."""

from __future__ import annotations

import io
import logging
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from snakemake_interface_logger_plugins.common import LogEvent
from snakemake_logger_plugin_creflow import LogHandler

STAGES = ("qc", "split", "encode")


def record(event: LogEvent, **fields: Any) -> logging.LogRecord:  # noqa: ANN401 - what Snakemake attaches
    """A record as Snakemake makes it."""
    return logging.makeLogRecord({"event": event, **fields})


@pytest.fixture
def console(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LogHandler:
    """A console that knows of three jobs in a group. The first is done, the second stopped, the third has not begun."""
    monkeypatch.chdir(tmp_path)
    handler = LogHandler(SimpleNamespace(dryrun=False), None)
    handler.stream = io.StringIO()
    for number, stage in enumerate(STAGES):
        folder, log = Path("run", stage), Path("logs", f"{stage}.log")
        folder.mkdir(parents=True)
        log.parent.mkdir(exist_ok=True)
        if stage != "encode":
            log.write_text(f"first line\nlast line of {stage}\n", encoding="utf-8")
        wildcards = {"variant": "base"}
        output = [str(folder / "manifest.json")]
        fields = {"rule_name": stage, "jobid": number, "reason": "", "log": [str(log)]}
        handler.emit(record(LogEvent.JOB_INFO, wildcards=wildcards, output=output, **fields))
    Path("run/qc/manifest.json").write_text("{}", encoding="utf-8")
    return handler


def fail(console: LogHandler, *aux: str) -> list[str]:
    """The group fails: Snakemake reports it, and then each of its jobs. What the console said."""
    infos = [{"jobid": number, "log": [f"logs/{stage}.log"]} for number, stage in enumerate(STAGES)]
    console.emit(record(LogEvent.GROUP_ERROR, groupid="prepare", job_error_info=infos, aux_logs=list(aux)))
    for info in infos:
        console.emit(record(LogEvent.JOB_ERROR, **info))
    return console.stream.getvalue().splitlines()


def test_only_the_job_that_stopped_is_named(console: LogHandler) -> None:
    """Once, with the end of its log."""
    assert fail(console) == [
        "creflow: error: split base failed",
        "    first line",
        "    last line of split",
        "    whole log: logs/split.log",
    ]


def test_a_group_that_did_not_begin(console: LogHandler) -> None:
    """Slurm's log says why."""
    for stage in STAGES:
        Path("logs", f"{stage}.log").unlink(missing_ok=True)
    Path("slurm.log").write_text("slurmstepd: error: out of memory\n", encoding="utf-8")
    assert fail(console, "slurm.log") == [
        "creflow: error: the jobs of group prepare failed",
        "    slurmstepd: error: out of memory",
        "    whole log: slurm.log",
    ]


def test_a_retry_that_fails_is_reported_again(console: LogHandler) -> None:
    """Also when the job runs alone then."""
    said = len(fail(console))
    console.emit(record(LogEvent.JOB_ERROR, jobid=1, log=["logs/split.log"]))
    assert console.stream.getvalue().splitlines()[said] == "creflow: error: split base failed"
