"""The section about residuals: their statistics, strata and the largest of them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from creflow_report.outlier_rows import SHOWN, read_outliers
from creflow_report.text import interval, number, p_value, percent, signed
from helpers.reports import Json, Page, change_json, change_text
from helpers.sections import Shown, section_of

METRICS = "eval/base/metrics.json"
KINDS = ("standard_error", "gc", "activity", "target_cell")


def drawn(shown: Shown, panel: str) -> list[Json]:
    return [row for row in shown.rows("residuals") if row["panel"] == panel]


def test_statistics(page: Page, metrics: Json) -> None:
    """Those of metrics.json."""
    text = page.text("residuals")
    for row in metrics["residuals"].values():
        assert f"{number(row['mean'])} {number(row['sd'])} {number(row['skew'], 2)}" in text
        assert p_value(row["breusch_pagan"]["p"]) in text and p_value(row["breusch_pagan"]["studentized_p"]) in text


def test_strata(page: Page, metrics: Json) -> None:
    """Of every kind but MinGap, which has its own section; the ceiling is the mean of those of the cell types."""
    text = page.text("residuals")
    for kind in KINDS:
        for row in metrics["strata"][kind]["strata"]:
            pearson, mae = row["macro"]["pearson"], row["macro"]["mae"]
            shares = [task["relative_pearson"] for task in row["per_task"].values()]
            ceiling = "undefined" if None in shares else percent(float(np.mean(shares)))
            cells = [number(pearson["value"]), interval(pearson), number(mae["value"]), interval(mae), ceiling]
            assert " ".join(cell for cell in cells if cell) in text
    change = metrics["strata"]["gc"]["delta_r"]
    assert signed(change["value"]) in text
    assert all(interval(row["macro"]["mae"]) not in text for row in metrics["strata"]["min_gap"]["strata"])


def test_errors_by_quintile_from_the_rows(run: Path, tmp_path: Path, metrics: Json) -> None:
    """Residuals, their mean and the errors by quintile of the activity, computed anew from the rows."""
    shown = section_of(run, tmp_path, "residuals")
    rows = list(csv.DictReader((run / "eval/base/tables/scatter.tsv").read_text().splitlines(), delimiter="\t"))
    for task in metrics["tasks"]:
        mine = [row for row in rows if row["task"] == task]
        measured, predicted = (np.array([float(row[key]) for row in mine]) for key in ("activity", "predicted"))
        residual = measured - predicted
        points = [row for row in drawn(shown, "residual against prediction") if row["task"] == task]
        assert [row["y"] for row in points] == pytest.approx(residual)
        assert residual.mean() == pytest.approx(metrics["residuals"][task]["mean"])
        bars = [row for row in drawn(shown, "histogram") if row["task"] == task]
        edges = [bars[0]["low"], *(row["high"] for row in bars)]
        assert sum(row["y"] for row in bars) == len(mine) and edges == pytest.approx(
            np.linspace(residual.min(), residual.max(), 51)
        )
        largest = np.sort(np.abs(residual))[::-1][: int(np.ceil(len(mine) / 100))]
        found = read_outliers(run / "eval/base/tables/outliers.tsv", metrics["tasks"]).rows[task]
        place = 3  # Element, Measured, Predicted, Residual
        assert [cells[place].lstrip("−") for cells in found] == [number(one) for one in largest]


def test_errors_are_those_by_standard_error(run: Path, tmp_path: Path, metrics: Json) -> None:
    shown = section_of(run, tmp_path, "residuals")
    for row in drawn(shown, "error by quintile"):
        strata = {one["name"]: one["per_task"] for one in metrics["strata"]["standard_error"]["strata"]}
        assert row["y"] == strata[row["x"]][row["task"]]["mae"]["value"]


def without_errors(found: Json) -> None:
    """As cre-eval writes a run without standard errors."""
    found["strata"]["standard_error"] = {"strata": None, "why": "task K562: no row has a value"}
    for kind in ("gc", "activity", "flags", "target_cell"):
        for row in found["strata"][kind]["strata"] or []:
            for task in row["per_task"].values():
                task["relative_pearson"] = None


def test_without_standard_errors(copy: Callable[[], Path], tmp_path: Path, metrics: Json) -> None:
    """Errors are shown by the activity, and it is said why; there is no ceiling."""
    run = copy()
    change_json(run, METRICS, without_errors)
    shown = section_of(run, tmp_path, "residuals")
    text = shown.text
    assert "by quintile of the activity" in text and "Not by standard error: task K562: no row has a value." in text
    assert "Standard error of the measurement: no strata, because task K562: no row has a value." in text
    assert "Ceiling" not in text and "errors rise" not in text
    names = {row["x"] for row in drawn(shown, "error by quintile")}
    assert names == {one["name"] for one in metrics["strata"]["activity"]["strata"]}


def test_few_rows(copy: Callable[[], Path], tmp_path: Path) -> None:
    """No quintiles of anything: the panel and the text say why."""
    run = copy()
    why = "only 20 rows have a value; 30 are needed for quintiles"

    def change(found: Json) -> None:
        found["strata"] = {kind: {"strata": None, "why": why} for kind in found["strata"]}
        for row in found["residuals"].values():
            row["decile_variance_ratio"]["value"] = None

    change_json(run, METRICS, change)
    shown = section_of(run, tmp_path, "residuals")
    text = shown.text
    assert text.count(why) == 5 and "no quintiles" in text and "undefined" in text
    assert not drawn(shown, "error by quintile")


def test_other_strata(copy: Callable[[], Path], tmp_path: Path) -> None:
    """Those by anything that is not known here are shown under their own name, after the others."""
    run = copy()
    change_json(run, METRICS, lambda found: found["strata"].update(oligo_pool=found["strata"]["target_cell"]))
    text = section_of(run, tmp_path, "residuals").text
    assert text.index("Designed cell type") < text.index("Oligo pool")


def test_flags(copy: Callable[[], Path], tmp_path: Path) -> None:
    """What cre-eval flagged is told beside the number and in the reading."""
    run = copy()

    def change(found: Json) -> None:
        task = found["tasks"][1]
        for row in found["residuals"].values():
            row["breusch_pagan"]["flagged"] = row["decile_variance_ratio"]["flagged"] = False
        found["residuals"][task]["breusch_pagan"]["flagged"] = True
        for name, trend in found["strata"]["standard_error"]["error_rises"].items():
            trend["flagged"] = name == task
        row = found["strata"]["gc"]["strata"][0]["macro"]
        row["pearson"] |= {"flagged": True, "skipped": 25}
        row["mae"] |= {"value": None, "low": None, "high": None, "why": "too few rows"}

    change_json(run, METRICS, change)
    text = section_of(run, tmp_path, "residuals").text
    assert (
        "a change of the residuals’ variance with the prediction was found in HepG2, and a rise of errors with the "
        "standard" in text
    )
    assert "errors do not rise with it in HepG2" in text and text.count(" flagged ") >= 2
    assert "Pearson undefined in 25 of 50 resamples; MAE: too few rows" in text


def test_a_task_without_a_value(copy: Callable[[], Path], tmp_path: Path) -> None:
    """It has panels that say so; the page calls its statistics undefined."""
    run = copy()

    def change(found: Json) -> None:
        row = found["residuals"]["HepG2"]
        row |= {"n": 0, "mean": None, "sd": None, "skew": None, "excess_kurtosis": None}
        row["breusch_pagan"] |= {"p": None, "studentized_p": None, "flagged": False}
        row["decile_variance_ratio"] |= {"value": None, "flagged": False}

    def dropped(text: str) -> str:
        return "".join(line for line in text.splitlines(keepends=True) if "HepG2\t" not in line)

    change_json(run, METRICS, change)
    for table in ("scatter", "residual_histogram", "residual_quantiles", "residual_trend", "outliers"):
        change_text(run, f"eval/base/tables/{table}.tsv", dropped)
    shown = section_of(run, tmp_path, "residuals")
    assert "HepG2 0 undefined undefined undefined undefined undefined undefined undefined" in shown.text
    assert "HepG2" not in {row["task"] for row in drawn(shown, "histogram")}


def test_over_represented(copy: Callable[[], Path], tmp_path: Path) -> None:
    """Groups and cell types with more large residuals than chance gives, or that there are none."""
    run = copy()
    group = {"kind": "group", "name": "1409", "outliers": 2, "rows": 3, "p": 1e-5, "p_adjusted": 0.0013}
    change_json(run, METRICS, lambda found: found["outliers"].update(tested=130, over_represented=[group]))
    text = section_of(run, tmp_path, "residuals").text
    assert "1 of 130 groups and designed cell types with several rows holds more" in text
    assert "group 1409 3 2 < 0.0001 0.0013" in text
    change_json(run, METRICS, lambda found: found["outliers"].update(tested=0, over_represented=[]))
    assert "no group of several rows and no designed cell type" in section_of(run, tmp_path, "residuals").text


def test_many_outliers(tmp_path: Path) -> None:
    """The largest of each cell type are shown, the rest counted; columns without a value are left out."""
    header = "id task activity predicted residual group target_cell min_gap standard_error gc length_adjusted duplicate"
    lines = [header.split()]
    for task in ("A", "B"):
        lines += [["NA", task, "1", "2.5", "-1.5", "7", "NA", "NA", "NA", "0.5", "no", "yes"] for _ in range(40)]
    file = tmp_path / "outliers.tsv"
    file.write_text("".join("\t".join(line) + "\n" for line in lines))
    found = read_outliers(file, ["A", "B"])
    assert found.counts == {"A": 40, "B": 40} and len(found.rows["A"]) == len(found.rows["B"]) == SHOWN // 2
    headings = ["Element", "Measured", "Predicted", "Residual", "Group", "GC", "Flags"]
    assert [heading for heading, _ in found.headings] == headings
    assert found.rows["B"][0] == ["NA", "1.000", "2.500", "−1.500", "7", "0.500", "duplicate"]


def test_one_task(copy: Callable[[], Path], tmp_path: Path, metrics: Json) -> None:
    """The reading speaks of it alone."""
    run = copy()

    def first_only(value: object) -> object:
        if isinstance(value, list):
            return [first_only(one) for one in value]
        if isinstance(value, dict):
            return {key: first_only(one) for key, one in value.items() if key not in metrics["tasks"][1:]}
        return value

    change_json(run, METRICS, lambda found: found.update(first_only(found) | {"tasks": found["tasks"][:1]}))
    text = section_of(run, tmp_path, "residuals").text
    assert "elsewhere" not in text and " in K562; a change of the residuals’ variance" in text
    assert "With a slope of" in section_of(run, tmp_path, "calibration").text
    assert "fewest in" in section_of(run, tmp_path, "intervals").text
