"""Runs the real Snakemake on a small simulated table, in a folder of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]

# 600 rows of 100 bp and a network of a few thousand parameters: every stage runs, none learns much.
TINY: dict[str, Any] = {
    "run": "tiny",
    "seeds": [7],
    "simulate": {"elements": 600, "length": 100},
    "model": {
        "multiscale": {
            "stem_kernels": [7],
            "stem_channels": 8,
            "stage1_channels": 8,
            "stage1_dilations": [1],
            "stage2_channels": 8,
            "stage2_dilations": [1],
            "head_sizes": [8],
            "head_dropouts": [0.1],
        },
    },
    "baseline": {"words": [3], "gaps": []},
    "train": {"epochs": 2},
    "eval": {"bootstrap": {"resamples": 50}},
    "variants": {"forward-only": {"predict": {"reverse_complement": False}}, "longer": {"train": {"epochs": 3}}},
    "report": {"images": []},  # they take long
}


def write_config(folder: Path, config: dict[str, Any]) -> Path:
    """config.yaml in `folder`."""
    file = folder / "config.yaml"
    file.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    return file


def snakemake(
    folder: Path, *words: str, expect: int = 0, root: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Runs the workflow of the checkout `root` in `folder` with its config.yaml and checks the exit code."""
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(root / "workflow/Snakefile")]
    return _done(folder, [*command, "--configfile", "config.yaml", "--cores", "2", *words], expect, root, environment)


def front_door(
    folder: Path, *words: str, expect: int = 0, root: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """What `./creflow run WORDS` starts once everything is set up, in `folder`."""
    return _done(folder, front_door_command(*words, root=root), expect, root, environment)


def front_door_command(*words: str, root: Path = ROOT) -> list[str]:
    """The words of that."""
    command = [sys.executable, "-m", "creflow_workflow.run_snakemake", *words]
    command += ["--snakefile", str(root / "workflow/Snakefile"), "--cores", "2", "--rerun-incomplete", "--logger"]
    return [*command, "creflow"]


def paths(root: Path = ROOT) -> dict[str, str]:
    """The variables by which it finds its programs."""
    return {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONPATH": f"{root}/workflow/scripts"}


def _done(
    folder: Path, command: list[str], expect: int, root: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command, cwd=folder, env=os.environ | paths(root) | environment, capture_output=True, text=True, timeout=900
    )
    assert done.returncode == expect, f"{' '.join(command)}\nended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def planned(folder: Path, *words: str, root: Path = ROOT, **environment: str) -> Counter[str]:
    """How often each rule would run."""
    done = snakemake(folder, "-n", *words, root=root, **environment)
    rules = re.findall(r"^(?:local)?rule (\w+):", done.stdout + done.stderr, flags=re.MULTILINE)
    return Counter(rule for rule in rules if rule != "all")
