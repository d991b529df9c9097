"""Times cre-baseline beside scikit-learn's Ridge: the same features of simulated sequences, penalties and threads.

Prints one JSON object. cre-baseline reads and writes its files and counts the words itself; scikit-learn begins with
the standardized features in memory, and its time is that of its fits. Both fit every task for every penalty.

    ./creflow bench baseline
    .venv/bin/python bench/run_baseline.py --rows 77000 --penalties 1 3 10
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import Ridge
from threadpoolctl import threadpool_limits

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from helpers.words import word_features  # noqa: E402

TASKS = ("K562", "HepG2", "SKNSH")
WORDS = (4, 5, 6)


def dataset(given: argparse.Namespace, folder: Path) -> Path:
    """Random sequences, whose activities follow some words, as dataset.h5 of cre-encode."""
    draw = np.random.default_rng(1)
    codes = draw.integers(0, 4, (given.rows, given.length))
    letters = np.array(list("ACGT"))[codes]
    signal = sum((codes[:, 1:] == b) & (codes[:, :-1] == a) for a, b in ((1, 2), (0, 3))).sum(axis=1)
    values = signal[:, None] / 5 + draw.normal(size=(given.rows, len(TASKS)))
    table = folder / "table.tsv"
    with table.open("w", encoding="utf-8") as file:
        file.write("\t".join(["sequence", *TASKS]) + "\n")
        for bases, row in zip(letters, values, strict=True):
            file.write("\t".join(["".join(bases), *(f"{value:.4f}" for value in row)]) + "\n")
    tasks = [{"name": task, "activity": task, "standard_error": None} for task in TASKS]
    columns = {"id": None, "target_cell": None, "min_gap": None}
    settings = folder / "qc.json"
    settings.write_text(json.dumps({"qc": {"tasks": tasks, "columns": columns}}), encoding="utf-8")
    elements = folder / "qc" / "elements.h5"
    run(given, "cre-qc", "--config", settings, "--table", table, "--out", folder / "qc")
    run(given, "cre-split", "--elements", elements, "--out", folder / "split")
    parts = ("--elements", elements, "--split", folder / "split" / "split.h5")
    run(given, "cre-encode", *parts, "--out", folder / "encode")
    return folder / "encode" / "dataset.h5"


def run(given: argparse.Namespace, tool: str, *words: object) -> float:
    """Seconds that a tool takes."""
    start = time.perf_counter()
    command = [str(given.bin / tool), *map(str, words), "--threads", str(given.threads), "--quiet"]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def baseline_seconds(given: argparse.Namespace, data: Path, out: Path) -> float:
    """All of cre-baseline, from file to file."""
    settings = ("--set", f"baseline.penalties={json.dumps(given.penalties)}", "--set", "baseline.gaps=[]")
    return run(given, "cre-baseline", *settings, "--dataset", data, "--out", out)


def standardized(data: Path) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Features and targets of the training rows."""
    with h5py.File(data) as file:
        train = file["split"][:] == 0
        codes, activity = file["codes"][:][train], file["activity"][:][train]
        scaler = json.loads(file.attrs["scaler"])
    # As in the file, but not rounded to float32.
    targets = (activity - np.array(scaler["mean"])) / (np.array(scaler["sd"]) + scaler["epsilon"])
    features = word_features(codes, WORDS)
    features -= features.mean(axis=0)
    features /= features.std(axis=0)
    return features, targets


def ridge_seconds(given: argparse.Namespace, features: NDArray[np.float64], targets: NDArray[np.float64]) -> float:
    """One fit of all tasks for each penalty, as with a loop over them to choose one by validation rows."""
    start = time.perf_counter()
    with threadpool_limits(given.threads):
        for penalty in given.penalties:
            Ridge(alpha=penalty * features.shape[1], solver="cholesky").fit(features, targets)
    return time.perf_counter() - start


def largest_difference(features: NDArray[np.float64], targets: NDArray[np.float64], out: Path) -> float:
    """Between both in the weights of the chosen penalties, relative to the largest weight."""
    with h5py.File(out / "baseline.h5") as file:
        weights, penalties = file["weight"][:], file["penalty"][:]
    expected = Ridge(alpha=penalties, solver="cholesky").fit(features, targets).coef_.T
    return float(np.abs(weights - expected).max() / np.abs(expected).max())


def main() -> None:
    """Prints one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, default=ROOT / "build" / "release" / "bin", help="folder of the tools")
    parser.add_argument("--rows", type=int, default=20000, help="of the table; four fifths are fitted")
    parser.add_argument("--length", type=int, default=200, help="bases of a sequence")
    parser.add_argument("--penalties", type=float, nargs="+", default=[0.1, 1.0, 10.0], help="times the features")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = dataset(given, folder)
        features, targets = standardized(data)
        ours: list[float] = []
        theirs: list[float] = []
        for _ in range(given.rounds):
            ours.append(baseline_seconds(given, data, folder / "baseline"))
            theirs.append(ridge_seconds(given, features, targets))
        result: dict[str, Any] = {
            "training_rows": len(features),
            "features": features.shape[1],
            "penalties": len(given.penalties),
            "threads": given.threads,
            "cre_baseline_s": round(float(np.median(ours)), 2),
            "scikit_learn_s": round(float(np.median(theirs)), 2),
            "ratio": round(float(np.median(theirs) / np.median(ours)), 2),
            "largest_difference": largest_difference(features, targets, folder / "baseline"),
        }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
