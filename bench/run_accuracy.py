"""Accuracy on the lentiMPRA table with a fixed split: quality control, split, encode, the linear baseline, then each
network and seed.

Prints one JSON object for the baseline and for each training: Pearson of validation (mean over the cells, best epoch)
and of test (each cell, and mean). The table is that of config/examples/lentimpra.yaml; the split has the columns id and
split. Neither is part of this repository; without them there is nothing to measure.

    ./creflow bench accuracy
    .venv/bin/python bench/run_accuracy.py --table PATH --split PATH --networks legnet --seeds 2025 1337
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MODELS = ROOT / "config" / "models"
CELLS = ["K562", "HepG2", "WTC11"]
EPOCHS = 20

# Config and what is changed of it. Recipe of all: 20 epochs, batch 256, Huber, warm-up of 5 %, cosine, clip 1; of the
# preset for small data random shifts besides.
NETWORKS: dict[str, tuple[Any, dict[str, Any]]] = {
    "legnet": ("legnet-small-data.json", {"train.augmentation.shift": 0}),
    "legnet_small_data": ("legnet-small-data.json", {}),
    "multiscale_batch": ("multiscale-small-data.json", {"model.multiscale.norm": "batch"}),
    "multiscale_weight_batch": ("multiscale-small-data.json", {}),
    "multiscale_weight": ("multiscale.json", {}),
    "malinois": (
        {
            "model": {"architecture": "malinois"},
            "train": {"optimizer": {"learning_rate": 0.001, "weight_decay": 0.001}},
        },
        {},
    ),
}


def run(given: argparse.Namespace, tool: str, *words: object) -> None:
    """One stage; its progress goes to stderr."""
    subprocess.run([str(given.bin / tool), *map(str, words), "--threads", str(given.threads)], check=True)


def write_json(file: Path, value: dict[str, Any]) -> Path:
    """Returns the file."""
    file.write_text(json.dumps(value), encoding="utf-8")
    return file


def joined_table(table: Path, split: Path, out: Path) -> None:
    """The table with a column `split` joined by id; raises KeyError when an id has none."""
    with gzip.open(split, "rt", encoding="utf-8") as file:
        of_id = {row["id"]: row["split"] for row in csv.DictReader(file, delimiter="\t")}
    with gzip.open(table, "rt", encoding="utf-8") as source, out.open("w", encoding="utf-8", newline="") as target:
        reader = csv.DictReader(source, delimiter="\t")
        writer = csv.DictWriter(target, [*(reader.fieldnames or []), "split"], delimiter="\t", lineterminator="\n")
        writer.writeheader()
        for row in reader:
            writer.writerow(row | {"split": of_id[row["id"]]})


def encoded(given: argparse.Namespace, folder: Path) -> Path:
    """The dataset."""
    tasks = [{"name": cell, "activity": f"{cell}_log2FC", "standard_error": None} for cell in CELLS]
    columns = {"id": "id", "target_cell": "design_cell", "min_gap": None, "split": "split"}
    qc = write_json(folder / "qc.json", {"qc": {"tasks": tasks, "columns": columns}})
    split = write_json(folder / "split.json", {"split": {"strategy": "predefined"}})
    joined_table(given.table, given.split, folder / "table.tsv")
    run(given, "cre-qc", "--config", qc, "--table", folder / "table.tsv", "--out", folder / "qc")
    elements = folder / "qc" / "elements.h5"
    run(given, "cre-split", "--config", split, "--elements", elements, "--out", folder / "split")
    parts = ["--elements", elements, "--split", folder / "split" / "split.h5"]
    run(given, "cre-encode", *parts, "--out", folder / "encode")
    return folder / "encode" / "dataset.h5"


def measure(given: argparse.Namespace, dataset: Path, folder: Path, network: str, seed: int) -> dict[str, Any]:
    """Trains, predicts and evaluates."""
    preset, changes = NETWORKS[network]
    config = write_json(folder / "preset.json", preset) if isinstance(preset, dict) else MODELS / preset
    changes = changes | {
        "train.batch": 256,
        "train.epochs": EPOCHS,
        "train.early_stopping.min_epochs": EPOCHS,
        "train.early_stopping.patience": EPOCHS,
    }
    out = folder / f"{network}-{seed}"
    sets = [word for key, value in changes.items() for word in ("--set", f"{key}={value}")]
    sets += [word for change in given.set for word in ("--set", change)]
    run(given, "cre-train", "--config", config, *sets, "--dataset", dataset, "--out", out / "train", "--seed", seed)
    model = out / "train" / "model.h5"
    run(given, "cre-predict", "--dataset", dataset, "--model", model, "--out", out / "predict")
    definition = "eval.min_gap.definition=target_minus_best_other"
    predictions = out / "predict" / "predictions.h5"
    run(given, "cre-eval", "--set", definition, "--predictions", predictions, "--out", out / "eval")
    training = json.loads((out / "train" / "training.json").read_text(encoding="utf-8"))
    metrics = json.loads((out / "eval" / "metrics.json").read_text(encoding="utf-8"))
    return {
        "network": network,
        "seed": seed,
        "parameters": training["parameters"],
        "best_epoch": training["best_epoch"],
        "validation": round(training["best"]["val_pearson_mean"], 3),
        "test": test_pearson(metrics),
        "samples_per_second": round(training["samples_per_second"]),
        "network_share": round(training["network_share"], 3),
    }


def measure_baseline(given: argparse.Namespace, dataset: Path, folder: Path) -> dict[str, Any]:
    """The linear model beside the networks."""
    run(given, "cre-baseline", "--dataset", dataset, "--out", folder / "baseline")
    definition = "eval.min_gap.definition=target_minus_best_other"
    predictions = folder / "baseline" / "predictions.h5"
    run(given, "cre-eval", "--set", definition, "--predictions", predictions, "--out", folder / "baseline-eval")
    fitted = json.loads((folder / "baseline" / "baseline.json").read_text(encoding="utf-8"))
    metrics = json.loads((folder / "baseline-eval" / "metrics.json").read_text(encoding="utf-8"))
    reached = [task["val_pearson"] for task in fitted["tasks"].values()]
    mean = round(sum(reached) / len(reached), 3)
    return {"baseline": f"{fitted['features']} features", "validation": mean, "test": test_pearson(metrics)}


def test_pearson(metrics: dict[str, Any]) -> dict[str, float]:
    """Of each cell, and their mean."""
    of_cells = {cell: metrics["per_task"][cell]["pearson"]["value"] for cell in CELLS}
    return {name: round(r, 3) for name, r in of_cells.items()} | {"mean": round(sum(of_cells.values()) / len(CELLS), 3)}


def main() -> None:
    """Prints one JSON object for the baseline, and for each network and seed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, default=ROOT / "build" / "release" / "bin", help="folder of the programs")
    parser.add_argument("--table", type=Path, default=ROOT / "data" / "lentimpra_joint_200bp.tsv.gz")
    parser.add_argument("--split", type=Path, default=ROOT / "data" / "lentimpra_split.tsv.gz")
    parser.add_argument("--networks", nargs="+", default=list(NETWORKS), choices=list(NETWORKS))
    parser.add_argument("--seeds", nargs="+", type=int, default=[2025, 1337])
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="as for cre-train; repeatable")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    given = parser.parse_args()
    for file in (given.table, given.split):
        if not file.exists():
            print(f"run_accuracy.py: {file} is not there; nothing is measured", file=sys.stderr)
            return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        dataset = encoded(given, folder)
        print(json.dumps(measure_baseline(given, dataset, folder)), flush=True)
        for seed in given.seeds:
            for network in given.networks:
                print(json.dumps(measure(given, dataset, folder, network, seed)), flush=True)


if __name__ == "__main__":
    main()
