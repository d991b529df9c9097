"""Training that was stopped in the middle: goes on when nothing changed, starts over when its settings did."""

from __future__ import annotations

import copy
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from helpers.workflow import ROOT, TINY, front_door, front_door_command, paths, snakemake, write_config

FOLDER = "results/tiny/train/base/seed7"
LOG = "results/tiny/logs/train/base/seed7.log"
TARGET = f"{FOLDER}/manifest.json"


def config(epochs: int) -> dict[str, Any]:
    """Long enough to be caught in the middle."""
    made = copy.deepcopy(TINY)
    made["train"] = {"epochs": epochs, "early_stopping": {"min_epochs": epochs}}
    made["variants"] = {}
    return made


def children(process: int) -> list[int]:
    """The processes that this one started, and those they did."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == process:
            found += [int(folder.name), *children(int(folder.name))]
    return found


def stop_training(folder: Path) -> None:
    """Starts the workflow, waits for a checkpoint, and sends SIGTERM to cre-train as a cluster would."""
    command = [sys.executable, "-m", "snakemake", TARGET, "--snakefile", str(ROOT / "workflow/Snakefile")]
    command += ["--configfile", "config.yaml", "--cores", "2"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as driver:
        deadline = time.monotonic() + 120
        while not (folder / FOLDER / "checkpoint.h5").exists():
            assert driver.poll() is None and time.monotonic() < deadline, "training wrote no checkpoint"
            time.sleep(0.05)
        for process in children(driver.pid):
            if "cre-train" in os.path.basename(os.readlink(f"/proc/{process}/exe")):
                os.kill(process, signal.SIGTERM)
        assert driver.wait(timeout=120) == 1, "the job failed, as a stopped job should"
    assert (folder / FOLDER / "checkpoint.h5").exists(), "the checkpoint outlives the failed job"
    assert not (folder / TARGET).exists()


def tell_the_driver(folder: Path, times: int) -> str:
    """Starts the workflow, waits for a checkpoint, sends SIGINT to the driver alone; what was said until its end."""
    with subprocess.Popen(
        front_door_command("config.yaml", TARGET),
        cwd=folder,
        env=os.environ | paths(),
        text=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as driver:
        deadline = time.monotonic() + 120
        while not (folder / FOLDER / "checkpoint.h5").exists():
            assert driver.poll() is None and time.monotonic() < deadline, "training wrote no checkpoint"
            time.sleep(0.05)
        for _ in range(times):
            driver.send_signal(signal.SIGINT)
            time.sleep(0.2)
        return driver.communicate(timeout=120)[1]


@pytest.mark.parametrize("times", [1, 2])
def test_the_driver_alone_is_told(tmp_path: Path, times: int) -> None:
    """kill -INT is passed on to the training, which goes on where it stopped; a second one changes nothing."""
    write_config(tmp_path, config(400))
    said = tell_the_driver(tmp_path, times)
    assert "interrupted; the same command resumes" in said and "Traceback" not in said
    assert not (tmp_path / TARGET).exists() and "stopped by SIGINT" in (tmp_path / LOG).read_text()
    assert "was interrupted" in front_door(tmp_path, "config.yaml", TARGET, "-n").stderr


@pytest.fixture
def stopped(tmp_path: Path) -> Path:
    """A folder in which training was stopped after the first of 40 epochs."""
    write_config(tmp_path, config(40))
    stop_training(tmp_path)
    return tmp_path


def test_goes_on_from_the_checkpoint(stopped: Path) -> None:
    """The same command again finishes the same training."""
    snakemake(stopped, TARGET)
    assert "resum" in (stopped / LOG).read_text()
    assert json.loads((stopped / FOLDER / "training.json").read_text())["epochs_run"] == 40


def test_starts_over_with_other_settings(stopped: Path) -> None:
    """A checkpoint of other settings does not stand in the way."""
    write_config(stopped, config(2))
    snakemake(stopped, TARGET)
    assert "checkpoint of another training" in (stopped / LOG).read_text()
    assert json.loads((stopped / FOLDER / "training.json").read_text())["epochs_run"] == 2
