"""Times cre-eval and cre-ablate on large inputs beside SciPy, scikit-learn and NumPy, and prints the ratio.

First a whole evaluation: every measure with its interval, all strata, the permutation test. The peer computes the same
measures of tasks, of all tasks together and of the minimum gap (no strata, which would make it slower still) for a few
resamples and permutations, and is scaled up; the first resample must give the same numbers in both. Then a grid of
variants on a smaller table.

    ./creflow bench eval
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from scipy import stats

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from helpers.evaluation import Rows, drawn_rows, gaps, pairs, within  # noqa: E402
from helpers.expected_measures import RESAMPLED, task_measures, winsor_limits  # noqa: E402
from helpers.predictions import PredictionTable, simulated_predictions, write_predictions  # noqa: E402


class Peer:
    """The measures of one table by SciPy, scikit-learn and NumPy."""

    def __init__(self, table: PredictionTable) -> None:
        """Finds the pairs and the limits of winsorised values."""
        self.table = table
        self.tasks = [pairs(table, k) for k in range(len(table.tasks))]
        self.gap = gaps(table)
        self.limits = [(winsor_limits(x), winsor_limits(y)) for x, y, _ in self.tasks]
        x, y = (np.concatenate([task[side] for task in self.tasks]) for side in (0, 1))
        self.micro_limits = winsor_limits(x), winsor_limits(y)

    def values(self, draw: Rows) -> dict[str, dict[str, float]]:
        """Every measure of each task, of all tasks together and of the gap, in one resample."""
        drawn = []
        for k, (x, y, rows) in enumerate(self.tasks):
            kept = within(draw, rows, len(self.table.id))
            drawn.append((x[kept], y[kept], self.table.standard_error[rows[kept], k], np.full(len(kept), 1.0)))
        out = {
            name: task_measures(*columns, limits, RESAMPLED)
            for name, columns, limits in zip(self.table.tasks, drawn, self.limits, strict=True)
        }
        together = [np.concatenate(columns) for columns in zip(*drawn, strict=True)]
        out["micro"] = task_measures(*together, self.micro_limits, RESAMPLED)
        x, y, rows = self.gap
        kept = within(draw, rows, len(self.table.id))
        out["gap"] = {
            "min_gap_rho": float(stats.spearmanr(x[kept], y[kept]).statistic),
            "min_gap_pearson": float(stats.pearsonr(x[kept], y[kept]).statistic),
        }
        return out

    def resample_seconds(self, resamples: int) -> float:
        """Processor seconds of one resample."""
        draw = np.random.default_rng(1)
        rows = len(self.table.id)
        start = time.process_time()
        for _ in range(resamples):
            self.values(draw.integers(0, rows, rows))
        return (time.process_time() - start) / resamples

    def permutation_seconds(self, permutations: int) -> float:
        """Processor seconds of one permutation of both correlations of the gap, from ranks that are known."""
        draw = np.random.default_rng(1)
        x, y, _ = self.gap
        rank_x, rank_y = stats.rankdata(x), stats.rankdata(y)
        start = time.process_time()
        for _ in range(permutations):
            order = draw.permutation(len(x))
            np.corrcoef(rank_x, rank_y[order])
            np.corrcoef(x, y[order])
        return (time.process_time() - start) / permutations


def run(tool: Path, *words: object) -> dict[str, float]:
    """Wall and processor seconds and the largest memory of one run."""
    start, before = time.perf_counter(), os.times()
    memory = 0
    with subprocess.Popen([str(tool), *map(str, words), "--quiet"]) as process:
        status = Path(f"/proc/{process.pid}/status")
        while process.poll() is None:
            with contextlib.suppress(OSError):
                found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
                memory = int(found[1]) if found else memory
            time.sleep(0.01)
    if process.returncode != 0:
        raise SystemExit(f"{tool.name} failed with exit code {process.returncode}")
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return {"wall_s": time.perf_counter() - start, "cpu_s": cpu, "memory_mb": memory / 1024}


def largest_difference(peer: Peer, out: Path) -> float:
    """Between both in the first resample, relative to the value."""
    expected = peer.values(drawn_rows(peer.table, "element", 0))
    worst = 0.0
    with h5py.File(out / "bootstrap.h5") as file:
        for k, task in enumerate(peer.table.tasks):
            for name, value in expected[task].items():
                worst = max(worst, abs(float(file[name][0, k]) - value) / abs(value))
        for name, value in expected["gap"].items():
            worst = max(worst, abs(float(file[name][0]) - value) / abs(value))
    return worst


def evaluation(given: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """The whole of cre-eval, beside the peer."""
    table = simulated_predictions(rows=given.rows, tasks=given.tasks)
    table = replace(table, gc=np.random.default_rng(2).uniform(0.3, 0.7, given.rows).astype(np.float32))
    predictions = write_predictions(folder / "predict", table)
    settings = (f"eval.bootstrap.resamples={given.resamples}", f"eval.permutations={given.permutations}")
    words = [word for setting in settings for word in ("--set", setting)]
    times = [
        run(
            *(given.bin / "cre-eval", "--predictions", predictions, "--out", folder / "eval"),
            *("--threads", given.threads, *words),
        )
        for _ in range(given.rounds)
    ]
    peer = Peer(table)
    scipy = given.resamples * peer.resample_seconds(given.peer_resamples)
    scipy += given.permutations * peer.permutation_seconds(10 * given.peer_resamples)
    cpu = float(np.median([one["cpu_s"] for one in times]))
    return {
        "rows": given.rows,
        "tasks": given.tasks,
        "resamples": given.resamples,
        "permutations": given.permutations,
        "threads": given.threads,
        "cre_eval_s": round(float(np.median([one["wall_s"] for one in times])), 2),
        "cre_eval_cpu_s": round(cpu, 2),
        "cre_eval_memory_mb": round(times[0]["memory_mb"]),
        "scipy_loop_cpu_s": round(scipy, 1),
        "ratio": round(scipy / cpu, 1),
        "largest_difference": largest_difference(peer, folder / "eval"),
    }


def grid(given: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """The whole of cre-ablate on many variants."""
    table = simulated_predictions(rows=given.grid_rows, tasks=given.tasks)
    draw = np.random.default_rng(3)
    words: list[object] = ["--baseline", write_predictions(folder / "base", table)]
    for number in range(given.variants):
        noise = 0.1 * draw.normal(size=table.predicted.shape)
        variant = replace(table, predicted=(table.predicted + noise).astype(np.float32))
        words += ["--variant", f"v{number}={write_predictions(folder / f'v{number}', variant)}"]
    settings = ("--set", f"ablate.resamples={given.resamples}", "--threads", given.threads)
    times = run(given.bin / "cre-ablate", *words, "--out", folder / "ablate", *settings)
    return {
        "rows": given.grid_rows,
        "variants": given.variants,
        "resamples": given.resamples,
        "threads": given.threads,
        "cre_ablate_s": round(times["wall_s"], 1),
        "cre_ablate_memory_mb": round(times["memory_mb"]),
    }


def main() -> None:
    """Prints two JSON objects."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, default=ROOT / "build" / "release" / "bin", help="folder of the tools")
    parser.add_argument("--rows", type=int, default=62000)
    parser.add_argument("--tasks", type=int, default=3)
    parser.add_argument("--resamples", type=int, default=1000)
    parser.add_argument("--permutations", type=int, default=10000)
    parser.add_argument("--peer-resamples", type=int, default=5, help="that the peer computes; scaled up")
    parser.add_argument("--grid-rows", type=int, default=7700)
    parser.add_argument("--variants", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(json.dumps(evaluation(given, folder)), flush=True)
        print(json.dumps(grid(given, folder)), flush=True)


if __name__ == "__main__":
    main()
