"""cre-qc: RNA and DNA counts as an input, against pandas."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from helpers.merging import Run, by_spread, runner, sequences

RNA, DNA = ["rna1", "rna2", "rna3"], ["dna1", "dna2", "dna3"]


@pytest.fixture
def qc(run_tool: Callable, tmp_path: Path) -> Callable:
    """qc(table, settings) runs cre-qc."""
    return runner(run_tool, tmp_path)


def table_of(seed: int, rows: int = 120) -> pd.DataFrame:
    """Counts with zeros, few and missing ones."""
    draw = np.random.default_rng(seed)
    table = pd.DataFrame({"ID": [f"e{i}" for i in range(rows)], "sequence": sequences(draw, rows)})
    activity = np.exp2(draw.normal(0, 1, rows))
    for rna, dna in zip(RNA, DNA, strict=True):
        table[dna] = draw.negative_binomial(2, 0.05, rows).astype(float)
        table[rna] = draw.poisson(table[dna] * activity * draw.uniform(0.5, 3)).astype(float)
        table.loc[draw.random(rows) < 0.05, rna] = np.nan
        table.loc[draw.random(rows) < 0.05, dna] = np.nan
    return table


def task(**counts: object) -> dict:
    """The task of these columns."""
    return {"name": "K562", "activity": {"rna": RNA, "dna": DNA} | counts}


def settings(one: dict, **more: object) -> dict:
    """All elements with a value are kept."""
    return {"tasks": [one], "se_rule": "C"} | more


def ratios(table: pd.DataFrame, totals: pd.Series, dna: list[str], p: float, least_dna: float, least_rna: float = 0):  # noqa: ANN201
    """log2 ratios of counts per million of each library; NaN where a count is missing or too low."""
    out = {}
    for column, beside in zip(RNA, dna, strict=True):
        with np.errstate(divide="ignore", invalid="ignore"):
            per_million = (table[column] + p) / totals[column] * 1e6, (table[beside] + p) / totals[beside] * 1e6
            ratio = np.log2(per_million[0] / per_million[1]).replace([np.inf, -np.inf], np.nan)
        out[column] = ratio.where((table[beside] >= least_dna) & (table[column] >= least_rna))
    return pd.DataFrame(out)


def check(run: Run, ids: pd.Series, found: pd.DataFrame, method: str = "mean") -> None:
    """Activities and standard errors are those of the ratios."""
    measured = found.notna().any(axis=1)
    assert run.ids == list(ids[measured])
    found = found[measured]
    middle = found.mean(axis=1) if method == "mean" else found.median(axis=1)
    np.testing.assert_allclose(run.activity[:, 0], middle, rtol=1e-10, atol=1e-12)
    errors = [by_spread(row[~np.isnan(row)], method) for row in found.to_numpy()]
    np.testing.assert_allclose(run.error[:, 0], errors, rtol=1e-9)


@pytest.mark.parametrize("method", ["mean", "median"])
@pytest.mark.parametrize(("pseudocount", "least_dna", "least_rna"), [(1, 10, 0), (0.5, 0, 5), (0, 1, 0)])
def test_ratios(qc: Callable, method: str, pseudocount: float, least_dna: float, least_rna: float) -> None:
    """Each replicate has a DNA library of its own."""
    table = table_of(1)
    one = task(pseudocount=pseudocount, minimum_dna=least_dna, minimum_rna=least_rna)
    run: Run = qc(table, settings(one, replicates={"merge": method}))
    found = ratios(table, table[RNA + DNA].sum(), DNA, pseudocount, least_dna, least_rna)
    check(run, table["ID"], found, method)
    told = run.report["replicates"]["tasks"]["K562"]["counts"]
    assert told["rna_total"] == table[RNA].sum().to_dict() and told["dna_total"] == table[DNA].sum().to_dict()
    both = [table[rna].notna() & table[dna].notna() for rna, dna in zip(RNA, DNA, strict=True)]
    low = [(table[dna] < least_dna) & has for dna, has in zip(DNA, both, strict=True)]
    assert told["below_minimum_dna"] == sum(int(one.sum()) for one in low)
    low = [(table[rna] < least_rna) & has for rna, has in zip(RNA, both, strict=True)]
    assert told["below_minimum_rna"] == sum(int(one.sum()) for one in low)
    assert set(run.rejected["code"]) <= {"missing_activity"}
    kept = found[found.notna().any(axis=1)]
    np.testing.assert_allclose(run.report["replicates"]["tasks"]["K562"]["pearson"], kept.corr(), rtol=1e-9)
    assert run.report["noise_ceiling"]["K562"]["source"] == "replicates"


def test_defaults_and_one_dna_column(qc: Callable) -> None:
    """One DNA library for all; pseudocount 1, at least 10 DNA counts."""
    table = table_of(2)
    run: Run = qc(table, settings(task(dna="dna2")))
    check(run, table["ID"], ratios(table, table[RNA + DNA].sum(), ["dna2"] * 3, 1, 10))


@pytest.mark.parametrize("minimum", [1, 3])
def test_barcodes_in_rows(qc: Callable, minimum: int) -> None:
    """Counts of an element's barcodes are added up first; a replicate with few barcodes that have DNA is missing."""
    draw = np.random.default_rng(5)
    elements = table_of(3, rows=40)
    table = table_of(4, rows=200)
    place = draw.integers(0, 40, 200)
    table["ID"], table["sequence"] = elements["ID"].to_numpy()[place], elements["sequence"].to_numpy()[place]
    run: Run = qc(table, settings(task(minimum_barcodes=minimum), replicates={"rows": "id"}))
    by_element = table.groupby("ID", sort=False)
    sums = by_element[RNA + DNA].sum(min_count=1)
    for rna, dna in zip(RNA, DNA, strict=True):
        barcodes = (table[dna] > 0).groupby(table["ID"], sort=False).sum()
        if minimum > 1:
            sums.loc[barcodes < minimum, rna] = np.nan
    found = ratios(sums, table[RNA + DNA].sum(), DNA, 1, 10)
    check(run, pd.Series(sums.index, index=sums.index), found)
    assert (run.rejected["code"] == "merged_replicate").sum() == 200 - len(sums)
    assert run.report["replicates"]["tasks"]["K562"]["rows"] is None


def test_counts_that_are_none(qc: Callable) -> None:
    """Negative counts and empty columns stop the run; fractions are told."""
    table = table_of(6)
    table.loc[7, "rna2"] = -1
    assert "table.tsv: line 9, column rna2: -1 is no count" in qc(table, settings(task()), expect=4).stderr
    table.loc[7, "rna2"] = 4.5
    run: Run = qc(table, settings(task()))
    assert run.findings()["counts_not_whole"] == [
        "task K562: 1 RNA and DNA counts are no whole numbers: are they scaled already?"
    ]
    table["dna3"] = 0
    assert "column dna3: no row has a count above 0" in qc(table, settings(task()), expect=4).stderr


@pytest.mark.parametrize(
    ("one", "more", "message"),
    [
        (
            task(dna=["dna1", "dna2"]),
            {},
            "qc.tasks[0].activity.dna: 2 columns for 3 columns of RNA counts; allowed: one",
        ),
        (task(rna=[]), {}, "qc.tasks[0].activity.rna: a list of 0 is not allowed"),
        ({"name": "K562", "activity": {"dna": DNA}}, {}, "qc.tasks[0].activity.rna: is empty"),
        (task() | {"standard_error": "se"}, {}, "qc.tasks[0].standard_error: is given beside counts"),
        (task(pseudocount=-1), {}, "qc.tasks[0].activity.pseudocount: -1 is out of range"),
        (task(minimum_barcodes=2), {}, "qc.tasks[0].activity.minimum_barcodes: 2 needs rows of barcodes"),
        (task(), {"replicates": {"merge": "inverse_variance"}}, "inverse_variance needs a standard error for each"),
        (task(rna="rna1", dna="dna1"), {"weights": "inverse_variance", "se_rule": "A"}, "qc.weights: inverse_variance"),
    ],
)
def test_refusals(qc: Callable, one: dict, more: dict, message: str) -> None:
    """One line that says what is wrong."""
    done = qc(table_of(1), settings(one, **more), expect=3)
    assert message in done.stderr and done.stderr.count("\n") == 1
