"""What the card shows, and how the model is loaded."""

from __future__ import annotations

from dataclasses import dataclass

from creflow_workflow.stages import BASE

from ..facts import Facts
from ..inputs import Json
from ..text import short
from . import metadata, strata, usage

PARTS = {"train": "training", "val": "validation", "test": "test"}


@dataclass
class File:
    """A file of the run with its digest."""

    name: str
    what: str
    sha256: str


@dataclass
class Content:
    """The fields of the card; the templates have the sentences."""

    title: str
    run: str
    licence: str | None
    citation: str | None
    simulated: bool
    hub: Json  # fields of the metadata that are made here
    tasks: list[str]
    architecture: str
    parameters: int
    length: int
    flanks: tuple[str, str]
    both_strands: bool
    with_baseline: bool  # the linear baseline is a member of the predictions
    extra_inputs: list[str]  # of predict(), where sequences alone do not suffice
    seeds: list[tuple[str, int]]
    versions: list[str]
    commits: list[str]
    libraries: dict[str, str]
    scaler: list[tuple[str, float, float]]
    parts: list[tuple[str, str, Json]]  # name, words, part of split_report.json
    files: list[File]
    qc: Json
    split: Json
    metrics: Json
    training: list[Json]
    train_rows: int
    weakest: list[strata.Stratum]
    python: str
    commands: str

    @property
    def interval_level(self) -> float | None:
        """Of prediction intervals."""
        made = self.metrics["prediction_intervals"]
        return 1 - made["alpha"] if made else None


def content(facts: Facts) -> Content:
    """All fields of a run."""
    report, model, counts = facts.config["report"], facts.settings["model"], facts.first["counts"]
    scaler = facts.scaler
    return Content(
        title=report["title"],
        run=facts.config["run"],
        licence=report["licence"],
        citation=report["citation"],
        simulated=facts.simulated,
        hub={
            "licence": metadata.licence(facts),
            "dataset": metadata.dataset_id(facts),
            "results": metadata.results(facts),
            "metrics": [kind for kind, _ in metadata.MEASURES.values()],
        },
        tasks=facts.tasks,
        architecture=model["architecture"],
        parameters=counts["parameters"],
        length=facts.qc["length"],
        flanks=facts.flanks,
        both_strands=facts.settings["predict"]["reverse_complement"],
        with_baseline=facts.settings["predict"]["with_baseline"],
        extra_inputs=usage.extra_inputs(model),
        seeds=_seeds(facts),
        versions=facts.versions(),
        commits=list(dict.fromkeys(_commit(made) for made in facts.manifests.values())),
        libraries=facts.libraries(),
        scaler=list(zip(scaler["tasks"], scaler["mean"], scaler["sd"], strict=True)),
        parts=[(name, word, facts.split["splits"][name]) for name, word in PARTS.items()
               if name in facts.split["splits"]],
        files=_files(facts),
        qc=facts.qc,
        split=facts.split,
        metrics=facts.metrics,
        training=facts.training,
        train_rows=counts["train_rows"],
        weakest=strata.weakest(facts.metrics["strata"]),
        python=usage.python(facts),
        commands=usage.commands(facts),
    )  # fmt: skip


def _commit(made: Json) -> str:
    return short(made["git_commit"]) + ("+" if made["git_dirty"] else "")


def _seeds(facts: Facts) -> list[tuple[str, int]]:
    found = [("training", seed) for seed in facts.seeds]
    found += [("split", facts.split["seed"]), ("bootstrap", facts.metrics["bootstrap"]["seed"])]
    if facts.simulated:
        found.append(("simulated table", facts.manifests["simulate"]["seeds"]["simulate"]))
    return found


def _files(facts: Facts) -> list[File]:
    made = [
        ("qc/base", "elements", "rows that were kept"),
        (f"split/{facts.part}", "split", "split"),
        (f"encode/{facts.part}", "dataset", "encoded rows"),
        *((folder, "model", "network") for folder in facts.networks),
    ]
    if facts.settings["predict"]["with_baseline"] and facts.part == BASE:  # those of folds are joined, and not listed
        made.append((usage.baseline_folder(facts), "baseline", "linear model"))
    files = [File(table["file"], "table", table["sha256"]) for table in facts.tables()]
    for folder, role, what in made:
        entry = facts.output_of(folder, role)
        files.append(File(f"{folder}/{entry['file']}", what, entry["sha256"]))
    return files
