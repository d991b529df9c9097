"""Reads what the stages wrote, each file checked against its manifest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from creflow_workflow import manifest
from creflow_workflow.manifest import StageRun
from creflow_workflow.problems import INTEGRITY, Problem
from creflow_workflow.stages import STAGES

Json = dict[str, Any]

NEEDED = ("qc/base", "split/base", "eval/base")  # the report is about these, whatever else there is


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
    manifests: dict[str, Json]  # by job: "train/base/seed1337"

    @property
    def metrics(self) -> Json:
        """The metrics of the base."""
        return self.evaluation["base"]


def load(run: Path, jobs: list[str], stage: StageRun) -> Sources:
    """Reads and verifies every input; `stage` notes it for the report's own manifest. `jobs` are the folders in `run`
    that the report is about, also those of stages of which it lists the manifests only."""

    def of(name: str) -> dict[str, Path]:
        """The folders of a stage by what follows its name."""
        return {job.partition("/")[2]: run / job for job in jobs if job.split("/")[0] == name}

    def read_json(role: str, folder: Path, name: str) -> Json:
        return _parse(stage.artifact_input(role, folder, name))

    training = []
    for name, folder in of("train").items():
        history = stage.artifact_input("history", folder, "history.jsonl")
        epochs = [_parse_text(line, history) for line in _text(history).split("\n") if line]
        # It tells times, which the report does not show: equal runs give equal reports.
        summary = _parse(stage.varying_input(folder, "training.json"))
        training.append(Training(name, summary, epochs))
    scatter = stage.artifact_input("scatter", run / "eval/base", "tables/scatter.tsv")
    return Sources(
        qc=read_json("qc_report", run / "qc/base", "qc_report.json"),
        split=read_json("split_report", run / "split/base", "split_report.json"),
        training=training,
        evaluation={name: read_json("metrics", folder, "metrics.json") for name, folder in of("eval").items()},
        scatter=_points(scatter),
        ablation=read_json("ablation", run / "ablate", "ablation.json") if of("ablate") else None,
        manifests=_manifests(run, jobs),
    )


def _manifests(run: Path, jobs: list[str]) -> dict[str, Json]:
    """In the order of the stages; those that are not known here come last."""
    place = {stage: index for index, stage in enumerate(STAGES)}
    in_order = sorted(jobs, key=lambda job: place.get(job.split("/")[0], len(place)))
    return {job: manifest.read(run / job) for job in in_order}


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
