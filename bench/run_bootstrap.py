"""Times the bootstrap of cre-eval beside a loop over scipy.stats, and prints the ratio.

Both compute Pearson, Spearman, MSE and MAE of every resample. The SciPy loop runs a few resamples and is scaled up.

    ./creflow bench bootstrap
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

import numpy as np
from scipy import stats

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from helpers.predictions import PredictionTable, simulated_predictions, write_predictions  # noqa: E402


def scipy_seconds(table: PredictionTable, resamples: int) -> float:
    """Processor seconds of one resample of all tasks."""
    draw = np.random.default_rng(1)
    rows = len(table.id)
    predicted = table.predicted.astype(float)
    start = time.process_time()
    for _ in range(resamples):
        drawn = draw.integers(0, rows, rows)
        for k in range(len(table.tasks)):
            x, y = table.activity[drawn, k], predicted[drawn, k]
            stats.pearsonr(x, y)
            stats.spearmanr(x, y)
            np.mean((y - x) ** 2)
            np.mean(np.abs(y - x))
    return (time.process_time() - start) / resamples


def cre_eval_seconds(binary: Path, predictions: Path, resamples: int, folder: Path) -> float:
    """Processor seconds of one run on one thread, reading and writing included."""
    before = os.times()
    subprocess.run(
        [
            *(binary, "--predictions", predictions, "--out", folder, "--threads", "1", "--quiet"),
            *("--set", f"eval.bootstrap.resamples={resamples}"),
        ],
        check=True,
    )
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    """Prints one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, default=ROOT / "build" / "release" / "bin", help="folder of the tools")
    parser.add_argument("--rows", type=int, default=62000)
    parser.add_argument("--tasks", type=int, default=1)
    parser.add_argument("--resamples", type=int, default=1000)
    parser.add_argument("--scipy-resamples", type=int, default=20)
    given = parser.parse_args()

    table = simulated_predictions(rows=given.rows, tasks=given.tasks)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        predictions = write_predictions(folder / "predict", table)
        binary = given.bin / "cre-eval"
        # Reading, point values and tables cost the same for any number of resamples.
        fixed = cre_eval_seconds(binary, predictions, 10, folder / "few")
        whole = cre_eval_seconds(binary, predictions, given.resamples + 10, folder / "many")
    bootstrap = whole - fixed
    scipy = scipy_seconds(table, given.scipy_resamples) * given.resamples
    result = {
        "rows": given.rows,
        "tasks": given.tasks,
        "resamples": given.resamples,
        "cre_eval_bootstrap_cpu_s": round(bootstrap, 3),
        "cre_eval_rest_cpu_s": round(fixed, 3),
        "scipy_loop_cpu_s": round(scipy, 1),
        "ratio": round(scipy / bootstrap, 1),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
