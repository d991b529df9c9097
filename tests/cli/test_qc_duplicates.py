"""cre-qc: kept rows with the same sequence become one, against NumPy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from helpers.merging import Run, merged, runner, sequences

TASKS = [
    {"name": "K562", "activity": "K562", "standard_error": "K562_se"},
    {"name": "HepG2", "activity": "HepG2", "standard_error": "HepG2_se"},
]
WITHOUT_ERRORS = [{"name": task["name"], "activity": task["activity"]} for task in TASKS]


@pytest.fixture
def qc(run_tool: Callable, tmp_path: Path) -> Callable:
    """qc(table, settings) runs cre-qc."""
    return runner(run_tool, tmp_path)


def table_of(seed: int) -> pd.DataFrame:
    """Up to four copies of a sequence, with masks; some rows break the standard-error rule."""
    draw = np.random.default_rng(seed)
    place = draw.integers(0, 70, 150)
    pool = sequences(draw, 70)
    table = pd.DataFrame({"ID": [f"e{i}" for i in range(150)], "sequence": [pool[i] for i in place]})
    for task in ("K562", "HepG2"):
        table[task] = np.round(draw.normal(0, 1, 150), 2)
        table[f"{task}_se"] = draw.uniform(0.05, 0.55, 150)
        table.loc[draw.random(150) < 0.3, task] = np.nan
    table["cell"] = draw.choice(["K562", "HepG2"], 150)
    table["sequence"] = [text.lower() if i % 7 == 0 else text for i, text in enumerate(table["sequence"])]
    return table


def kept_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Rows that pass the rules, with what is measured."""
    table = table.assign(line=np.arange(2, len(table) + 2), sequence=table["sequence"].str.upper())
    above = [(table[f"{task}_se"] > 0.5) & table[task].notna() for task in ("K562", "HepG2")]
    return table[~(above[0] | above[1]) & table[["K562", "HepG2"]].notna().any(axis=1)]


@pytest.mark.parametrize("method", ["median", "mean", "inverse_variance"])
def test_merged(qc: Callable, method: str) -> None:
    """Activities, standard errors, masks and weights of the first row; the others name it."""
    table = table_of(1)
    settings = {"tasks": TASKS, "allow_missing_tasks": True, "duplicates": method, "weights": "inverse_variance"}
    run: Run = qc(table, settings | {"columns": {"target_cell": "cell"}})
    kept, gone, differ = kept_rows(table), {}, 0
    for place, (_, copies) in enumerate(kept.groupby("sequence", sort=False)):
        first = copies.iloc[0]
        assert (run.ids[place], run.line[place]) == (first["ID"], first["line"])
        assert run.target_cell[place] == ["K562", "HepG2"].index(first["cell"])
        differ += copies["cell"].nunique() > 1
        for k, task in enumerate(("K562", "HepG2")):
            measured = copies.dropna(subset=[task])
            value = error = np.nan
            if len(measured):
                value, error = merged(measured[task].to_numpy(), measured[f"{task}_se"].to_numpy(), method)
            assert run.mask[place, k] == (len(measured) > 0)
            np.testing.assert_allclose(run.activity[place, k], value, rtol=1e-12, atol=1e-15)
            np.testing.assert_allclose(run.error[place, k], error, rtol=1e-12)
        gone |= dict.fromkeys(
            copies["line"].iloc[1:].astype(str), f"the sequence of {first['ID']}, line {first['line']}"
        )
    assert len(run.ids) == kept["sequence"].nunique()
    weight = np.where(run.mask == 1, np.minimum(1 / (run.error**2 + 1e-6), 25), 1)
    np.testing.assert_allclose(run.weight, weight, rtol=1e-6)
    assert not run.flags.any()
    told = run.rejected[run.rejected["code"] == "merged_duplicate"].set_index("line")["detail"].to_dict()
    assert told == gone
    sizes = kept.groupby("sequence").size()
    expected = {"groups": int((sizes > 1).sum()), "rows": int(sizes[sizes > 1].sum()), "mode": method}
    assert run.report["duplicates"].items() >= (expected | {"merged": len(gone)}).items()
    assert run.report["duplicates"]["rate"] == pytest.approx(expected["rows"] / len(kept), rel=1e-12)
    text = run.findings()["contradicting_duplicates"][0]
    assert f"in the column for target_cell ({differ} elements, for instance lines " in text


def test_kept(qc: Callable) -> None:
    """All copies stay by default, with a flag."""
    table = table_of(1)
    run: Run = qc(table, {"tasks": TASKS, "allow_missing_tasks": True})
    kept = kept_rows(table)
    assert run.ids == list(kept["ID"])
    np.testing.assert_array_equal(run.flags & 2 > 0, kept["sequence"].duplicated(keep=False))
    assert run.report["duplicates"]["merged"] == 0 and run.report["duplicates"]["mode"] == "keep"


def test_without_standard_errors(qc: Callable) -> None:
    """The spread of a few copies gives no standard errors: most elements would have none."""
    table = table_of(2).drop(columns=["K562_se", "HepG2_se"])
    run: Run = qc(table, {"tasks": WITHOUT_ERRORS, "allow_missing_tasks": True, "duplicates": "mean"})
    assert np.isnan(run.error).all()
    assert run.report["noise_ceiling"] == {"K562": None, "HepG2": None}
    measured = table.assign(sequence=table["sequence"].str.upper()).dropna(subset=["K562", "HepG2"], how="all")
    means = measured.groupby("sequence", sort=False)[["K562", "HepG2"]].mean()
    np.testing.assert_allclose(run.activity, means.to_numpy(), rtol=1e-12, atol=1e-15)


def test_copies_with_one_id(qc: Callable) -> None:
    """Ids have to be unique only among what is left."""
    table = table_of(3)
    table["ID"] = table["sequence"].str.upper().str[:12]
    settings = {"tasks": TASKS, "allow_missing_tasks": True}
    assert "ids must be unique" in qc(table, dict(settings), expect=4).stderr
    run: Run = qc(table, settings | {"duplicates": "median"})
    assert len(set(run.ids)) == len(run.ids)


def test_contradictions_are_told_before_copies_are_merged(qc: Callable) -> None:
    """What the copies measured is gone afterwards."""
    table = kept_rows(table_of(4)).reset_index(drop=True).drop(columns="line")
    first, second = table.index[table["sequence"] == table["sequence"].mode()[0]][:2]
    table.loc[first, "K562"], table.loc[second, "K562"] = -5.0, 5.0
    run: Run = qc(table, {"tasks": TASKS, "allow_missing_tasks": True, "duplicates": "mean"})
    assert any(f"-5 in line {first + 2} and 5 in line {second + 2}" in text for text in run.findings()["contradiction"])


def test_inverse_variance_needs_standard_errors(qc: Callable) -> None:
    """For every task."""
    settings = {"tasks": [TASKS[0], WITHOUT_ERRORS[1]], "duplicates": "inverse_variance"}
    message = (
        "qc.duplicates: inverse_variance needs standard errors, and task HepG2 has none; allowed: keep, median, mean"
    )
    assert message in qc(table_of(5), settings, expect=3).stderr
