"""The section about prediction intervals: what they promise and what they cover."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from pathlib import Path

import pytest
from creflow_report.style import as_svg
from creflow_report.text import number, percent
from helpers.reports import Json, Page, change_json
from helpers.sections import section_of

METRICS = "eval/base/metrics.json"
Z = 1.959963984540054  # of a 95 % interval


def test_numbers(page: Page, metrics: Json) -> None:
    """Those of metrics.json, of all rows and of every quintile."""
    text = page.text("intervals")
    found = metrics["prediction_intervals"]
    groups = [("all", found["per_task"]), *(pair for kind in found["strata"].values() for pair in kind.items())]
    for name, tasks in groups:
        for task, row in tasks.items():
            limits = f"[{percent(row['low'])}, {percent(row['high'])}]"
            cells = (name, task, str(row["n"]), percent(row["value"]), limits, number(row["mean_width"]))
            assert " ".join(cells) in text
    assert "Promised: 90 %" in text


def test_drawn_shares(run: Path, tmp_path: Path, metrics: Json) -> None:
    """Quintiles add up to all rows, and intervals are Wilson's."""
    rows = section_of(run, tmp_path, "intervals").rows("coverage")
    for task in metrics["tasks"]:
        mine = [row for row in rows if row["task"] == task]
        covered = {by: 0.0 for by in ("all", "GC content", "measured activity")}
        for row in mine:
            n, share = row["n"], row["covered"]
            centre, half = (share + Z**2 / (2 * n)), Z * sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
            limits = [(centre - half) / (1 + Z**2 / n), (centre + half) / (1 + Z**2 / n)]
            assert [row["low"], row["high"]] == pytest.approx(limits)
            if row["by"] in covered:
                covered[row["by"]] += n * share
        assert covered["all"] == pytest.approx(covered["GC content"]) == pytest.approx(covered["measured activity"])


def test_against_the_promise(copy: Callable[[], Path], tmp_path: Path) -> None:
    """Fewer, more, as promised: by the interval; the reading names the cell types."""
    run = copy()

    def change(found: Json) -> None:
        shares = zip(found["tasks"], [(0.7, 0.6, 0.8), (0.9, 0.85, 0.95), (0.97, 0.92, 0.99)], strict=True)
        for task, (value, low, high) in shares:
            found["prediction_intervals"]["per_task"][task] |= {"value": value, "low": low, "high": high}

    change_json(run, METRICS, change)
    text = section_of(run, tmp_path, "intervals").text
    assert "cover 70.0 % to 97.0 % of the rows for the 90 % that they promise, fewer than by chance in K562, " in text
    assert "more than by chance in SKNSH;" in text


def test_no_intervals(copy: Callable[[], Path], tmp_path: Path) -> None:
    """The figure is there all the same and says why it is empty."""
    run = copy()

    def change(found: Json) -> None:
        found["prediction_intervals"] = None
        found["why"]["prediction_intervals"] = "the predictions have none"

    change_json(run, METRICS, change)
    shown = section_of(run, tmp_path, "intervals")
    assert "There are no prediction intervals: the predictions have none." in shown.text
    assert "interval-coverage" not in shown.page.ids and shown.rows("coverage") == []
    assert as_svg(shown.pictures["coverage"].figure, "coverage")


def test_no_gaps_and_an_empty_task(copy: Callable[[], Path], tmp_path: Path) -> None:
    """Without MinGap there is no such panel; a cell type without an interval is called undefined."""
    run = copy()

    def change(found: Json) -> None:
        del found["prediction_intervals"]["strata"]["min_gap"]
        found["strata"]["min_gap"] = {"strata": None, "why": "no row has a value"}
        nothing = {"value": None, "low": None, "high": None, "n": 0, "mean_width": None}
        found["prediction_intervals"]["per_task"]["HepG2"] = nothing
        for groups in found["prediction_intervals"]["strata"].values():
            for of_tasks in groups.values():
                of_tasks["HepG2"] = nothing

    change_json(run, METRICS, change)
    shown = section_of(run, tmp_path, "intervals")
    text = shown.text
    assert "Not by measured MinGap: no row has a value." in text and "HepG2 0 undefined undefined" in text
    assert {row["by"] for row in shown.rows("coverage")} == {"all", "GC content", "measured activity"}


def test_nothing_is_promised(copy: Callable[[], Path], tmp_path: Path) -> None:
    """Predictions from elsewhere do not say their alpha; few rows leave no quintiles."""
    run = copy()

    def change(found: Json) -> None:
        found["prediction_intervals"] |= {"alpha": None, "strata": {}}
        found["why"]["prediction_intervals.alpha"] = "a table of predictions does not say it"
        found["strata"] = {kind: {"strata": None, "why": "no row has a value"} for kind in found["strata"]}

    change_json(run, METRICS, change)
    text = section_of(run, tmp_path, "intervals").text
    assert "What they promise is not known: a table of predictions does not say it." in text
    assert "Promised" not in text and "promise;" not in text
