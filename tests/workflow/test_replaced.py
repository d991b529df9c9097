"""Finished results that a run replaces are counted, with the reason, before it begins; a run made already is told."""

from __future__ import annotations

import copy
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from creflow_workflow import running
from helpers.workflow import ROOT, TINY, front_door, write_config

RUN = "results/tiny"


@pytest.fixture
def say(tmp_path: Path, fake_tools: Path) -> Callable[..., str]:
    """What a finished run says when it is started again, or dry, with these sections of its config changed."""

    def start(*words: str, expect: int = 0, **config: Any) -> str:  # noqa: ANN401 - JSON
        changed = copy.deepcopy(TINY)
        for name, values in config.items():
            changed[name] = changed.get(name, {}) | values if isinstance(values, dict) else values
        write_config(tmp_path, changed)
        return front_door(tmp_path, "config.yaml", *words, expect=expect, CREFLOW_BIN=str(fake_tools)).stderr

    start()
    return start


def test_what_a_changed_key_replaces(say: Callable[..., str], tmp_path: Path) -> None:
    """Named by the key or the input; --keep refuses, and leaves everything as it was."""
    assert "replaced" not in say("-n")
    epochs, resamples = {"epochs": 4}, {"bootstrap": {"resamples": 60}}
    assert "train.epochs 2 -> 4: 1 finished training and 6 other results are replaced\n" in say("-n", train=epochs)
    line = "eval.bootstrap.resamples 50 -> 60: 3 finished results are replaced\n"
    assert line in say("-n", "eval", eval=resamples)
    both = say("-n", train=epochs, eval=resamples)
    assert "\ntrain.epochs 2 -> 4; eval.bootstrap.resamples 50 -> 60; ablate.resamples 50 -> 60: " in both
    assert ": 1 finished training and 7 other results are replaced\n" in both
    assert "run again: 1 finished training and 6 other results are replaced" in say("-n", "--forcerun", MODEL)
    assert "replaced" not in say("-n", run="another", train=epochs)

    before = (tmp_path / MODEL).stat().st_mtime_ns
    kept = say("--keep", "train", expect=6, train=epochs)
    assert "creflow: error: --keep: train.epochs 2 -> 4: 1 finished training is kept, and nothing was started; " in kept
    assert "Traceback" not in kept and (tmp_path / MODEL).stat().st_mtime_ns == before
    assert json.loads((tmp_path / RUN / "config/train/base.json").read_text())["train"]["epochs"] == 2
    assert "nothing to do" in say("--keep"), "it left no lock"


MODEL = f"{RUN}/train/base/seed7/manifest.json"


def test_the_same_run_twice(tmp_path: Path, fake_tools: Path) -> None:
    """The second is told who makes it; after a kill, how to go on."""
    write_config(tmp_path, TINY)
    slow = tmp_path / "tools"
    slow.mkdir()
    for tool in fake_tools.iterdir():
        (slow / tool.name).symlink_to(tool)
    (slow / "cre-qc").unlink()
    (slow / "cre-qc").write_text('#!/bin/sh\n[ "$1" != --check ] || exit 0\nexec sleep 600\n')
    (slow / "cre-qc").chmod(0o755)
    paths = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONPATH": f"{ROOT}/workflow/scripts"}
    words = ["config.yaml", "--snakefile", str(ROOT / "workflow/Snakefile"), "--cores", "2", "--logger", "creflow"]
    first = subprocess.Popen(
        [sys.executable, "-m", "creflow_workflow.run_snakemake", *words], cwd=tmp_path, start_new_session=True,
        env=os.environ | paths | {"CREFLOW_BIN": str(slow), "CREFLOW_COMMAND": "./creflow run first"},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    note = tmp_path / ".snakemake/creflow/tiny.json"
    log = tmp_path / RUN / "logs/qc/base.log"
    try:
        deadline = time.monotonic() + 120
        while not (note.exists() and log.exists()) and time.monotonic() < deadline:
            time.sleep(0.1)
        second = front_door(tmp_path, "config.yaml", expect=1, CREFLOW_BIN=str(slow)).stderr
    finally:
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
    assert f"creflow: error: run 'tiny' is being made already, by process {first.pid} on " in second
    assert "(./creflow run first); wait for it" in second and "LockException" not in second
    third = front_door(tmp_path, "config.yaml", expect=1, CREFLOW_BIN=str(slow)).stderr
    assert f"creflow: error: run 'tiny' was killed (process {first.pid}, begun at " in third
    front_door(tmp_path, "config.yaml", "--unlock", CREFLOW_BIN=str(slow))
    assert "nothing to do" in front_door(tmp_path, "config.yaml", "simulate", CREFLOW_BIN=str(slow)).stderr


@pytest.mark.parametrize("text", ["", "{", "{}", '{"host": "h", "pid": "x", "since": ""}'])
def test_a_note_that_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Of a plain Snakemake, or damaged."""
    monkeypatch.chdir(tmp_path)
    assert "is being made by another process; wait for it, or if it is gone" in running.who("r")
    (tmp_path / ".snakemake/creflow").mkdir(parents=True)
    (tmp_path / ".snakemake/creflow/r.json").write_text(text)
    assert "is being made by another process" in running.who("r")


def test_of_another_machine_nobody_knows_whether_it_lives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of that number may well be here."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".snakemake/creflow").mkdir(parents=True)
    (tmp_path / ".snakemake/creflow/r.json").write_text('{"host": "far", "pid": 4194304, "since": "12:00:00"}')
    assert "is being made already, by process 4194304 on far since 12:00:00" in running.who("r")
