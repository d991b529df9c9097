"""Paired differences, by cre-ablate, where the runs evaluated the same rows."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from creflow_workflow.manifest import ROOT, StageRun
from creflow_workflow.problems import INPUT, INTEGRITY, IO, Problem

from ..contents import SCATTER
from ..inputs import Json, parse, text_of
from ..tables import read_columns
from .runs import Opened


@dataclass
class Paired:
    """The comparison of all runs with the first; or why there is none."""

    ablation: Json | None
    labels: list[str]  # of the variants in it
    why: str = ""


def paired(runs: list[Opened], out: Path, stage: StageRun) -> Paired:
    """Calls cre-ablate when the evaluated rows agree. It looks at them by itself, sequences included."""
    labels = [run.label for run in runs[1:]]
    shutil.rmtree(out / "ablate", ignore_errors=True)  # of an earlier comparison
    if why := _disagreement(runs):
        return Paired(None, labels, why)
    if why := _ablate(runs, out / "ablate"):
        return Paired(None, labels, why)
    file = stage.artifact_input("ablation", out / "ablate", "ablation.json")
    return Paired(parse(text_of(file), file), labels)


def _disagreement(runs: list[Opened]) -> str:
    first, *others = runs
    here = _measured(first)
    for run in others:
        ours, theirs = first.facts.metrics, run.facts.metrics
        if ours["split"] != theirs["split"]:
            return f"{first.label} evaluated the {ours['split']} rows, {run.label} the {theirs['split']} rows"
        if ours["tasks"] != theirs["tasks"]:
            return f"{first.label} predicts {', '.join(ours['tasks'])}, {run.label} {', '.join(theirs['tasks'])}"
        there = _measured(run)
        if here != there:
            both = len(set(here) & set(there))
            return (
                f"the evaluated rows differ: of {len(here):,} measurements of {first.label} and {len(there):,} of "
                f"{run.label}, {both:,} are of both"
            )
    return ""


def _measured(run: Opened) -> list[tuple[str, ...]]:
    """What was evaluated, whatever the order of the rows."""
    return sorted(read_columns(run.inputs.file(SCATTER), id=str, task=str, activity=str))


def _ablate(runs: list[Opened], out: Path) -> str:
    """Why it found that the rows cannot be paired; nothing when it is done."""
    tool = Path(os.environ.get("CREFLOW_BIN", ROOT / "build/release/bin")).absolute() / "cre-ablate"
    if not tool.is_file():
        raise Problem(f"{tool}: not built; run ./creflow setup", INPUT)
    # Links: a path of the user's may hold commas and equals signs, which have a meaning for the tool.
    with tempfile.TemporaryDirectory() as links:
        for number, run in enumerate(runs):
            Path(links, f"run{number}").symlink_to(run.folder.resolve())
        words = [str(tool), *_arms(runs), *_settings(runs[0]), "--out", str(out.absolute()), "--quiet"]
        done = subprocess.run(words, cwd=links, capture_output=True, text=True, check=False)
    if done.returncode in (INPUT, INTEGRITY):
        return _last_line(done.stderr)
    if done.returncode:
        raise Problem(f"cre-ablate ended with {done.returncode}: {_last_line(done.stderr)}", IO)
    return ""


def _arms(runs: list[Opened]) -> list[str]:
    files = [[f"run{number}/{file}" for file in run.predictions] for number, run in enumerate(runs)]
    words = ["--baseline", *files[0]]
    for number, names in enumerate(files[1:], 2):
        words += ["--variant", f"run {number}={','.join(names)}"]
    return words


def _settings(run: Opened) -> list[str]:
    """Rows and resamples as those by which the first run was judged."""
    section = run.facts.settings["eval"]
    chosen = {key: section["bootstrap"][key] for key in ("resamples", "seed", "confidence", "unit")}
    chosen |= {"split": section["split"], "active_from": section["active_from"]}
    chosen |= {"min_gap.definition": section["min_gap"]["definition"]}
    return [word for key, value in chosen.items() for word in ("--set", f"ablate.{key}={value}")]


def _last_line(text: str) -> str:
    lines = text.strip().splitlines() or ["without a word"]
    return lines[-1].removeprefix("cre-ablate: ").removeprefix("error: ")
