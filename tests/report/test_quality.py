"""Quality control on the page: what the report of cre-qc says, also of tables that lack things."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from creflow_report.sections import quality
from creflow_report.style import NARROW, WIDE
from creflow_report.text import count, number, percent
from helpers.reports import Page, change_json, report_of

REPORT = "qc/base/qc_report.json"
Json = dict[str, Any]


@pytest.fixture(scope="session")
def qc(run: Path) -> Json:
    """The report of quality control."""
    return json.loads((run / REPORT).read_text())


def shown(qc: Json) -> quality.Quality:
    """What the section shows of it."""
    return quality.Quality(qc, {"crossing_sequences": 0}, {"outliers": None})


def without_errors(qc: Json) -> None:
    """As of a table without standard errors."""
    qc["se"] |= {"available": False, "removed_by": None, "candidates": 0, "active_removed_fraction": 0.0}
    qc["se"]["thresholds"] = None
    qc["noise_ceiling"] = dict.fromkeys(qc["tasks"])
    qc["min_gap"]["correlation_with_se"] = {}
    for task in qc["tasks"]:
        qc["histograms"]["tasks"][task]["standard_error"] = None
        for when in ("before", "after"):
            qc[when]["tasks"][task] |= {"se_median": None, "se_iqr": None}


def without_cells(qc: Json) -> None:
    """As of a table without target cells and MinGap."""
    qc |= {"by_target_cell": None, "min_gap": None, "target_cell_effect": dict.fromkeys(qc["tasks"])}


def test_the_page_says_what_the_report_says(page: Page, qc: Json) -> None:
    text = page.text("quality")
    assert f"{count(qc['rejected'])} of {count(qc['read'])} rows ({percent(qc['rejected'] / qc['read'])})" in text
    for rule in "AB":
        assert f"{qc['se']['removed_by'][rule]} rows" in text
    for task in qc["tasks"]:
        row = qc["after"]["tasks"][task]
        assert f"{task} {count(row['n'])} {number(row['mean'])} {number(row['sd'])}" in text
    definition = qc["min_gap"]["definition"]
    assert f"{percent(definition['equal_share'], 2)} of the {count(definition['compared'])} rows" in text
    assert f"{number(qc['min_gap']['correlation_with_se']['K562'])} in K562" in text


def test_the_funnel_ends_at_the_kept_rows(qc: Json) -> None:
    data = quality.qc_funnel(shown(qc), WIDE).data
    assert data.rows[-1][3] == qc["kept"]
    assert sum(row[1] for row in data.rows) == qc["rejected"]


def test_histograms_are_those_of_the_table(run: Path, qc: Json) -> None:
    """Counted again from the simulated table with NumPy."""
    with gzip.open(run / "qc/base/rejected.tsv.gz", "rt") as file:
        unread = {int(row["line"]) for row in csv.DictReader(file, delimiter="\t") if row["code"] == "malformed"}
    with gzip.open(run / "simulate/elements.tsv.gz", "rt") as file:
        rows = [row for line, row in enumerate(csv.DictReader(file, delimiter="\t"), 2) if line not in unread]
    data = quality.activity_before_after(shown(qc), WIDE).data
    for task in qc["tasks"]:
        values = [float(row[f"{task}_l2fc"]) for row in rows if _is_number(row[f"{task}_l2fc"])]
        found = [row for row in data.rows if row[0] == task]
        inner = found[1:-1]
        edges = [row[1] for row in inner] + [inner[-1][2]]
        assert [row[3] for row in inner] == np.histogram(values, edges)[0].tolist()
        assert sum(row[3] for row in found) == qc["before"]["tasks"][task]["n"] == len(values)
        assert sum(row[4] for row in found) == qc["after"]["tasks"][task]["n"]
        quartiles = np.percentile(values, [25, 75])
        near = [y for y in values if abs(y - np.clip(y, *quartiles)) <= 5 * (quartiles[1] - quartiles[0])]
        assert (edges[0], edges[-1]) == (min(near), max(near))


def _is_number(text: str) -> bool:
    try:
        return bool(np.isfinite(float(text)))
    except ValueError:
        return False


def test_lengths_and_gc(qc: Json) -> None:
    rows = quality.gc_and_length(shown(qc), NARROW).data.rows
    lengths = {row[1]: row[3] for row in rows if row[0] == "length"}
    assert sum(lengths.values()) == qc["read"] - qc["malformed"]
    assert (min(lengths), max(lengths)) == (qc["length_profile"]["min"], qc["length_profile"]["max"])
    many = qc | {"histograms": qc["histograms"] | {"length": {"edges": [10, 14, 18, 22], "before": [5, 0, 2]}}}
    binned = [row for row in quality.gc_and_length(shown(many), NARROW).data.rows if row[0] == "length"]
    assert binned == [("length", 10, 14, 5, None), ("length", 14, 18, 0, None), ("length", 18, 22, 2, None)]


def test_cells_and_correlations(qc: Json) -> None:
    cells = {(row[0], row[2]): row[3:] for row in quality.activity_by_cell(shown(qc), WIDE).data.rows}
    assert cells["HepG2", "K562"] == tuple(qc["by_target_cell"]["HepG2"][key]["K562"] for key in ("mean", "shift"))
    pairs = quality.task_correlation(shown(qc), NARROW).data.rows
    after, before = qc["task_correlation"], qc["task_correlation_before"]
    assert pairs == [
        ("K562", "HepG2", after[0][1], before[0][1]),
        ("K562", "SKNSH", after[0][2], before[0][2]),
        ("HepG2", "SKNSH", after[1][2], before[1][2]),
    ]


def test_what_is_lost_of_each_kind(page: Page, qc: Json) -> None:
    """Figure and table have the numbers of the report, and every readable row is of one kind."""
    rows = quality.subset_losses(shown(qc), WIDE).data.rows
    for kinds in qc["subsets"]:
        of_kind = {row[1]: row[2:] for row in rows if row[0] == kinds["by"]}
        assert sum(row[0] for row in of_kind.values()) == qc["read"] - qc["malformed"]
        for level in kinds["levels"]:
            share = 1 - level["kept"] / level["rows"]
            assert of_kind[level["level"] or "(missing)"] == (level["rows"], level["kept"], share)
            name = level["level"] or "(missing)"
            assert f"{name} {count(level['rows'])} {count(level['kept'])} {percent(share)}" in page.text("quality")


def test_kinds_stand_as_one_would_count_them(qc: Json) -> None:
    names = ["chr10", "chr2", None, "chrX", "other", "chr2²"]
    levels = [{"level": name, "rows": 10 + at, "kept": 5, "rejected": {}} for at, name in enumerate(names)]
    many = levels + [{"level": f"scaffold{n}", "rows": 1, "kept": 1, "rejected": {}} for n in range(20)]
    of_qc = qc | {"subsets": [{"by": "chromosome", "levels": many}]}
    picture = quality.subset_losses(shown(of_qc), NARROW)
    order = [row[1] for row in picture.data.rows]
    assert order[:4] == ["chr2", "chr2²", "chr10", "chrX"] and order[-2:] == ["(missing)", "other"]
    assert "Of chromosome: the 10 kinds with the most rows." in picture.caption
    assert "of all rows" in picture.reading
    none = quality.subset_losses(shown(qc | {"subsets": []}), WIDE)
    assert none.reading == "All rows of the table are of one kind."
    assert quality.subset_losses(shown(qc | {"rejected": 0}), WIDE).reading.startswith("No row was rejected")


def test_thresholds_stand_in_the_table(page: Page, qc: Json) -> None:
    for row in qc["se"]["thresholds"]:
        share = percent(row["A"] / qc["se"]["candidates"])
        assert f"{number(row['threshold'], 1)} {count(row['A'])} {share} {count(row['B'])}" in page.text("quality")


def test_composition(qc: Json) -> None:
    picture = quality.sequence_composition(shown(qc), WIDE)
    found = {(row[0], row[1], row[2]): row[3] for row in picture.data.rows}
    made = qc["composition"]
    assert found["observed_expected", "CG", None] == pytest.approx(made["cpg_observed_expected"])
    assert sum(found["share", pair, None] for pair in made["dinucleotides"]) == pytest.approx(1)
    for task in qc["tasks"]:
        assert [found["activity", task, at] for at in range(1, 6)] == qc["by_gc"]["mean"][task]
    assert number(made["cpg_observed_expected"], 2) in picture.reading
    changed = json.loads(json.dumps(qc))
    changed["by_gc"]["spearman"] = dict.fromkeys(qc["tasks"])
    changed["by_gc"]["mean"]["K562"] = [None] * 5
    changed["composition"]["bases"]["G"] = 0.0
    undefined = quality.sequence_composition(shown(changed), NARROW)
    assert undefined.reading.startswith("CG is there") and "NA" in undefined.data.as_tsv().decode()


def test_outliers_and_places_of_n(copy: Callable[[], Path], tmp_path: Path) -> None:
    run = copy()
    outliers = {"rule": "six_sigma", "rows": 3, "beyond": [1, 2, 0], "low": [-5.0] * 3, "high": [6.5] * 3}
    means = {"K562": 0.25, "HepG2": None, "SKNSH": 1.0}
    by_n = {key: {"rows": rows, "mean": means} for rows, key in enumerate(("without", "first", "middle", "last"))}
    change_json(run, "encode/base/scaler.json", lambda scaler: scaler.update(outliers=outliers))
    change_json(run, REPORT, lambda qc: qc.update(by_n=by_n))
    text = report_of(run, tmp_path / "out", ("quality",)).text("quality")
    assert "encode.outliers: six_sigma leaves 3 training rows out" in text
    assert "−5.00 and 6.50 in K562, −5.00 and 6.50 in HepG2" in text
    assert "in the middle third 2 0.250 undefined 1.000" in text


def test_the_reading_counts_cells_that_are_most_active_where_they_should_be(qc: Json) -> None:
    changed = json.loads(json.dumps(qc))
    changed["by_target_cell"]["K562"]["mean"]["HepG2"] = 100.0
    assert quality.activity_by_cell(shown(changed), WIDE).reading.startswith("2 of 3 groups")


def test_a_table_without_standard_errors(copy: Callable[[], Path], tmp_path: Path) -> None:
    run = copy()
    change_json(run, REPORT, without_errors)
    text = report_of(run, tmp_path / "out", ("quality",)).text("quality")
    assert "The table has no standard errors: the rule was skipped." in text
    assert "There are no standard errors to correlate it with." in text
    assert (tmp_path / "out/figures/standard_errors.svg").is_file()
    assert (tmp_path / "out/figures/standard_errors.tsv").read_text() == "task\tfrom\tto\tbefore\tafter\n"


def test_a_table_without_cells_and_min_gap(copy: Callable[[], Path], tmp_path: Path) -> None:
    run = copy()
    change_json(run, REPORT, without_cells)
    text = report_of(run, tmp_path / "out", ("quality",)).text("quality")
    assert "No element has a known target cell." in text and "The table has no MinGap column." in text


def test_replicates_and_merged_duplicates(copy: Callable[[], Path], tmp_path: Path) -> None:
    run = copy()
    columns = {"columns": ["a", "b"], "replicates": 1.5, "mean_pearson": 0.71, "mean_spearman": 0.69, "rows": None}
    rows = {"elements": 9, "intraclass": 0.5, "first_two_pearson": 0.55, "first_two_spearman": None}
    of_one = {"reliability_of_one": 0.7, "reliability": 0.8, "r_max": 0.894}

    def change(qc: Json) -> None:
        qc["replicates"] = {"merge": "median", "merged_elements": 1234, "rows": "id", "tasks": {}}
        qc["replicates"]["tasks"] = {"K562": columns | of_one, "HepG2": columns | of_one | {"rows": rows}}
        qc["duplicates"] |= {"mode": "mean", "merged": 3}

    change_json(run, REPORT, change)
    text = report_of(run, tmp_path / "out", ("quality",)).text("quality")
    assert "merged from replicates by median. 1,234 elements were in several rows." in text
    assert "K562 2 1.50 0.710 0.690 0.700 0.800 0.894" in text
    assert "HepG2 2 1.50 0.550 undefined 0.700 0.800 0.894" in text
    assert "each group became one row" in text


def test_a_min_gap_that_cannot_be_compared(copy: Callable[[], Path], tmp_path: Path) -> None:
    run = copy()

    def change(qc: Json) -> None:
        qc["min_gap"]["definition"] |= {"compared": 0, "equal_share": None, "largest_difference": None, "pearson": None}
        qc["min_gap"]["correlation_with_se"]["K562"] = None
        qc["se"]["removed_by"]["B"] = None
        qc["plausibility"] = [{"code": "odd", "text": "odd <values>"}]

    change_json(run, REPORT, change)
    text = report_of(run, tmp_path / "out", ("quality",)).text("quality")
    assert "No row can be compared" in text and "undefined in K562" in text and "odd <values>" in text
    assert "rule B (that of the target cell) cannot be used without target cells" in text


@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_one_task(qc: Json, layout: object) -> None:
    one = json.loads(json.dumps(qc)) | {"tasks": ["K562"], "task_correlation": [[1.0]]}
    one["by_target_cell"] = {
        cell: values | {key: {"K562": values[key]["K562"]} for key in ("mean", "shift")}
        for cell, values in one["by_target_cell"].items()
    }
    assert quality.task_correlation(shown(one), layout).reading.startswith("One cell type was measured")
    assert "in K562" in quality.activity_by_cell(shown(one), layout).reading
    assert "most in" not in quality.activity_before_after(shown(one), layout).reading


def test_undefined_numbers(qc: Json) -> None:
    changed = json.loads(json.dumps(qc))
    changed["task_correlation"] = [[None] * 3] * 3
    assert quality.task_correlation(shown(changed), WIDE).reading == "No correlation between cell types is defined."
    changed["by_target_cell"]["K562"]["mean"]["HepG2"] = changed["by_target_cell"]["K562"]["shift"]["HepG2"] = None
    assert "NA" in quality.activity_by_cell(shown(changed), WIDE).data.as_tsv().decode()
    for task in changed["tasks"]:
        changed["after"]["tasks"][task]["se_median"] = None
    assert "no kept row has a standard error" in quality.standard_errors(shown(changed), WIDE).reading


def test_rule_c_rejects_none(qc: Json) -> None:
    changed = qc | {"se": qc["se"] | {"rule": "C"}}
    picture = quality.standard_errors(shown(changed), WIDE)
    assert picture.reading.startswith("Rule C removes none") and "Dashed" not in picture.caption
