"""One whole training with what follows from it: cre-train, cre-predict and cre-eval, as the workflow calls them."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import Any

from .datasets import unpack_dataset
from .networks import merged
from .programs import Done, Pack, run
from .settings import NARROW, Training

Json = dict[str, Any]


def training_config(pack: Pack, training: Training) -> Json:
    """The sections model and train; every epoch is trained."""
    if training.config == "narrow":
        config = NARROW
    else:
        config = json.loads((pack.folder / "models" / training.config).read_text(encoding="utf-8"))
    epochs = training.epochs
    every = {"epochs": epochs, "early_stopping": {"min_epochs": epochs, "patience": epochs}}
    return merged(config, {"train": every})


class Programs:
    """Of a pack, on one device, within a limit of time."""

    def __init__(self, pack: Pack, device: str, threads: int, until: float) -> None:
        """until: of time.monotonic()."""
        self.pack, self.device, self.threads, self.until = pack, device, threads, until

    def __call__(self, tool: str, *words: object) -> Done:
        """Raises RuntimeError when it did not do its work."""
        command = [self.pack.program(tool), *words, "--threads", self.threads, "--quiet"]
        done = run(command, self.until - time.monotonic(), self.pack.environment())
        if problem := done.problem():
            raise RuntimeError(f"{tool}: {problem}")
        return done


def train_once(programs: Programs, training: Training, seed: int, precision: str, folder: Path, **more: object) -> Json:
    """Wall times and Pearson correlations; `more` are settings of cre-train (cuda_graph=True)."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    packed = programs.pack.folder / "data" / training.dataset
    dataset = unpack_dataset(packed, folder.parent / "data" / training.dataset)
    (folder / "train.json").write_text(json.dumps(training_config(programs.pack, training)), encoding="utf-8")
    settings = [f"train.precision={precision}", *(f"train.{key}={json.dumps(value)}" for key, value in more.items())]
    words = [word for setting in settings for word in ("--set", setting)]
    words += ["--seed", seed, "--device", programs.device, "--out", folder / "train"]
    trained = programs("cre-train", "--config", folder / "train.json", "--dataset", dataset, *words)
    model = folder / "train" / "model.h5"
    to = ["--device", programs.device, "--out", folder / "predict"]
    predicted = programs("cre-predict", "--dataset", dataset, "--model", model, *to)
    programs("cre-eval", "--predictions", folder / "predict" / "predictions.h5", "--out", folder / "eval")
    record = json.loads((folder / "train" / "training.json").read_text(encoding="utf-8"))
    metrics = json.loads((folder / "eval" / "metrics.json").read_text(encoding="utf-8"))["per_task"]
    test = [task["pearson"]["value"] for task in metrics.values()]
    return {
        "seed": seed,
        "precision": record["precision"],
        "epochs": record["epochs_run"],
        "parameters": record["parameters"],
        "train_wall_seconds": round(trained.seconds, 2),
        "predict_wall_seconds": round(predicted.seconds, 2),
        "train_seconds": round(record["train_seconds"], 2),
        "validation_seconds": round(record["validation_seconds"], 2),
        "network_share": round(record["network_share"], 4),
        "samples_per_second": round(record["samples_per_second"], 1),
        "val_pearson": record["best"]["val_pearson_mean"],
        "test_pearson": sum(test) / len(test),
    }
