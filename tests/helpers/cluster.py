"""A clone with a tiny config on the Slurm of tests/cluster/slurm_lab.sh, and what the tests do to its jobs."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from .workflow import ROOT, TINY

NETWORK = "results/tiny/train/base/seed7"
VENV = Path(sys.executable).parent

# One variant that needs a network of its own; two threads, to see that Slurm grants them to the job step.
SMALL: dict[str, Any] = TINY | {
    "threads": 2,
    "device": "cpu",
    "simulate": TINY["simulate"] | {"elements": 400},
    "variants": {"narrow": {"model": {"multiscale": {"stem_channels": 4}}}},
}

# Tells where a tool ran before it becomes that tool.
WRAPPER = """#!/bin/sh
echo "{name} job=$SLURM_JOB_ID step=$SLURM_STEP_ID cpus=$SLURM_CPUS_PER_TASK gpu=$CUDA_VISIBLE_DEVICES" >>where.txt
exec '{tool}' "$@"
"""


# Long enough to be stopped in the middle, also where an epoch takes 15 ms and Slurm some seconds to decide. One thread:
# two that wait for each other are slow on a busy machine.
LONG_TRAINING: dict[str, Any] = SMALL | {
    "threads": 1,
    "train": {"epochs": 300, "early_stopping": {"min_epochs": 300}},
    "variants": {},
}


def wait_for(condition: Callable[[], object], what: str, seconds: float = 120) -> None:
    """Polls; says what it waited for when it takes too long."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"after {seconds} s still not: {what}"
        time.sleep(0.1)


class Clone:
    """The root folder of a checkout, made of links to this one; where a user would say `snakemake --profile slurm`."""

    def __init__(self, folder: Path, environment: dict[str, str], binaries: Path) -> None:
        """`environment` is that of a user of the lab."""
        self.folder = folder
        self.environment = environment
        (folder / "build/release/bin").mkdir(parents=True)
        for name in ("workflow", "slurm", "config"):
            (folder / name).symlink_to(ROOT / name)
        shutil.copy(ROOT / "creflow", folder)
        for tool in binaries.glob("cre-*"):
            (folder / "build/release/bin" / tool.name).symlink_to(tool)
        for name in ("cre-train", "cre-predict"):
            self.put_tool(name, WRAPPER.format(name=name, tool=binaries / name))
        self.configure(SMALL)

    def copy(self, folder: Path) -> Clone:
        """What ran so far in another folder, times included."""
        shutil.copytree(self.folder, folder, symlinks=True)
        twin = object.__new__(Clone)
        twin.folder, twin.environment = folder, self.environment
        return twin

    def put_tool(self, name: str, script: str) -> None:
        """A script in the place of a tool."""
        file = self.folder / "build/release/bin" / name
        file.unlink(missing_ok=True)
        file.write_text(script, encoding="utf-8")
        file.chmod(0o755)

    def configure(self, config: dict[str, Any]) -> None:
        """Writes config.yaml."""
        (self.folder / "config.yaml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")

    def words(self, *words: str) -> list[str]:
        """The command line that docs/cluster.md names, on the config of the test.

        The profile asks for the jobs' states after 10 s, 30 s, 60 s and so on; here it is 1 s, 12 s, 33 s.
        """
        often = ["--slurm-init-seconds-before-status-checks", "1"]
        return ["snakemake", *words, "--profile", "slurm", *often, "--configfile", "config.yaml"]

    def do(self, command: list[str], expect: int = 0) -> str:
        """Runs a command here; returns what it said."""
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=300, check=False
        )
        said = done.stdout + done.stderr
        assert done.returncode == expect, f"{' '.join(command)}\nended with {done.returncode}\n{said}"
        return said

    def run(self, *words: str, expect: int = 0) -> str:
        """The workflow from start to end."""
        return self.do(self.words(*words), expect)

    @contextmanager
    def driver(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """The workflow in the background, its output in driver.log."""
        with (
            (self.folder / "driver.log").open("w", encoding="utf-8") as log,
            subprocess.Popen(
                self.words(*words), cwd=self.folder, env=self.environment, stdout=log, stderr=log, text=True
            ) as process,
        ):
            try:
                yield process
            finally:
                if process.poll() is None:
                    process.send_signal(signal.SIGKILL)

    def said(self) -> str:
        """What the driver in the background said so far."""
        return (self.folder / "driver.log").read_text(encoding="utf-8")

    def jobs(self) -> list[str]:
        """Ids of the jobs in the queue that this clone submitted."""
        lines = self.do(["squeue", "--noheader", "--format=%A|%Z"]).splitlines()
        return [line.split("|")[0] for line in lines if line.split("|")[1] == str(self.folder)]

    def wait_for_training(self) -> str:
        """Until the network of the base is in the middle of its training; the job's id."""
        wait_for((self.folder / NETWORK / "checkpoint.h5").exists, "a checkpoint")
        (job,) = self.jobs()
        return job

    def train_without_stop(self) -> Path:
        """The same training and prediction by hand, in a folder beside."""
        out = self.folder / "by-hand"
        folder, binaries = "results/tiny", "build/release/bin"
        common = f"--dataset {folder}/encode/base/dataset.h5 --device cpu --threads 1"
        for command in (
            f"cre-train --config {folder}/config/train/base.json --out {out}/train --seed 7",
            f"cre-predict --config {folder}/config/predict/base.json --out {out}/predict --model {out}/train/model.h5",
        ):
            self.do(f"{binaries}/{command} {common}".split())
        return out


def user_environment(lab_environment: dict[str, str]) -> dict[str, str]:
    """What a user of the lab has set: the site's variables, and the environment of creflow active."""
    site = {"PARTITION": "cpu", "GPU_PARTITION": "gpu", "GRES": "gpu:1", "CORES": "2"}
    environment = os.environ | lab_environment | {f"CRE_SLURM_{name}": value for name, value in site.items()}
    environment["PATH"] = f"{lab_environment['PATH'].removesuffix(':$PATH')}:{VENV}:{os.environ['PATH']}"
    environment["PYTHONPATH"] = str(ROOT / "workflow/scripts")
    environment.pop("CREFLOW_BIN", None)
    return environment
