"""Parts of the check: whole trainings, their wall time, and their accuracy beside the processor's."""

from __future__ import annotations

import json
import time
from typing import Any

from . import settings
from .compare import comparison
from .context import Context
from .train_once import Programs, train_once

Json = dict[str, Any]


def trainings(context: Context, dataset: str, limit: float) -> tuple[Json, str | None]:
    """Those of one dataset, in bf16 with graphs where there are any."""
    until, found, problems = time.monotonic() + limit, {}, []
    programs = Programs(context.pack, context.device, context.threads, until)
    graphs = {"cuda_graph": True} if True in context.sizes.graphs else {}
    reference = processor_reference(context)
    for training in context.sizes.trainings:
        if training.dataset != dataset:
            continue
        runs: list[Json] = []
        for seed in training.seeds:
            if until - time.monotonic() < settings.LEAST_SECONDS:
                problems.append(f"{training.name}, seed {seed}: no time was left")
                continue
            try:
                runs.append(train_once(programs, training, seed, "bf16", context.folder / "training", **graphs))
            except RuntimeError as error:
                problems.append(f"{training.name}, seed {seed}: {error}")
        found[training.name] = {"epochs": training.epochs, "dataset": dataset, "runs": runs}
        if training.compared and runs:
            found[training.name]["comparison"] = compared(context, training, runs, reference)
    return {"trainings": found}, "; ".join(problems) or None


def processor_reference(context: Context) -> Json:
    """reference.json of the pack, empty where there is none."""
    file = context.pack.folder / "reference.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def compared(context: Context, training: settings.Training, runs: list[Json], reference: Json) -> Json:
    """With the reference, where it is of the same data and settings."""
    there = reference.get("trainings", {}).get(training.name)
    if there is None:
        return {"state": "no reference"}
    if there["dataset_sha256"] != context.facts["datasets"][training.dataset]["sha256"]:
        return {"state": "the reference is of another dataset"}
    if there["epochs"] != training.epochs:
        return {"state": "the reference has other epochs"}
    return comparison(runs, there["runs"])
