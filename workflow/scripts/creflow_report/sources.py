"""Reads what the stages wrote, each file checked against its manifest."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from creflow_workflow import manifest
from creflow_workflow.manifest import StageRun
from creflow_workflow.problems import INTEGRITY, Problem
from creflow_workflow.stages import STAGES

Json = dict[str, Any]


class Entries(dict[str, Any]):
    """An object of a JSON file that says which file lacks a key, wherever in the report that shows."""

    def __init__(self, values: Json, file: Path) -> None:
        """The object, and the file it is from."""
        super().__init__(values)
        self._file = file

    def __missing__(self, key: str) -> None:
        """Takes the place of KeyError."""
        raise Problem(f"{self._file}: has no '{key}'; it is damaged, or of another version of creflow", INTEGRITY)


Points = dict[str, list[tuple[float, float]]]  # measured and predicted activity of each row, by task


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
    scatter: Points  # of the base
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
        epochs = [_parse_text(line, history) for line in _text(history).split("\n") if line]
        # It tells times, which the report does not show: equal runs give equal reports.
        summary = _parse(stage.varying_input(folder, "training.json"))
        training.append(Training(name, summary, epochs))
    scatter = stage.artifact_input("scatter", folders.evaluation["base"], "tables/scatter.tsv")
    return Sources(
        qc=read_json("qc_report", folders.qc, "qc_report.json"),
        split=read_json("split_report", folders.split, "split_report.json"),
        training=training,
        evaluation={name: read_json("metrics", folder, "metrics.json") for name, folder in folders.evaluation.items()},
        scatter=_points(scatter),
        ablation=read_json("ablation", folders.ablation, "ablation.json") if folders.ablation else None,
        manifests=_manifests(folders),
    )


def _manifests(folders: Folders) -> dict[str, Json]:
    named = {"qc/base": folders.qc, "split/base": folders.split} | folders.others
    named |= {f"train/{name}": folder for name, folder in folders.training.items()}
    named |= {f"eval/{name}": folder for name, folder in folders.evaluation.items()}
    if folders.ablation:
        named["ablate"] = folders.ablation
    place = {stage: index for index, stage in enumerate(STAGES)}
    in_order = sorted(named, key=lambda name: place.get(name.split("/")[0], len(place)))
    return {name: manifest.read(named[name]) for name in in_order}


def _parse(file: Path) -> Json:
    return _parse_text(_text(file), file)


def _parse_text(text: str, file: Path) -> Json:
    try:
        parsed = json.loads(text, object_hook=lambda values: Entries(values, file))
    except (ValueError, RecursionError) as error:
        raise Problem(f"{file}: not valid JSON: {error}", INTEGRITY) from error
    if not isinstance(parsed, dict):
        raise Problem(f"{file}: not a JSON object", INTEGRITY)
    return parsed


def _text(file: Path) -> str:
    """As it is: reading in text mode would take a carriage return within an id for the end of a line."""
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise Problem(f"{file}: not UTF-8: {error}", INTEGRITY) from error


def _points(file: Path) -> Points:
    """tables/scatter.tsv. No field is quoted there: an id may begin with a quotation mark."""
    header, *rows = (line.split("\t") for line in _text(file).removesuffix("\n").split("\n"))
    points: Points = {}
    try:
        task, measured, predicted = map(header.index, ("task", "activity", "predicted"))
        for number, row in enumerate(rows, 2):
            if len(row) != len(header):
                raise Problem(f"{file}: line {number}: {len(row)} fields instead of {len(header)}", INTEGRITY)
            points.setdefault(row[task], []).append((float(row[measured]), float(row[predicted])))
    except ValueError as error:  # a column that is missing, a field that is no number
        raise Problem(f"{file}: {error}", INTEGRITY) from error
    return points
