"""What the console says when a group of jobs fails, which the cluster runs as one."""

from __future__ import annotations

import io
import logging
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from snakemake.jobs import GroupJob
from snakemake.logging import logger as snakemake_logger
from snakemake_interface_logger_plugins.common import LogEvent
from snakemake_logger_plugin_creflow import LogHandler, cluster

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


def fail(console: LogHandler, *aux: str, said: str | None = None) -> list[str]:
    """The group fails: Snakemake reports it, and then each of its jobs. What the console said."""
    infos = [{"jobid": number, "log": [f"logs/{stage}.log"]} for number, stage in enumerate(STAGES)]
    console.emit(record(LogEvent.GROUP_ERROR, groupid="prepare", job_error_info=infos, aux_logs=list(aux), said=said))
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
        "creflow: error: qc base, split base, encode base failed",
        "    slurmstepd: error: out of memory",
        "    whole log: slurm.log",
    ]


def test_a_retry_that_fails_is_reported_again(console: LogHandler) -> None:
    """Also when the job runs alone then."""
    said = len(fail(console))
    console.emit(record(LogEvent.JOB_ERROR, jobid=1, log=["logs/split.log"]))
    assert console.stream.getvalue().splitlines()[said] == "creflow: error: split base failed"


def test_the_job_that_says_why_is_named_alone(console: LogHandler) -> None:
    """Others were ended with it. Logs of an earlier attempt do not count."""
    Path("logs/encode.log").write_text("cre-encode: error: motifs.meme: no motifs\n", encoding="utf-8")
    assert fail(console) == [
        "creflow: error: encode base failed",
        "    cre-encode: error: motifs.meme: no motifs",
        "    whole log: logs/encode.log",
    ]
    os.utime("logs/encode.log", (0, 0))
    assert fail(console)[3] == "creflow: error: split base failed"


REFUSED = "SLURM sbatch failed. The error message was '{}'.\n    sbatch call:\n        sbatch --parsable ..."


def test_jobs_that_sbatch_did_not_take(console: LogHandler) -> None:
    """Of a group and of a single job, in sbatch's words and without the log of an earlier attempt."""
    refused = REFUSED.format("sbatch: error:\n  invalid qos")
    assert fail(console, said=refused) == [
        "creflow: error: qc base, split base, encode base: not submitted: sbatch: error: invalid qos"
    ]
    console.emit(
        record(LogEvent.JOB_ERROR, jobid=1, log=["logs/split.log"], rule_msg="Job submission failed with exception: x")
    )
    assert console.stream.getvalue().splitlines()[1:] == ["creflow: error: split base: not submitted: x"]


def test_why_slurm_ended_a_job(console: LogHandler) -> None:
    """Beside what the tool said last."""
    said = "SLURM-job '12' failed, SLURM status is: '{}'. Detailed failure reason unavailable."
    assert fail(console, said=said.format("OUT_OF_MEMORY"))[:2] == [
        "creflow: error: split base failed",
        "    Slurm job 12: OUT_OF_MEMORY",
    ]
    console.emit(record(LogEvent.JOB_ERROR, jobid=1, log=["logs/split.log"], rule_msg=said.format("FAILED")))
    assert len([line for line in console.stream.getvalue().splitlines() if "Slurm job" in line]) == 1


def test_snakemake_says_why_a_group_failed() -> None:
    """Its own record of a group has no place for it."""
    found: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = found.append  # type: ignore[method-assign]
    snakemake_logger.addHandler(handler)
    try:
        for _ in range(2):  # each console asks for it
            cluster.keep_messages_of_groups()
        GroupJob.log_error(SimpleNamespace(jobs=[], groupid="prepare"), "why", aux_logs=["a"])
    finally:
        snakemake_logger.removeHandler(handler)
    assert [(one.groupid, one.aux_logs, one.said) for one in found] == [("prepare", ["a"], "why")]
