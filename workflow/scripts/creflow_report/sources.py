"""Reads what the stages wrote, each file checked against its manifest."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from creflow_workflow import manifest
from creflow_workflow.manifest import StageRun
from creflow_workflow.problems import INTEGRITY, Problem
from creflow_workflow.stages import STAGES

Json = dict[str, Any]


@dataclass
class Folders:
    """The output folders of the stages that the report is about, by the name shown for them ("base", "base/seed1")."""

    qc: Path
    split: Path
    training: dict[str, Path]
    evaluation: dict[str, Path]
    ablation: Path | None = None
    others: dict[str, Path] = field(default_factory=dict)  # shown in the provenance only


@dataclass
class Training:
    """One trained network."""

    name: str  # "base/seed1337"
    summary: Json  # training.json
    epochs: list[Json]  # history.jsonl

    @property
    def variant(self) -> str:
        """ "base" of "base/seed1337"."""
        return self.name.split("/")[0]


@dataclass
class Sources:
    """Everything the report shows."""

    qc: Json
    split: Json
    training: list[Training]
    evaluation: dict[str, Json]  # metrics.json by variant, base first
    scatter: list[dict[str, str]]  # rows of tables/scatter.tsv of the base
    ablation: Json | None
    manifests: dict[str, Json]  # by stage folder

    @property
    def metrics(self) -> Json:
        """The metrics of the base."""
        return self.evaluation["base"]


def load(folders: Folders, stage: StageRun) -> Sources:
    """Reads and verifies every input; `stage` notes it for the report's own manifest."""

    def read_json(role: str, folder: Path, name: str) -> Json:
        return _parse(stage.artifact_input(role, folder, name))

    training = []
    for name, folder in folders.training.items():
        history = stage.artifact_input("history", folder, "history.jsonl")
        lines = history.read_text(encoding="utf-8").splitlines()
        training.append(
            Training(name, read_json("training", folder, "training.json"), [json.loads(line) for line in lines if line])
        )
    scatter = stage.artifact_input("scatter", folders.evaluation["base"], "tables/scatter.tsv")
    return Sources(
        qc=read_json("qc_report", folders.qc, "qc_report.json"),
        split=read_json("split_report", folders.split, "split_report.json"),
        training=training,
        evaluation={name: read_json("metrics", folder, "metrics.json") for name, folder in folders.evaluation.items()},
        scatter=_read_tsv(scatter),
        ablation=read_json("ablation", folders.ablation, "ablation.json") if folders.ablation else None,
        manifests=_manifests(folders),
    )


def _manifests(folders: Folders) -> dict[str, Json]:
    named = {"qc/base": folders.qc, "split/base": folders.split} | folders.others
    named |= {f"train/{name}": folder for name, folder in folders.training.items()}
    named |= {f"eval/{name}": folder for name, folder in folders.evaluation.items()}
    if folders.ablation:
        named["ablate"] = folders.ablation
    in_order = sorted(named, key=lambda name: list(STAGES).index(name.split("/")[0]))
    return {name: manifest.read(named[name]) for name in in_order}


def _parse(file: Path) -> Json:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise Problem(f"{file}: not valid JSON: {error}", INTEGRITY) from error


def _read_tsv(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))
