"""Figures of docs/gpu.md are those of bench/gpu/results."""

from __future__ import annotations

import json
import re
import statistics
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench" / "gpu"))

from gpu_check.compare_later import comparisons  # noqa: E402

KINDS = {"training": "training", "prediction": "inference"}


def parts(name: str) -> dict[str, Any]:
    """Of one call of the check."""
    return json.loads((ROOT / "bench/gpu/results" / f"{name}.json").read_text(encoding="utf-8"))["parts"]


def rate(lines: list[dict[str, Any]], batch: int, kind: str, **which: bool) -> int:
    """Samples a second, by the median of the times of a batch."""
    found = [line for line in lines if line["batch"] == batch and which.items() <= line.items()]
    assert len(found) == 1
    return round(batch / statistics.median(found[0][KINDS[kind]]))


def rows(text: str) -> list[tuple[str, list[str]]]:
    """(training or prediction, cells) of the two tables of rates."""
    found, kind = [], ""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if re.match(r"\| (training|prediction) \| before", line):
            kind = cells[0]
        elif kind and re.match(r"\| \w+, batch [\d,]+ \|", line):
            found.append((kind, cells))
        elif not line.startswith("|"):
            kind = ""
    return found


def test_rates_and_ratios() -> None:
    """Before and now with recorded steps; PyTorch of the first call."""
    first, last = parts("h200-first"), parts("h200")
    found = rows((ROOT / "docs/gpu.md").read_text(encoding="utf-8"))
    assert len(found) == 10
    for kind, (what, *figures) in found:
        network, size = re.fullmatch(r"(\w+), batch ([\d,]+)", what).groups()
        batch = int(size.replace(",", ""))
        before = rate(first["rates_bf16"]["networks"][network], batch, kind, cuda_graph=True)
        now = rate(last["rates_bf16"]["networks"][network], batch, kind, cuda_graph=True)
        peers = first["peers_bf16"]["networks"][network]
        eager = rate(peers, batch, kind, compiled=False)
        expected = [f"{before:,}", f"{now:,}", f"{eager:,}", "", ""]
        if batch == 1024:
            compiled = rate(peers, batch, kind, compiled=True)
            expected[3:] = [f"{compiled:,}", f"{now / compiled:.2f}"]
        assert figures == expected, what


def test_all_tests_of_the_device_passed() -> None:
    """As the page says."""
    states = [test["state"] for test in parts("h200")["tests"]["tests"].values()]
    assert states == ["OK"] * 48


def test_a_reference_that_comes_later_is_compared() -> None:
    """Of the same data and epochs alone."""
    runs = [{"val_pearson": value, "test_pearson": value} for value in (0.90, 0.92)]
    here = {"dataset": "small", "epochs": 20, "runs": runs}
    result = {
        "pack": {"datasets": {"small": {"sha256": "a"}}},
        "parts": {"environment": {}, "trainings_small": {"trainings": {"one": here, "other": here, "third": here}}},
    }
    there = {"dataset_sha256": "a", "epochs": 20, "runs": [{"val_pearson": 0.91, "test_pearson": 0.5}] * 2}
    reference = {"trainings": {"one": there, "other": there | {"epochs": 5}, "third": there | {"dataset_sha256": "b"}}}
    found = comparisons(result, reference)
    assert list(found) == ["one"]
    assert found["one"]["val_pearson"]["equal"] is True
    assert found["one"]["test_pearson"]["equal"] is False
