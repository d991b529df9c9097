"""cre-qc: replicates in columns and rows, against NumPy and pandas."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from helpers.merging import Run, by_spread, intraclass, merged, runner, sequences, spearman_brown

ROWS = 150
REPLICATES = [f"rep{i}" for i in (1, 2, 3)]
ERRORS = [f"se{i}" for i in (1, 2, 3)]
WITHOUT_ERRORS = [
    {"name": "K562", "activity": REPLICATES, "standard_error": None},
    {"name": "HepG2", "activity": "HepG2", "standard_error": "HepG2_se"},
]
WITH_ERRORS = [{"name": "K562", "activity": REPLICATES, "standard_error": ERRORS}]


@pytest.fixture
def qc(run_tool: Callable, tmp_path: Path) -> Callable:
    """qc(table, settings) runs cre-qc."""
    return runner(run_tool, tmp_path)


def table_of(seed: int) -> pd.DataFrame:
    """Three replicates with missing ones, equal ones and an infinite one; standard errors of which some are none."""
    draw = np.random.default_rng(seed)
    truth = draw.normal(0, 1, ROWS)
    table = pd.DataFrame({"ID": [f"e{i}" for i in range(ROWS)], "sequence": sequences(draw, ROWS)})
    for column, error in zip(REPLICATES, ERRORS, strict=True):
        table[column] = np.round(truth + draw.normal(0, 0.5, ROWS), 3)
        table[error] = np.round(draw.uniform(0.1, 0.9, ROWS), 3)
        table.loc[draw.random(ROWS) < 0.2, column] = np.nan
        table.loc[draw.random(ROWS) < 0.05, error] = draw.choice([np.nan, 0.0, 5.0, 7.5])
    table.loc[:4, REPLICATES] = table.loc[:4, ["rep1", "rep1", "rep1"]].to_numpy()  # ties
    table.loc[5, "rep2"] = np.inf
    table.loc[6, REPLICATES] = np.nan
    table["HepG2"], table["HepG2_se"] = draw.normal(0, 1, ROWS), draw.uniform(0.05, 0.6, ROWS)
    return table


def usable(row: pd.Series, with_errors: bool) -> tuple[np.ndarray, np.ndarray]:
    """Values and standard errors of one row that count."""
    values, errors = row[REPLICATES].to_numpy(float), row[ERRORS].to_numpy(float)
    counts = np.isfinite(values)
    if with_errors:
        counts &= (errors > 0) & (errors < 5)
    return values[counts], errors[counts]


@pytest.mark.parametrize("minimum", [1, 2, 3])
@pytest.mark.parametrize("method", ["mean", "median"])
def test_columns_without_standard_errors(qc: Callable, method: str, minimum: int) -> None:
    """Activity, standard error by spread, masks, and the standard-error rule on the merged value."""
    table = table_of(minimum)
    settings = {"tasks": WITHOUT_ERRORS, "replicates": {"merge": method, "minimum": minimum}}
    run: Run = qc(table, settings | {"allow_missing_tasks": True, "se_threshold": 0.4})
    place = 0
    for _, row in table.iterrows():
        values, _ = usable(row, with_errors=False)
        is_measured = len(values) >= minimum
        error = by_spread(values, method) if is_measured else np.nan
        if error > 0.4 or row["HepG2_se"] > 0.4:
            assert row["ID"] not in run.ids
            continue
        assert run.ids[place] == row["ID"]
        assert run.mask[place, 0] == is_measured
        middle = (np.median if method == "median" else np.mean)(values) if is_measured else np.nan
        np.testing.assert_allclose(run.activity[place, 0], middle, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(run.error[place, 0], error, rtol=1e-12)
        assert run.activity[place, 1] == row["HepG2"]
        place += 1
    assert place == len(run.ids)
    assert set(run.rejected["code"]) == {"se_above_threshold"}


@pytest.mark.parametrize("method", ["mean", "median", "inverse_variance"])
def test_columns_with_standard_errors(qc: Callable, method: str) -> None:
    """Standard errors are propagated; a replicate with an impossible one does not count."""
    table = table_of(7)
    run: Run = qc(table, {"tasks": WITH_ERRORS, "replicates": {"merge": method}, "se_rule": "C"})
    expected = {}
    for _, row in table.iterrows():
        values, errors = usable(row, with_errors=True)
        if len(values):
            expected[row["ID"]] = merged(values, errors, method)
    assert run.ids == list(expected)
    np.testing.assert_allclose(run.activity[:, 0], [value for value, _ in expected.values()], rtol=1e-12)
    np.testing.assert_allclose(run.error[:, 0], [error for _, error in expected.values()], rtol=1e-12)
    np.testing.assert_allclose(run.weight[:, 0], np.minimum(1 / (run.error[:, 0] ** 2 + 1e-6), 25), rtol=1e-6)
    given, impossible = table[REPLICATES].to_numpy(float), table[ERRORS].to_numpy(float)
    left_out = np.isfinite(given) & ~((impossible > 0) & (impossible < 5))
    assert run.report["replicates"]["tasks"]["K562"]["unusable_values"] == left_out.sum() > 0
    ceiling = run.report["noise_ceiling"]["K562"]
    assert ceiling["source"] == "standard_errors" and run.reliability is None
    expected_reliability = 1 - np.mean(run.error**2) / np.var(run.activity, ddof=1)
    assert ceiling["reliability"] == pytest.approx(expected_reliability, rel=1e-10)


def test_agreement_of_columns(qc: Callable) -> None:
    """Pairwise correlations over kept elements, Spearman-Brown, and the noise ceiling from it."""
    table = table_of(8)
    run: Run = qc(table, {"tasks": WITHOUT_ERRORS, "allow_missing_tasks": True})
    kept = table.set_index("ID").loc[run.ids, REPLICATES].replace([np.inf, -np.inf], np.nan)
    found = run.report["replicates"]["tasks"]["K562"]
    both = kept.notna().astype(int)
    np.testing.assert_array_equal(found["n"], both.T @ both)
    np.testing.assert_allclose(found["pearson"], kept.corr(), rtol=1e-12)
    np.testing.assert_allclose(found["spearman"], kept.corr(method="spearman"), rtol=1e-12)
    pairs = kept.corr().to_numpy()[np.triu_indices(3, 1)]
    assert found["mean_pearson"] == pytest.approx(pairs.mean(), rel=1e-12)
    counts = kept.notna().sum(axis=1)
    counts = counts[counts > 0]
    assert found["elements_by_replicates"] == {str(n): rows for n, rows in counts.value_counts().items()}
    usual = len(counts) / (1 / counts).sum()
    assert found["replicates"] == pytest.approx(usual, rel=1e-12)
    reliability = spearman_brown(pairs.mean(), usual)
    ceiling = run.report["noise_ceiling"]
    assert ceiling["K562"]["source"] == "replicates" and ceiling["HepG2"]["source"] == "standard_errors"
    assert ceiling["K562"]["reliability"] == pytest.approx(reliability, rel=1e-12) == run.reliability[0]
    assert ceiling["K562"]["r_max"] == pytest.approx(np.sqrt(reliability), rel=1e-12)
    assert np.isnan(run.reliability[1])


def rows_table(seed: int) -> pd.DataFrame:
    """Up to four rows of an element with one id and sequence, some of which no rule lets pass."""
    draw = np.random.default_rng(seed)
    elements = pd.DataFrame({"ID": [f"e{i}" for i in range(60)], "sequence": sequences(draw, 60)})
    elements["truth"] = draw.normal(0, 1, 60)
    table = elements.loc[np.repeat(np.arange(60), draw.integers(1, 5, 60))].sample(frac=1, random_state=seed)
    table["K562"] = table["truth"] + draw.normal(0, 0.3, len(table))
    table["se"] = draw.uniform(0.1, 0.5, len(table))
    table.loc[draw.random(len(table)) < 0.1, "K562"] = np.nan
    table = table.reset_index(drop=True)
    table.loc[3, "sequence"] = "X" + table.loc[3, "sequence"][1:]
    return table


@pytest.mark.parametrize("with_errors", [True, False])
@pytest.mark.parametrize("rows", ["id", "sequence"])
def test_rows(qc: Callable, rows: str, with_errors: bool) -> None:
    """Rows that pass the rules of sequences are merged into the first; the others name it."""
    table = rows_table(3)
    if rows == "sequence":
        table["ID"] = [f"{name}_{i}" for i, name in enumerate(table["ID"])]
    task = {"name": "K562", "activity": "K562", "standard_error": "se" if with_errors else None}
    run: Run = qc(table, {"tasks": [task], "replicates": {"rows": rows}, "se_threshold": 0.35})
    good = table.drop(index=3).assign(line=lambda frame: frame.index + 2)
    groups, expected, gone, into = [], {}, {}, {}
    for _, element in good.groupby(rows if rows == "sequence" else "ID", sort=False):
        first, values = element.iloc[0], element.dropna(subset=["K562"])
        into |= dict.fromkeys(element["line"].iloc[1:].astype(str), f"merged into {first['ID']}, line {first['line']}")
        y, s = values["K562"].to_numpy(), values["se"].to_numpy()
        if len(y) == 0:
            gone[str(first["line"])] = "missing_activity"
            continue
        value, error = merged(y, s, "mean") if with_errors else (np.mean(y), by_spread(y, "mean"))
        if error > 0.35:
            gone[str(first["line"])] = "se_above_threshold"
            continue
        expected[first["ID"]] = (value, error)
        groups.append(y)
    assert run.ids == list(expected)
    np.testing.assert_allclose(run.activity[:, 0], [value for value, _ in expected.values()], rtol=1e-12)
    np.testing.assert_allclose(run.error[:, 0], [error for _, error in expected.values()], rtol=1e-12)
    rejected = run.rejected.set_index("line")
    merged_rows = rejected[rejected["code"] == "merged_replicate"]
    assert merged_rows["detail"].to_dict() == into
    others = rejected[rejected["code"] != "merged_replicate"]
    assert others["code"].to_dict() == gone | {"5": "invalid_base"}
    found = run.report["replicates"]["tasks"]["K562"]
    icc = intraclass(groups)
    assert found["rows"]["intraclass"] == found["reliability_of_one"] == pytest.approx(icc, rel=1e-10)
    first_two = np.array([group[:2] for group in groups if len(group) > 1])
    assert found["rows"]["elements"] == len(first_two)
    assert found["rows"]["first_two_pearson"] == pytest.approx(np.corrcoef(first_two.T)[0, 1], rel=1e-12)
    usual = len(groups) / sum(1 / len(group) for group in groups)
    assert found["reliability"] == pytest.approx(spearman_brown(icc, usual), rel=1e-10)
    assert run.report["noise_ceiling"]["K562"]["source"] == ("standard_errors" if with_errors else "replicates")


def test_weights_of_single_replicates(qc: Callable) -> None:
    """An element without a standard error of its own gets the mean weight of its task."""
    table = table_of(9)
    run: Run = qc(table, {"tasks": WITHOUT_ERRORS[:1], "se_rule": "C"})
    has = ~np.isnan(run.error[:, 0])
    assert 0 < has.sum() < len(has)
    np.testing.assert_allclose(run.weight[has, 0], np.minimum(1 / (run.error[has, 0] ** 2 + 1e-6), 25), rtol=1e-6)
    np.testing.assert_allclose(run.weight[~has, 0], run.weight[has, 0].mean(), rtol=1e-6)


def test_contradictions_are_told(qc: Callable) -> None:
    """Replicates far apart, and rows of one element that differ elsewhere."""
    table = rows_table(5)
    repeated = table["ID"].duplicated(keep=False) & table["K562"].notna()
    first, second = table.index[repeated & (table["ID"] == table.loc[repeated, "ID"].mode()[0])][:2]
    table.loc[first, "K562"], table.loc[second, "K562"] = -4.0, 4.0
    table["cell"] = "K562"
    table.loc[second, "cell"] = "other"
    settings = {"tasks": [{"name": "K562", "activity": "K562"}], "columns": {"target_cell": "cell"}}
    run: Run = qc(table, settings | {"replicates": {"rows": "id"}, "se_rule": "C"})
    found = run.findings()
    assert "replicates of 1 element differ by more than 2 " in found["contradicting_replicates"][0]
    assert f"-4 and 4 of {table.loc[first, 'ID']}, line " in found["contradicting_replicates"][0]
    assert found["contradicting_rows"][0].startswith(
        "rows of one element differ in the column for target_cell (1 element"
    )


def test_one_column_in_a_list_is_one_column(qc: Callable) -> None:
    """A list of one is the same as the name alone."""
    table = table_of(4)
    alone: Run = qc(table, {"tasks": [{"name": "K562", "activity": "HepG2", "standard_error": "HepG2_se"}]})
    bytes_alone = (alone.folder / "elements.h5").read_bytes()
    listed: Run = qc(table, {"tasks": [{"name": "K562", "activity": ["HepG2"], "standard_error": ["HepG2_se"]}]})
    assert (listed.folder / "elements.h5").read_bytes() == bytes_alone
    assert listed.report["replicates"] is None


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"tasks": [{"name": "K562", "activity": []}]}, "qc.tasks[0].activity: a list of 0 is not allowed"),
        ({"tasks": [{"name": "K562", "activity": ["rep1", "rep1"]}]}, "activity: names the column 'rep1' twice"),
        (
            {"tasks": [{"name": "K562", "activity": REPLICATES, "standard_error": "se1"}]},
            "qc.tasks[0].standard_error: 1 column for 3 columns of activities; allowed: one for each, or null",
        ),
        (
            {"tasks": WITHOUT_ERRORS, "replicates": {"merge": "inverse_variance"}},
            "qc.replicates.merge: inverse_variance needs a standard error for each replicate, and task K562 has none",
        ),
        (
            {"tasks": WITH_ERRORS, "columns": {"id": None}, "replicates": {"rows": "id"}},
            "qc.replicates.rows: id needs a column in columns.id, which is null",
        ),
        ({"tasks": WITH_ERRORS, "replicates": {"minimum": 0}}, "qc.replicates.minimum: 0 is out of range"),
        (
            {"tasks": [{"name": "K562", "activity": ["rep1", "rep4"]}]},
            "no column 'rep4' (qc.tasks[0].activity[1]) (did you mean",
        ),
    ],
)
def test_refusals(qc: Callable, settings: dict, message: str) -> None:
    """One line that says what is wrong."""
    done = qc(table_of(1), settings, expect=4 if "rep4" in message else 3)
    assert message in done.stderr and done.stderr.count("\n") == 1


def evaluated(run_tool: Callable, run: Run, table: pd.DataFrame, folder: Path) -> dict:
    """What cre-eval says of each task of predictions that are near the measurements."""
    elements = run.folder / "elements.h5"
    run_tool("cre-split", "--elements", elements, "--out", folder / "split")
    run_tool("cre-encode", "--elements", elements, "--split", folder / "split/split.h5", "--out", folder / "encode")
    predicted = pd.DataFrame({"id": table["ID"], "K562": table["rep1"], "HepG2": table["HepG2"] + 0.1})
    predicted.replace([np.nan, np.inf], 0.0).to_csv(folder / "predicted.tsv", sep="\t", index=False)
    inputs = ("--predictions-tsv", folder / "predicted.tsv", "--dataset", folder / "encode/dataset.h5")
    run_tool("cre-eval", *inputs, "--out", folder / "eval")
    return json.loads((folder / "eval/metrics.json").read_text())["per_task"]


def test_the_ceiling_reaches_the_evaluation(qc: Callable, run_tool: Callable, tmp_path: Path) -> None:
    """cre-eval divides by what the replicates allow where the table has no standard errors."""
    table = table_of(11)
    run: Run = qc(table, {"tasks": WITHOUT_ERRORS, "allow_missing_tasks": True})
    metrics = evaluated(run_tool, run, table, tmp_path)
    assert metrics["K562"]["ceiling_source"] == "replicates"
    assert metrics["HepG2"]["ceiling_source"] == "standard_errors"
    assert metrics["K562"]["reliability"] == run.reliability[0]
    assert metrics["K562"]["noise_ceiling"] == pytest.approx(np.sqrt(run.reliability[0]), rel=1e-12)
    expected = metrics["K562"]["pearson"]["value"] / metrics["K562"]["noise_ceiling"]
    assert metrics["K562"]["relative_pearson"] == pytest.approx(expected, rel=1e-12)


def test_replicates_that_do_not_agree(qc: Callable, run_tool: Callable, tmp_path: Path) -> None:
    """A negative correlation allows nothing, and the evaluation says why."""
    table = table_of(12)
    table["rep2"] = np.random.default_rng(1).normal(0, 1, ROWS) - 0.4 * table["rep1"]
    one = {"name": "K562", "activity": ["rep1", "rep2"], "standard_error": None}
    run: Run = qc(table, {"tasks": [one, WITHOUT_ERRORS[1]], "allow_missing_tasks": True, "se_rule": "C"})
    assert run.report["noise_ceiling"]["K562"]["r_max"] == 0 > run.reliability[0]
    told = evaluated(run_tool, run, table, tmp_path)["K562"]
    assert told["noise_ceiling"] == 0 and told["relative_pearson"] is None
    assert told["ceiling_why"] == "the replicates do not agree"
