"""cre-qc against an independent cleaning in pandas (helpers/pandas_qc.py): every rule and option, rows and values."""

from __future__ import annotations

import gzip
import itertools
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pandas as pd
import pytest
from helpers.artifact_texts import read_texts
from helpers.pandas_qc import RULES, Cleaned, clean, fit
from helpers.real_data import PARTS, real_file
from scipy import stats

Json = dict[str, Any]
LENTIMPRA = (
    "lentimpra_joint_200bp.tsv.gz",
    {
        "tasks": [{"name": c, "activity": f"{c}_log2FC", "standard_error": None} for c in ("K562", "HepG2", "WTC11")],
        "columns": {"id": "id", "target_cell": "design_cell", "min_gap": None},
    },
)
LNCRNA = (
    "lncrna_promoters_114bp.tsv.gz",
    {
        "tasks": [
            {"name": c, "activity": f"{c}_log2FC", "standard_error": f"{c}_SE"} for c in ("K562", "HepG2", "HeLa")
        ],
        "columns": {"id": None, "target_cell": None, "min_gap": None},
    },
)
OPTIONS: dict[str, Json] = {
    "defaults": {},
    "rule B": {"se_rule": "B"},
    "rule B, another threshold, weights": {"se_rule": "B", "se_threshold": 0.3, "weights": "inverse_variance"},
    "rule C": {"se_rule": "C"},
    "threshold": {"se_threshold": 0.6, "weights": "inverse_variance"},
    "missing tasks": {"allow_missing_tasks": True},
    "missing tasks, rule C": {"allow_missing_tasks": True, "se_rule": "C"},
    "some N": {"max_n_fraction": 0.01, "iupac": "to_n"},
    "many N": {"max_n_fraction": 0.05},
    "adjusted": {"off_length": "adjust"},
    "adjusted, another length": {"off_length": "adjust", "length": 190, "iupac": "to_n"},
    "few off-length rows": {"length_outlier_fraction": 0.001},
    "excluded": {"exclude": ["[13]$", "^sim0+2"]},
    "excluded by another column": {"exclude": ["(?i)hepg2$"], "exclude_column": "target_cell"},
    "minimum": {"minimum": {"MinGap": 0.2, "K562_lfcSE": 0.15}},
    "one task without errors": {
        "tasks": [
            {"name": "K562", "activity": "K562_l2fc", "standard_error": "K562_lfcSE"},
            {"name": "HepG2", "activity": "HepG2_l2fc", "standard_error": None},
        ],
        "weights": "inverse_variance",
    },
}
REAL: dict[str, tuple[tuple[str, Json], Json]] = {
    "lentiMPRA": (LENTIMPRA, {}),
    "lentiMPRA, excluded": (LENTIMPRA, {"exclude": ["_R$", "^HepG2"]}),
    "lncRNA": (LNCRNA, {}),
    "lncRNA, missing tasks": (LNCRNA, {"allow_missing_tasks": True}),
    "lncRNA, rule C": (LNCRNA, {"allow_missing_tasks": True, "se_rule": "C"}),
    "lncRNA, minimum": (LNCRNA, {"minimum": {"K562_nrep": 4, "HeLa_nrep": 3}, "se_threshold": 0.8}),
    "lncRNA, excluded": (LNCRNA, {"exclude": ["^(FLIPPED|SCRAMBLED)"], "exclude_column": "oligo_type"}),
}


@pytest.fixture(scope="module")
def simulated(run_tool: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small simulated table with every kind of bad row."""
    folder = tmp_path_factory.mktemp("simulated")
    run_tool("cre-simulate", "--set", "simulate.elements=1500", "--out", folder)
    return folder / "elements.tsv.gz"


@pytest.fixture
def compared(run_tool: Callable, tmp_path: Path) -> Callable[[Path, Json], tuple[Json, Cleaned]]:
    """compared(table, settings) runs cre-qc, compares it with pandas, and returns its report and what pandas says."""

    def compare(table: Path, settings: Json) -> tuple[Json, Cleaned]:
        expected = clean(table, settings)
        (tmp_path / "config.json").write_text(json.dumps({"qc": settings | {"adaptors": "keep"}}))
        out = tmp_path / "out"
        run_tool("cre-qc", "--config", tmp_path / "config.json", "--table", table, "--out", out)
        report = json.loads((out / "qc_report.json").read_text())
        assert_same_rows(out, expected, (settings.get("columns") or {}).get("id", "ID"))
        assert_same_counts(out, report, expected)
        return report, expected

    return compare


def assert_same_rows(out: Path, expected: Cleaned, id_column: str | None) -> None:
    """The kept rows with their values."""
    kept = expected.kept
    with h5py.File(out / "elements.h5") as file:
        line = expected.line[kept]
        ids = expected.frame[id_column][kept].str.strip() if id_column else [f"row{at - 1}" for at in line]
        assert read_texts(file["id"]) == list(ids)
        assert file["line"][:].tolist() == line.tolist()
        letters = np.array(list("ACGTN"))[file["codes"][:]]
        assert ["".join(row) for row in letters] == expected.inserts()
        measured = expected.measured[kept]
        assert np.array_equal(file["mask"][:], measured)
        for name, values in (("activity", expected.activity), ("standard_error", expected.error)):
            np.testing.assert_array_equal(file[name][:], np.where(measured, values[kept], np.nan))
        np.testing.assert_allclose(file["weight"][:], expected.weight[kept], rtol=1e-6)
        assert file["target_cell"][:].tolist() == expected.cell[kept].tolist()
        gap = np.full(kept.sum(), np.nan) if expected.min_gap is None else expected.min_gap[kept]
        np.testing.assert_array_equal(file["min_gap"][:], gap)
        copies = pd.Series(expected.inserts()).duplicated(keep=False)
        assert np.array_equal(file["flags"][:], expected.adjusted[kept] + 2 * copies.to_numpy())


def assert_same_counts(out: Path, report: Json, expected: Cleaned) -> None:
    """Which rule rejects which row, and the counts of rules, in order and alone."""
    lines = gzip.decompress((out / "rejected.tsv.gz").read_bytes()).decode().splitlines()[1:]
    found = {int(line.split("\t")[0]): line.split("\t")[2] for line in lines}
    code = expected.code.dropna()
    assert found == dict.fromkeys(expected.malformed, "malformed") | code.to_dict()
    sequential, alone = Counter(code), expected.failed.sum()
    counted = {rule["code"]: (rule["sequential"], rule["alone"]) for rule in report["rules"]}
    assert counted.pop("malformed") == (len(expected.malformed),) * 2
    assert counted.pop("merged_replicate") == counted.pop("merged_duplicate") == (0, 0)  # nothing is merged here
    assert counted == {rule: (sequential[rule], alone[rule]) for rule in RULES}
    assert report["read"] == len(expected.frame) + len(expected.malformed)
    assert report["kept"] == expected.kept.sum()
    assert report["rejected"] == len(found)


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_every_option_on_the_simulated_table(compared: Callable, simulated: Path, options: Json) -> None:
    """Each rule rejects the rows that pandas rejects, and no other."""
    compared(simulated, options)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(("table", "options"), REAL.values(), ids=REAL)
def test_published_tables(compared: Callable, part: str, table: tuple[str, Json], options: Json) -> None:
    """The same of published tables."""
    name, settings = table
    compared(real_file(name, part), settings | options)


@pytest.mark.parametrize("case", ["simulated", "simulated with N", "lncRNA"])
def test_the_report(compared: Callable, simulated: Path, case: str) -> None:
    """All numbers of spec section 1 against pandas and SciPy."""
    if case == "lncRNA":
        report, expected = compared(real_file(LNCRNA[0], "excerpt"), LNCRNA[1] | {"allow_missing_tasks": True})
    else:
        with_n = {"off_length": "adjust", "max_n_fraction": 0.05, "se_rule": "B"} if case != "simulated" else {}
        report, expected = compared(simulated, with_n)
    assert_distributions(report, expected)
    assert_composition(report, expected)
    assert_cell_types(report, expected)
    assert_thresholds(report, expected)
    assert_subsets(report, expected)


def close(values: object) -> object:
    """Equal but for the order of sums; NaN is null."""
    return pytest.approx(values, rel=1e-9, abs=1e-12)


def after_of(expected: Cleaned) -> pd.DataFrame:
    """(kept, K) activities, NaN where not measured."""
    values = np.where(expected.measured, expected.activity, np.nan)[expected.kept]
    return pd.DataFrame(values, columns=expected.tasks)


def assert_distributions(report: Json, expected: Cleaned) -> None:
    """Activities and standard errors before and after, GC content, and what winsorising would clamp."""
    after_error = np.where(expected.measured, expected.error, np.nan)[expected.kept]
    before = pd.DataFrame(np.where(np.isfinite(expected.activity), expected.activity, np.nan), columns=expected.tasks)
    before_error = np.where(np.isfinite(expected.error), expected.error, np.nan)
    for when, activity, error in (("before", before, before_error), ("after", after_of(expected), after_error)):
        for k, task in enumerate(expected.tasks):
            y, s, found = activity[task].dropna(), pd.Series(error[:, k]).dropna(), report[when]["tasks"][task]
            assert found["n"] == len(y)
            assert found["mean"] == close(y.mean()) and found["sd"] == close(y.std())
            assert found["skew"] == close(stats.skew(y))
            assert found["near_zero"] == close((y.abs() < 0.1).mean())
            for percent, value in found["percentiles"].items():
                assert value == close(y.quantile(float(percent) / 100))
            assert found["se_median"] == close(s.median())
            assert found["se_iqr"] == close(s.quantile(0.75) - s.quantile(0.25))
    inserts = pd.Series(expected.inserts())
    for when, letters in (("before", expected.sequence), ("after", inserts)):
        gc = gc_of(letters).dropna()
        found = report[when]["gc"]
        assert found["mean"] == close(gc.mean()) and found["sd"] == close(gc.std())
        assert (found["below_0.3"], found["above_0.7"]) == close(((gc < 0.3).mean(), (gc > 0.7).mean()))
    for name, limits in report["winsorizing"].items():
        for task, y in after_of(expected).items():
            low, high = y.quantile([float(share) for share in name.split("/")])
            assert limits[task] == close(
                {"low": low, "high": high, "below": (y < low).sum(), "above": (y > high).sum()}
            )
    for key, values in (("task_correlation_before", before), ("task_correlation", after_of(expected))):
        np.testing.assert_allclose(report[key], values.corr(), rtol=1e-9)


def gc_of(letters: pd.Series) -> pd.Series:
    """Share of G and C among the known bases."""
    counts = {base: letters.str.count(base) for base in "ACGT"}
    return (counts["G"] + counts["C"]) / sum(counts.values())


def assert_composition(report: Json, expected: Cleaned) -> None:
    """Pairs of bases; activity by GC content, and by where an N is."""
    inserts, activity = pd.Series(expected.inserts()), after_of(expected)
    pairs = Counter(
        pair for letters in inserts for pair in map("".join, itertools.pairwise(letters)) if "N" not in pair
    )
    bases = Counter("".join(inserts).replace("N", ""))
    shares = {pair: count / sum(pairs.values()) for pair, count in pairs.items()}
    found = report["composition"]
    assert len(found["dinucleotides"]) == 16
    assert {pair: share for pair, share in found["dinucleotides"].items() if share} == close(shares)
    assert found["bases"] == close({base: count / sum(bases.values()) for base, count in bases.items()})
    expectation = bases["C"] * bases["G"] / sum(bases.values()) ** 2
    assert found["cpg_observed_expected"] == close(shares["CG"] / expectation)

    gc = gc_of(inserts)
    quintile = pd.qcut(gc, 5, labels=False)
    found = report["by_gc"]
    assert found["cut_points"] == close(gc.quantile([0.2, 0.4, 0.6, 0.8]).tolist())
    assert found["rows"] == quintile.value_counts().sort_index().tolist()
    for task, y in activity.items():
        assert found["mean"][task] == close(y.groupby(quintile).mean().tolist())
        known = y.notna()
        assert found["spearman"][task] == close(stats.spearmanr(gc[known], y[known]).statistic)

    third = {
        name: inserts.map(lambda x, t=t: any(base == "N" and 3 * i // len(x) == t for i, base in enumerate(x)))
        for t, name in enumerate(("first", "middle", "last"))
    }
    if not any(rows.any() for rows in third.values()):
        assert report["by_n"] is None
        return
    third["without"] = ~inserts.str.contains("N")
    for name, rows in third.items():
        assert report["by_n"][name]["rows"] == rows.sum()
        for task, y in activity.items():
            mean = report["by_n"][name]["mean"][task]
            assert (np.nan if mean is None else mean) == pytest.approx(y[rows].mean(), nan_ok=True)


def assert_cell_types(report: Json, expected: Cleaned) -> None:
    """Shifts and eta squared by target cell; MinGap against standard errors and its definition."""
    activity, cell = after_of(expected), pd.Series(expected.cell[expected.kept])
    if (cell < 0).all():
        assert report["by_target_cell"] is None
    else:
        names = cell.map(dict(enumerate(expected.tasks))).fillna("unknown")
        for name, found in report["by_target_cell"].items():
            assert found["n"] == (names == name).sum()
            mean = activity[names == name].mean()
            assert found["mean"] == close(mean.to_dict())
            assert found["shift"] == pytest.approx((mean - activity.mean()).to_dict(), abs=1e-9)
    for task, y in activity.items():
        groups = [y[cell == which].dropna() for which in sorted(cell.unique())]
        if len(groups) < 2:
            assert report["target_cell_effect"][task] is None
            continue
        f = stats.f_oneway(*groups).statistic * (len(groups) - 1)
        assert report["target_cell_effect"][task] == pytest.approx(f / (f + y.count() - len(groups)), rel=1e-9)
    if expected.min_gap is None:
        assert report["min_gap"] is None
        return
    gap = pd.Series(expected.min_gap[expected.kept])
    for k, task in enumerate(expected.tasks):
        assert report["min_gap"]["correlation_with_se"][task] == close(
            gap.corr(pd.Series(expected.error[expected.kept, k]))
        )
    others = [
        [value for k, value in enumerate(row) if k != which]
        for row, which in zip(activity.to_numpy(), cell, strict=True)
    ]
    definition = pd.Series(
        [
            row[which] - max(rest) if which >= 0 else np.nan
            for row, which, rest in zip(activity.to_numpy(), cell, others, strict=True)
        ]
    )
    assert report["min_gap"]["definition"]["pearson"] == close(gap.corr(definition))
    assert report["min_gap"]["definition"]["compared"] == (gap.notna() & definition.notna()).sum()


def assert_thresholds(report: Json, expected: Cleaned) -> None:
    """What A and B would keep at each threshold."""
    reach = ~expected.failed.drop(columns=["unknown_target_cell", "se_above_threshold"]).any(axis=1).to_numpy()
    error = np.where(expected.measured, expected.error, np.nan)[reach]
    weight = np.minimum(1 / (error**2 + 1e-6), 25)
    cell = expected.cell[reach]
    own = error[np.arange(len(error)), cell]
    assert [found["threshold"] for found in report["se"]["thresholds"]] == [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
    for found in report["se"]["thresholds"]:
        by_a = ~(error > found["threshold"]).any(axis=1)
        by_b = (cell >= 0) & ~(own > found["threshold"])
        assert found["A"] == by_a.sum()
        assert found["B"] == (by_b.sum() if report["by_target_cell"] else None)
        assert found["weight"] == close(np.nansum(weight[by_a]) / np.nansum(weight))


def assert_subsets(report: Json, expected: Cleaned) -> None:
    """Rows of each kind: before, kept, and rejected by which rule."""
    letters = expected.sequence
    readable = letters.str.fullmatch("[ACGTNRYSWKMBDHV]+")
    size = letters.str.len()
    wanted = np.where(
        size == expected.length, f"{expected.length} bp", np.where(size < expected.length, "shorter", "longer")
    )
    named = zip(expected.cell, expected.cell_name, strict=True)
    cells = [expected.tasks[cell] if cell >= 0 else name for cell, name in named]
    kinds = {
        "target cell": pd.Series(cells, letters.index),
        "length": pd.Series(wanted, letters.index).where(readable, "unreadable"),
        "GC content": pd.qcut(gc_of(letters), 5, labels=["Q1", "Q2", "Q3", "Q4", "Q5"])
        .astype(object)
        .fillna("no known base"),
    }
    kinds = {by: values for by, values in kinds.items() if values.nunique() > 1}
    assert [found["by"] for found in report["subsets"]] == list(kinds)
    for found in report["subsets"]:
        of_level = {level or "": rows for level, rows in kinds[found["by"]].groupby(kinds[found["by"]])}
        assert sum(level["rows"] for level in found["levels"]) == len(letters)
        for level in found["levels"]:
            name = re.sub(":.*", "", level["level"] or "")
            code = expected.code[of_level.pop(name).index]
            assert (level["rows"], level["kept"]) == (len(code), code.isna().sum())
            assert level["rejected"] == code.value_counts().to_dict()
        assert not of_level


def test_trimming_and_padding_by_hand() -> None:
    """The reference itself: the extra base goes to the 3' end."""
    assert [fit("ACGTA", 4), fit("ACGTA", 2), fit("AC", 5), fit("AC", 2)] == ["ACGT", "CG", "NACNN", "AC"]
