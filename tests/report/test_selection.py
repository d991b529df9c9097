"""What the report says of picking elements."""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from creflow_report.text import interval, number
from creflow_report.top_overlap import top_shares, top_size
from helpers.evaluated import Run, evaluate
from helpers.predictions import simulated_predictions
from helpers.reports import Page, report_of


def shares_in(folder: Path) -> dict[tuple[str, int], dict[str, str]]:
    """The rows of the figure by task and k."""
    with (folder / "figures/enrichment.tsv").open(newline="", encoding="utf-8") as stream:
        return {(row["task"], int(row["percent"])): row for row in csv.DictReader(stream, delimiter="\t")}


def test_shares_are_those_of_cre_eval(page: Page, run: Path) -> None:
    """At 1, 5 and 10 %, and on the page with their intervals."""
    metrics = json.loads((run / "eval/base/metrics.json").read_text(encoding="utf-8"))
    found, text = shares_in(run / "report"), page.text("selection")
    assert len(found) == 50 * len(metrics["tasks"])
    for task, values in metrics["per_task"].items():
        for k in (1, 5, 10):
            assert float(found[task, k]["share"]) == pytest.approx(values[f"top_{k}_share"]["value"], rel=1e-12)
        for name in ("top_1_share", "top_5_share", "top_10_share", "auroc", "auprc"):
            assert f"{number(values[name]['value'])} {interval(values[name])}" in text
    assert "Active: measured at 1.00 l2fc or more" in text


def test_ties_too(copy: Callable[[], Path], tmp_path: Path, run_tool: Run) -> None:
    """Rounded values straddle the ends of most tops; one task has no element that is active."""
    table = simulated_predictions(rows=83)
    table.activity = np.round(table.activity)
    table.activity[:, 2] = np.minimum(table.activity[:, 2], 0)
    table.predicted = np.round(table.predicted).astype(np.float32)
    run = evaluate(copy(), run_tool, table)
    page = report_of(run, tmp_path / "out", ("selection",))
    metrics = json.loads((run / "eval/base/metrics.json").read_text(encoding="utf-8"))
    found = shares_in(tmp_path / "out")
    for task, values in metrics["per_task"].items():
        for k in (1, 5, 10):
            assert float(found[task, k]["share"]) == pytest.approx(values[f"top_{k}_share"]["value"], rel=1e-12)
    assert "No AUPRC for SKNSH: no element is active (eval.active_from)." in page.text("selection")


def test_expectation_over_orders_of_ties() -> None:
    """The mean over all orders in which ties could be broken, in both series independently."""
    measured, predicted = np.array([2.0, 1, 1, 1, 0]), np.array([1.0, 1, 0, 1, 0])
    assert top_size(5, 40) == 2 and top_size(100, 7) == 7 and top_size(9, 1) == 1

    def tops(values: np.ndarray) -> list[set[int]]:
        orders = itertools.permutations(range(5))
        return [{*order[:2]} for order in orders if all(np.diff(values[list(order)]) <= 0)]

    common = [len(a & b) / 2 for a in tops(measured) for b in tops(predicted)]
    assert top_shares(measured, predicted, range(40, 41)) == [pytest.approx(np.mean(common))]


def test_a_task_without_values(copy: Callable[[], Path], tmp_path: Path, run_tool: Run) -> None:
    """Its panel says so."""
    table = simulated_predictions(rows=80)
    table.activity[:, 1] = np.nan
    table.mask[:, 1] = 0
    page = report_of(evaluate(copy(), run_tool, table), tmp_path / "out", ("selection",))
    text = page.text("selection")
    assert "No measure for HepG2: 0 rows have a measured and a predicted value; 3 are needed." in text
    assert "(HepG2 undefined)" in text and "HepG2 0 0 –" in text
    assert {task for task, _ in shares_in(tmp_path / "out")} == {"K562", "SKNSH"}
