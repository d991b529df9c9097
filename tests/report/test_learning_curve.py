"""What is told of a learning curve: planted laws, curves that are none, and the page of a run with one."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from creflow_report.learning_curve import MEAN, Curve, LearningCurve, curve_of, estimate
from creflow_report.sections.learning_curve import accuracy_by_rows
from creflow_report.style import NARROW, WIDE
from creflow_report.text import count, interval, number, percent, signed, signed_interval
from creflow_workflow import manifest
from helpers.labels import unreadable
from helpers.reports import Json, change_config, change_json, copy_of, make_report, parts_of, report_of, sign
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ROWS = np.array([300.0, 600, 1200, 2400, 4200, 6000])


def law(rows: Floats) -> Floats:
    return 0.8 - 0.1 * (rows / 6000) ** -0.4


GAIN = float(law(np.array(12000.0)) - law(np.array(6000.0)))


def resamples(values: Floats, spread: float = 0.02, count: int = 150, seed: int = 3) -> Floats:
    """Of the same test rows for all points: what a resample adds is nearly the same for all of them."""
    random = np.random.default_rng(seed)
    return values + random.normal(0, spread, (count, 1)) + random.normal(0, 0.001, (count, len(values)))


def curve(values: Floats, rows: Floats = ROWS, confidence: float = 0.95) -> Curve:
    return curve_of(MEAN, rows, values, resamples(values), confidence, 2025)


def test_a_planted_law() -> None:
    """Its ceiling, exponent and gain are within their intervals, and the gain is known better than the accuracy."""
    values = law(ROWS) + np.array([0.002, -0.003, 0.001, 0.002, -0.002, 0.001])
    found = curve(values).law
    assert found
    for told, true in ((found.ceiling, 0.8), (found.exponent, 0.4), (found.gain, GAIN), (found.now, 0.7)):
        assert told["low"] < true < told["high"] and told["low"] <= told["value"] <= told["high"]
    assert found.gain["value"] == pytest.approx(GAIN, abs=0.005) and found.explained > 0.99
    assert found.twice["value"] == pytest.approx(found.now["value"] + found.gain["value"])
    assert found.twice["high"] - found.twice["low"] > 2 * (found.gain["high"] - found.gain["low"])
    narrow = curve(values, confidence=0.5).law
    assert narrow and found.gain["low"] < narrow.gain["low"] < narrow.gain["high"] < found.gain["high"]


def test_intervals_keep_their_promise() -> None:
    """Trainings scatter around a planted law; nine in ten intervals have the true gain, at least."""
    random, hits = np.random.default_rng(4), 0
    for _ in range(40):
        found = curve(law(ROWS) + random.normal(0, 0.005, 6)).law
        assert found
        hits += found.gain["low"] <= GAIN <= found.gain["high"]
    assert 36 <= hits <= 40


NONE = {
    "flat": (
        np.array([0.5, 0.51, 0.49, 0.5, 0.505, 0.5]),
        "accuracy does not rise measurably from 300 to 6,000 rows: ",
    ),
    "falling": (0.7 - 0.2 * np.linspace(0, 1, 6), "accuracy falls from 300 to 6,000 rows: −0.200 [−0.20"),
    "late": (np.array([0.1, 0.1, 0.1, 0.12, 0.5, 0.9]), "the points lie on none, the best explains "),
    "three": (
        np.array([0.3, np.nan, 0.5, np.nan, np.nan, 0.6]),
        "there are 3 numbers of rows with a value, and a law",
    ),
}


@pytest.mark.parametrize("name", NONE)
def test_no_law(name: str) -> None:
    """No number, but the reason."""
    values, why = NONE[name]
    found = curve(values)
    assert found.law is None and found.why.startswith(why)


def test_shares_of_the_same_rows() -> None:
    """Are one number of rows."""
    rows = np.array([300.0, 300, 300, 600, 6000])
    found = curve(law(rows), rows)
    assert found.law is None and found.why.startswith("there are 3 numbers of rows with a value")


def test_points_and_resamples_without_a_value() -> None:
    """Are left out; without any resample there is no law."""
    values = law(ROWS)
    drawn = resamples(values)
    drawn[::2, 1] = np.nan
    found = curve_of(MEAN, ROWS, values, drawn, 0.95, 2025)
    assert found == curve_of(MEAN, ROWS, values, drawn[1::2], 0.95, 2025) and found.law
    gone = values.copy()
    gone[2] = np.nan
    assert curve(gone).law
    drawn[:, 0] = np.nan
    why = "no resample of the test rows has a value at every point"
    assert curve_of(MEAN, ROWS, values, drawn, 0.95, 2025) == Curve(MEAN, None, why)


def test_estimates() -> None:
    """Percentiles of what has a value."""
    drawn = np.array([0.0, np.nan, 1.0, 2.0, 3.0, 4.0])
    assert estimate(2.0, drawn, 0.5) == {"value": 2.0, "low": 1.0, "high": 3.0}
    assert estimate(None, drawn, 0.5) == {"value": None, "low": None, "high": None}
    assert estimate(1.0, drawn[1:2], 0.5) == {"value": 1.0, "low": None, "high": None}


SHARES = {"rows-0.2": 0.2, "rows-0.4": 0.4, "rows-0.7": 0.7, "base": 1.0}
TASKS = ("K562", "HepG2", "SKNSH")


def plant(run: Path, change: Callable[[Floats], Floats] = lambda values: values) -> dict[str, float]:
    """Gives the evaluations of a run the correlations of a law, those of each cell type .05 apart; of each variant the
    mean."""
    rows = {name: trained_rows(run, name) for name in SHARES}
    means = change(0.8 - 0.1 * (np.array(list(rows.values())) / rows["base"]) ** -0.4)
    for name, mean in zip(SHARES, means, strict=True):
        of_task = {task: mean + 0.05 * (place - 1) for place, task in enumerate(TASKS)}

        def planted(metrics: Json, mean: float = mean, of_task: dict[str, float] = of_task) -> None:
            metrics["macro"]["pearson"] |= {"value": mean, "low": mean - 0.04, "high": mean + 0.04}
            for task, value in of_task.items():
                metrics["per_task"][task]["pearson"] |= {"value": value, "low": value - 0.04, "high": value + 0.04}

        change_json(run, f"eval/{name}/metrics.json", planted)
        with h5py.File(run / f"eval/{name}/bootstrap.h5", "r+") as file:
            noise = np.random.default_rng(5).normal(0, 0.02, len(file["macro_pearson"]))
            file["macro_pearson"][:] = mean + noise
            file["pearson"][:] = np.array(list(of_task.values())) + noise[:, None]
        signed_again(run, name)
    return dict(zip(SHARES, means, strict=True))


def trained_rows(run: Path, variant: str) -> int:
    return manifest.read(run / f"train/{variant}/seed1")["counts"]["train_rows"]


def steps_of(run: Path, variant: str) -> int:
    return json.loads((run / f"train/{variant}/seed1/training.json").read_text(encoding="utf-8"))["steps"]


def signed_again(run: Path, variant: str) -> None:
    """The manifest of an evaluation whose bootstrap.h5 was changed."""
    folder = run / "eval" / variant
    made = manifest.read(folder)
    entry = next(one for one in made["outputs"] if one["file"] == "bootstrap.h5")
    file = folder / "bootstrap.h5"
    entry |= {"bytes": file.stat().st_size, "sha256": manifest.sha256_of_file(file)}
    sign(folder, made)


def section_of(run: Path, folder: Path) -> LearningCurve:
    return next(part.shown for part in parts_of(run, folder) if part.section.name == "learning_curve")


def test_the_section(curve_run: Path, tmp_path: Path) -> None:
    """A table of the points, one of twice the rows, a reading, and the same numbers in the figure's table."""
    run = copy_of(curve_run, tmp_path)
    means = plant(run)
    page = report_of(run, tmp_path / "report", ("learning_curve",))
    shown = section_of(run, tmp_path / "again")
    text = page.text("learning_curve")
    for point in shown.points:
        value = means[point.variant]
        low, high = number(value - 0.04), number(value + 0.04)
        sd = number(float(np.std(point.seeds, ddof=1)))
        cells = (
            f"{point.variant} {percent(point.share)} {point.rows} {point.steps} {number(value)} [{low}, {high}] {sd}"
        )
        change = value - means["base"]  # the planted resamples of all points differ by just that
        known = f" {signed(change)} [{signed(change)}, {signed(change)}]" if point.variant != "base" else ""
        assert cells + known in text
    assert [point.share for point in shown.points] == list(SHARES.values())
    assert [point.steps for point in shown.points] == [steps_of(run, name) for name in SHARES]
    assert "Fewer rows were also trained in fewer steps" not in text, "one epoch of two steps at most"
    assert shown.points[0].rows == trained_rows(run, "rows-0.2") < shown.most == trained_rows(run, "base")
    for curve, part in zip(shown.curves, ("mean", *TASKS), strict=True):
        law = curve.law
        assert law and law.gain["value"] == pytest.approx(0.1 * (1 - 2**-0.4), abs=1e-3)
        assert f"{part} {number(law.now['value'])} {number(law.twice['value'])} {interval(law.twice)}" in text
    law = shown.curves[0].law
    assert law and f"twice as many would bring {signed(law.gain['value'])} {signed_interval(law.gain)}, if" in text
    assert "No power law" not in text and count(2 * shown.most) in text
    with (tmp_path / "report/figures/accuracy_by_rows.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert [row["kind"] for row in rows if row["part"] == MEAN] == ["measured", "seed", "seed"] * 4 + ["twice"]
    measured = {
        row["variant"]: float(row["pearson"]) for row in rows if (row["part"], row["kind"]) == (MEAN, "measured")
    }
    assert measured == pytest.approx(means)
    for layout in (WIDE, NARROW):
        assert unreadable(accuracy_by_rows(shown, layout).figure) == []


def test_a_section_without_a_law(curve_run: Path, tmp_path: Path) -> None:
    """No table of twice the rows, and why."""
    run = copy_of(curve_run, tmp_path)
    plant(run, lambda values: values[::-1])
    page = report_of(run, tmp_path / "report", ("learning_curve",))
    text = page.text("learning_curve")
    assert text.count("No power law for ") == 4 and "twice-the-rows" not in page.ids
    assert "what more would bring cannot be told: accuracy falls from " in text
    assert "power law; circle" not in text and "predicted with" not in "".join(page.alts)


def test_points_of_other_rows(curve_run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Are no curve: resamples would not be paired."""
    run = copy_of(curve_run, tmp_path)
    change_json(run, "eval/rows-0.4/metrics.json", lambda metrics: metrics.update(rows=metrics["rows"] - 1))
    assert make_report(run, tmp_path / "report", ("learning_curve",)) == 6
    assert "eval/rows-0.4/metrics.json: is of other rows, cell types or resamples than" in capsys.readouterr().err


def test_a_file_without_replicates(curve_run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of another version, or none at all."""
    for damage in (lambda file: file.write_bytes(b"no HDF5"), without_pearson):
        run = copy_of(curve_run, tmp_path / damage.__name__)
        damage(run / "eval/base/bootstrap.h5")
        signed_again(run, "base")
        assert make_report(run, tmp_path / "report", ("learning_curve",)) == 6
        assert "eval/base/bootstrap.h5: holds no replicates of Pearson correlations (" in capsys.readouterr().err


def without_pearson(file: Path) -> None:
    with h5py.File(file, "r+") as stored:
        del stored["pearson"]


@pytest.mark.parametrize("curve", [7, [{"variant": "base"}], [{"variant": "base", "share": "much"}]])
def test_a_config_that_lists_something_else(
    curve_run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], curve: object
) -> None:
    run = copy_of(curve_run, tmp_path)
    change_config(run, learning_curve=curve)
    assert make_report(run, tmp_path / "report", ("learning_curve",)) == 3
    assert "learning_curve needs objects with variant and share" in capsys.readouterr().err
