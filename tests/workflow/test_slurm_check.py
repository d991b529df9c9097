"""A cluster that is not there, or does not answer, is one line at once; played by stand-ins."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from creflow_workflow import slurm_check
from creflow_workflow.problems import Problem
from helpers.workflow import ROOT, TINY, front_door, write_config


def programs(folder: Path, **scripts: str) -> Path:
    """Stand-ins that do what their scripts say."""
    folder.mkdir()
    for name, script in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.mark.parametrize(
    ("scripts", "message"),
    [
        ({}, "no Slurm here: sbatch, squeue, scancel are not found; start the run on a login node"),
        ({"squeue": "", "scancel": ""}, "no Slurm here: sbatch is not found"),
        ({"sbatch": "", "scancel": "", "squeue": "echo no  controller >&2; exit 1"}, "squeue failed: no controller"),
        ({"sbatch": "", "scancel": "", "squeue": "exit 3"}, "squeue failed: exit code 3"),
        ({"sbatch": "", "scancel": "", "squeue": "exec /bin/sleep 60"}, "did not answer squeue within 0.2 s"),
    ],
)
def test_no_cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scripts: dict[str, str], message: str) -> None:
    monkeypatch.setenv("PATH", str(programs(tmp_path / "bin", **scripts)))
    monkeypatch.setattr(slurm_check, "PATIENCE", 0.2)
    with pytest.raises(Problem) as caught:
        slurm_check.check()
    assert message in str(caught.value) and "\n" not in str(caught.value) and caught.value.code == 4


def test_a_cluster_that_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(programs(tmp_path / "bin", sbatch="", scancel="", squeue="exit 0")))
    slurm_check.check()


def test_jobs_that_a_cluster_would_refuse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the variables of the site; where a job would have to wait, nothing is wrong."""
    asked = tmp_path / "asked"
    folder = programs(tmp_path / "bin", scancel="", squeue="", sbatch="")
    monkeypatch.setenv("PATH", f"{folder}:/bin")
    for name, value in {"PARTITION": "main", "ACCOUNT": "lab", "GPU_PARTITION": "gpus", "GRES": "gpu:1"}.items():
        monkeypatch.setenv(f"CRE_SLURM_{name}", value)
    for said, refused in (("busy", False), ("sbatch: error: invalid partition specified: gpus", True)):
        (folder / "sbatch").write_text(
            f'#!/bin/sh\necho "$*" >>{asked}\ncase "$*" in *gpus*) echo "{said}" >&2; exit 1;; esac\n'
        )
        if not refused:
            slurm_check.check()
            continue
        with pytest.raises(Problem) as caught:
            slurm_check.check()
        assert str(caught.value) == f"--profile slurm: sbatch --partition=gpus --account=lab --gres=gpu:1: {said}"
    assert asked.read_text().splitlines()[:2] == [
        "--test-only --partition=main --account=lab --wrap=true",
        "--test-only --partition=gpus --account=lab --gres=gpu:1 --wrap=true",
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("--profile slurm", True),
        ("--profile=/a/slurm", True),
        ("-e slurm", True),
        ("--executor slurm -p", True),
        ("--profile lsf", False),
        ("--cores 2", False),
        ("--slurm-logdir slurm", False),
    ],
)
def test_words_that_send_jobs_to_slurm(words: str, expected: bool) -> None:
    assert slurm_check.uses_slurm(words.split()) is expected


def test_the_run_says_so_with_all_other_mistakes(tmp_path: Path) -> None:
    """Before anything is submitted; what submits nothing needs no cluster."""
    write_config(tmp_path, TINY | {"train": {"epochs": 0}})
    scripts = {"sbatch": "", "scancel": "", "squeue": "echo no controller >&2; exit 1"}
    path = f"{programs(tmp_path / 'bin', **scripts)}:{os.environ['PATH']}"
    done = front_door(tmp_path, "config.yaml", "--profile", str(ROOT / "slurm"), expect=3, PATH=path)
    assert [line.split(": ")[-2:] for line in done.stderr.splitlines()] == [
        ["0 is out of range; allowed", "in [1, 100000]"],
        ["squeue failed", "no controller"],
    ]
    assert not (tmp_path / "results").exists()
    write_config(tmp_path, TINY)
    front_door(tmp_path, "config.yaml", "-n", "--profile", str(ROOT / "slurm"), PATH=path)
