"""The section about calibration: the lines that cre-eval fitted, in words too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from creflow_report.sections.calibration import verdict
from creflow_report.text import interval, number
from helpers.reports import Json, Page, change_json
from helpers.sections import section_of

METRICS = "eval/base/metrics.json"


def test_numbers(page: Page, metrics: Json) -> None:
    """Those of metrics.json, with their intervals."""
    text = page.text("calibration")
    for task in metrics["tasks"]:
        row = metrics["calibration"][task]
        for one in (row["slope"], row["intercept"]):
            assert f"{number(one['value'])} {interval(one)}" in text
        assert f"{number(row['measured_sd'])} {number(row['expected_error'])}" in text


def test_bins_are_drawn(run: Path, tmp_path: Path, metrics: Json) -> None:
    """All of them. Rows of equal bins, with means that average to those of all rows."""
    rows = section_of(run, tmp_path, "calibration").rows("calibration")
    for task in metrics["tasks"]:
        mine = [row for row in rows if row["task"] == task]
        bins = metrics["calibration"][task]["bins"]
        assert [row["measured"] for row in mine] == [one["measured"] for one in bins]
        counts = [row["n"] for row in mine]
        assert len(mine) == 10 and max(counts) - min(counts) <= 1
        bias = sum(n * (row["measured"] - row["predicted"]) for n, row in zip(counts, mine, strict=True))
        assert bias / sum(counts) == pytest.approx(metrics["residuals"][task]["mean"])


@pytest.mark.parametrize(
    ("slope", "intercept", "good", "word", "why"),
    [
        (1.0, 0.05, True, "good", ""),
        (0.7, 0.05, False, "off", "predictions lie too far apart"),
        (1.3, 0.05, False, "off", "predictions lie too close together"),
        (1.0, 0.3, False, "off", "a prediction of 0 is too low"),
        (0.7, -0.3, False, "off", "predictions lie too far apart, and a prediction of 0 is too high"),
    ],
)
def test_verdict(slope: float, intercept: float, good: bool, word: str, why: str) -> None:
    task = {"slope": {"value": slope}, "intercept": {"value": intercept}, "measured_sd": 1.5, "good": good}
    assert (verdict(task).word, verdict(task).why) == (word, why)


def test_a_task_without_a_line(copy: Callable[[], Path], tmp_path: Path) -> None:
    """It is called undefined, and why; the others are as they were. One cell type has no measured row at all."""
    run = copy()

    def change(found: Json) -> None:
        first, second, _ = found["tasks"]
        nothing = {"value": None, "low": None, "high": None, "why": "all predicted values are equal"}
        found["calibration"][first] |= {"slope": nothing, "intercept": nothing, "good": False}
        found["calibration"][second] |= {"slope": nothing, "intercept": nothing, "good": False, "bins": []}
        found["calibration"][second] |= {"measured_sd": None, "expected_error": None}

    change_json(run, METRICS, change)
    shown = section_of(run, tmp_path, "calibration")
    assert "undefined all predicted values are equal" in shown.text and "With a slope of" in shown.text
    assert len(shown.rows("calibration")) == 20


def test_no_line_at_all(copy: Callable[[], Path], tmp_path: Path) -> None:
    """The reading says so."""
    run = copy()

    def change(found: Json) -> None:
        for one in found["calibration"].values():
            one |= {"slope": {"value": None, "low": None, "high": None}, "good": False}

    change_json(run, METRICS, change)
    assert "No calibration line is defined here." in section_of(run, tmp_path, "calibration").text
