"""What the report says of cell-type specificity."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from creflow_report import cell_pairs, gap_strata, top_cells
from creflow_report.loess import loess
from creflow_report.style import NARROW, WIDE
from creflow_report.text import interval, number, p_value, signed
from helpers.evaluated import Run, evaluate
from helpers.predictions import simulated_predictions
from helpers.reports import Page, report_of
from scipy import stats

METRICS = "eval/base/metrics.json"


def metrics_of(run: Path) -> dict:
    """The numbers of the base."""
    return json.loads((run / METRICS).read_text(encoding="utf-8"))


def rows_of(file: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated table."""
    with file.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def test_table_3(page: Page, run: Path) -> None:
    """A row a quintile, as metrics.json has it."""
    metrics, text = metrics_of(run), page.text("specificity")
    strata = metrics["strata"]["min_gap"]
    for stratum, gap in zip(strata["strata"], metrics["min_gap"]["trend"]["quintiles"], strict=True):
        low, high = stratum["range"]
        row = f"{stratum['name']} {number(low, 2)} {number(high, 2)} {stratum['rows']} "
        row += f"{number(gap['mean'])} {number(gap['predicted_mean'])} "
        row += f"{number(stratum['macro']['pearson']['value'])} {interval(stratum['macro']['pearson'])} "
        row += " ".join(number(stratum["per_task"][task]["pearson"]["value"]) for task in metrics["tasks"])
        assert f"{row} {number(gap['top_cell_accuracy']['value'])} {interval(gap['top_cell_accuracy'])}" in text
    assert f"(Δr ): {signed(strata['delta_r']['value'])}".replace("(", "( ", 1) in text
    assert f"z = {number(metrics['min_gap']['trend']['predicted_gap_rises']['z'], 2)}" in text
    assert f"{p_value(metrics['min_gap']['permutation_p'])} for ρ" in text


def test_the_gaps_are_those_of_rho(run: Path) -> None:
    """The points of the figure give the correlations that are said, and the curve is one through them."""
    rows = rows_of(run / "report/figures/min_gap_strata.tsv")
    x, y = np.array([[float(row["x"]), float(row["y"])] for row in rows if row["kind"] == "gap"]).T
    gap = metrics_of(run)["min_gap"]
    assert len(x) == gap["n"]
    assert stats.spearmanr(x, y).statistic == pytest.approx(gap["rho"]["value"], rel=1e-9)
    assert stats.pearsonr(x, y).statistic == pytest.approx(gap["pearson"]["value"], rel=1e-9)
    at, smooth = np.array([[float(row["x"]), float(row["y"])] for row in rows if row["kind"] == "loess"]).T
    assert smooth == pytest.approx(loess(x, y, at)) and (at[0], at[-1]) == (x.min(), x.max())


def test_top_cells(page: Page, run: Path) -> None:
    """Counts and shares of the figure, and the accuracy that they make."""
    top = metrics_of(run)["specificity"]["top_cell"]
    rows = [row for row in rows_of(run / "report/figures/confusion.tsv") if row["kind"] == "confusion"]
    for row in rows:
        counts = top["confusion"][row["measured"]]
        assert int(row["rows"]) == counts[row["predicted"]]
        assert float(row["share"]) == pytest.approx(counts[row["predicted"]] / sum(counts.values()))
    right = sum(int(row["rows"]) for row in rows if row["measured"] == row["predicted"])
    assert right / top["accuracy"]["n"] == pytest.approx(top["accuracy"]["value"])
    assert f"{100 * top['accuracy']['value']:.1f} % of {top['accuracy']['n']} elements" in page.text("specificity")


def test_pairs_of_cells(run: Path) -> None:
    """Each beside the two cells alone."""
    metrics = metrics_of(run)
    for row, pair in zip(rows_of(run / "report/figures/cell_pairs.tsv"), metrics["specificity"]["pairs"], strict=True):
        assert [row["cell"], row["other"]] == pair["cells"] and float(row["low"]) == pair["pearson"]["low"]
        assert float(row["pearson_cell"]) == metrics["per_task"][row["cell"]]["pearson"]["value"]


def test_one_task(copy: Callable[[], Path], tmp_path: Path, run_tool: Run) -> None:
    """Nothing can be said of specificity: words, no empty tables, and figures that say so."""
    table = simulated_predictions(rows=80, tasks=1)
    page = report_of(evaluate(copy(), run_tool, table), tmp_path / "out", ("specificity",))
    text = page.text("specificity")
    assert text.count("there is only one task") == 4
    assert "table3" not in page.ids and {"figure-min_gap_strata", "figure-confusion", "figure-cell_pairs"} <= {
        *page.ids
    }
    for name in ("min_gap_strata", "confusion", "cell_pairs"):
        assert rows_of(tmp_path / f"out/figures/{name}.tsv") == []
        assert (tmp_path / f"out/figures/{name}.svg").stat().st_size > 0


def test_few_rows_and_another_definition(copy: Callable[[], Path], tmp_path: Path, run_tool: Run) -> None:
    """No target cells: the two highest; no quintiles below 30 rows."""
    table = simulated_predictions(rows=20)
    table.target_cell[:] = -1
    run = evaluate(copy(), run_tool, table, "min_gap.definition=top1_minus_top2", "permutations=0")
    page = report_of(run, tmp_path / "out", ("specificity",))
    text = page.text("specificity")
    assert "the highest activity in any cell type, minus the second highest" in text
    assert (
        "There is no Table 3 of quintiles of the gap: only 20 rows have a value; 30 are needed for quintiles." in text
    )
    assert "No permutations were asked for" in text and "table3" not in page.ids


def test_constant_predictions(copy: Callable[[], Path], tmp_path: Path, run_tool: Run) -> None:
    """Undefined wherever it is; the model names no cell."""
    table = simulated_predictions(rows=80)
    table.predicted[:] = table.forward[:] = np.float32(0.1)
    text = report_of(evaluate(copy(), run_tool, table), tmp_path / "out", ("specificity",)).text("specificity")
    assert "ρ is undefined: all predicted values are equal." in text
    assert "How accuracy changes with the gap is undefined, and the mean gap of" in text
    assert "Wrong, and not in the map: 80 with two highest predictions." in text
    assert "Correlations of differences, or those of the cell types alone, are undefined here." in text


def changed(low: float | None, high: float | None) -> str:
    """The reading of quintiles whose accuracy changes by an interval."""
    ends = [{"name": name, "macro": {"pearson": {"value": r}}} for name, r in (("Q1", 0.5), ("Q5", 0.6))]
    gap = {"trend": {"quintiles": [{"mean": 2.0, "predicted_mean": 1.5}]}}
    by_gap = {"strata": ends, "delta_r": {"value": 0.1, "low": low, "high": high}}
    return gap_strata._reading({"min_gap": gap, "strata": {"min_gap": by_gap}}, "")


def test_readings_follow_the_numbers() -> None:
    """Better, worse, or neither."""
    assert changed(0.01, 0.2).startswith("Predictions are better")
    assert changed(-0.2, -0.01).startswith("Predictions are worse")
    assert changed(-0.1, 0.2).startswith("No change of accuracy with the gap was found")
    assert changed(None, None).startswith("How far accuracy changes by chance is not known")
    assert changed(0.01, 0.2).endswith("the mean gap of 2.00 in Q5 is predicted as 1.50.")


def many_cells(count: int) -> dict:
    """Metrics of that many cell types, as far as the figures go."""
    tasks = [f"cell {i}" for i in range(count)]
    r = {"value": 0.7, "low": 0.6, "high": 0.8}
    confusion = {a: {b: 9 if a == b else 1 for b in tasks} for a in tasks}
    top = {"accuracy": r | {"n": 99}, "majority": 0.2, "undecided": 0, "left_out": 0, "confusion": confusion}
    pairs = [{"cells": [a, b], "n": 99, "pearson": r, "spearman": 0.7} for a in tasks for b in tasks if a < b]
    per_task = {task: {"n": 99, "pearson": r} for task in tasks}
    strata = [{"name": f"Q{i}", "rows": 99, "macro": {"pearson": r}, "per_task": per_task} for i in range(1, 6)]
    trend = {"quintiles": [{"mean": 1.0, "predicted_mean": 1.0, "top_cell_accuracy": r | {"n": 99}}] * 5}
    return {
        "split": "test",
        "tasks": tasks,
        "per_task": per_task,
        "specificity": {"top_cell": top, "pairs": pairs},
        "min_gap": {"n": 99, "rho": r, "pearson": r, "trend": trend},
        "strata": {"min_gap": {"strata": strata, "delta_r": r}},
    }


@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_many_cells(layout: object) -> None:
    """A row a pair; no more mistakes named than can be read; twelve cell types need no colours of their own."""
    metrics = many_cells(12)
    assert len(cell_pairs.draw(metrics, layout).data.rows) == 66
    picture = top_cells.draw(metrics, layout)
    assert "mistaken" not in picture.reading and len(picture.data.rows) == 144 + 5
    gaps = np.column_stack([np.linspace(-1, 3, 99)] * 2)
    assert len(gap_strata.draw(metrics, gaps, "", layout).data.rows) == 5 * 13 + 99 + 60
