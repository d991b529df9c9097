"""The split on the page: sizes, distributions, groups, kin, and what tables may lack."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from creflow_report.distributions import bins_together
from creflow_report.sections import split as section
from creflow_report.split_distributions import by_chance
from creflow_report.style import NARROW, WIDE
from creflow_report.text import count, number, percent
from helpers.reports import Page, change_json, report_of
from scipy import stats

REPORT = "split/base/split_report.json"
TASKS = ["K562", "HepG2", "SKNSH"]
Json = dict[str, Any]


@pytest.fixture(scope="session")
def split(run: Path) -> Json:
    """The report of the split."""
    return json.loads((run / REPORT).read_text())


def shown(split: Json, tasks: list[str] = TASKS, cells: list[str] | None = None) -> section.Split:
    """What the section shows of it."""
    cells = [*TASKS, "unknown"] if cells is None else cells
    return section.Split(
        split,
        list(section.SPLITS),
        tasks,
        cells,
        groups=1,
        large=[],
        strata={},
        together=[],
        chance_smd=0.1,
        pairs=[],
        places=False,
    )


def test_the_page_says_what_the_report_says(page: Page, split: Json) -> None:
    text = page.text("split")
    for name, part in split["splits"].items():
        assert f"{name} {count(part['rows'])} {percent(part['fraction'])} {count(part['groups'])}" in text
    for name in ("val", "test"):
        kin = split["kin"][name]
        assert f"{name} {count(split['splits'][name]['rows'])} {kin['related']}" in text
        if kin["example"]:
            assert f"{kin['example']['row']['id']} (line {kin['example']['row']['line']})" in text
    for title, pair in (
        ("test beside train", "test_train"),
        ("val beside train", "val_train"),
        ("test beside val", "test_val"),
    ):
        found = split["leakage"][pair]
        share = percent(found["related"] / found["rows"])
        assert (
            f"{title} {count(found['rows'])} {count(found['related'])} {share} {count(found['nearest']['equal'])}"
            in text
        )
    assert f"strategy {split['strategy']}" in text
    assert f"{number(100 * split['deviation']['size'], 2)} percentage points" in text
    assert "those that have the same sequence, directly or through other rows" in text
    for entry in split["balance"]:
        told = entry["test"]
        level = f" ({told['level']})" if entry["kind"] == "words" else ""
        assert f"{number(told['smd'])}{level}" in text


def test_sizes_and_shares(split: Json) -> None:
    picture = section.split_shares(shown(split), WIDE)
    rows = {(row[0], row[1]): row[2:] for row in picture.data.rows}
    assert rows["val", "rows"] == (split["splits"]["val"]["rows"], split["splits"]["val"]["fraction"])
    assert rows["test", "HepG2"] == (None, split["splits"]["test"]["target_cell"]["HepG2"])


def test_the_reading_finds_the_largest_difference_of_shares(split: Json) -> None:
    changed = json.loads(json.dumps(split))
    changed["splits"]["test"]["target_cell"]["HepG2"] = changed["splits"]["train"]["target_cell"]["HepG2"] + 0.25
    assert "more than 25.00 percentage points" in section.split_shares(shown(changed), WIDE).reading


def test_distributions_add_up(split: Json) -> None:
    rows = section.split_distributions(shown(split), NARROW).data.rows
    for task in TASKS:
        for place, name in enumerate(section.SPLITS, 4):
            counted = sum(row[place] for row in rows if row[:2] == ("activity", task))
            assert counted == split["splits"][name]["tasks"][task]["n"]
    assert sum(row[4] for row in rows if row[0] == "min_gap") == split["splits"]["train"]["min_gap"]["n"]


def test_the_bound_of_chance() -> None:
    """Against SciPy's two-sample test: at the bound p is about .05."""
    first, second = 4330, 541
    assert stats.distributions.kstwobign.sf(
        by_chance(first, second) * (first * second / (first + second)) ** 0.5
    ) == pytest.approx(0.05, abs=2e-4)


def test_the_reading_counts_distances_above_chance(split: Json) -> None:
    changed = json.loads(json.dumps(split))
    for task in TASKS:
        changed["ks"][task] = {"train_val": 0.0, "train_test": 0.0} | {
            "standard_error": {"train_val": 0.0, "train_test": 0.0}
        }
    changed["ks"]["HepG2"]["standard_error"]["train_val"] = 0.9
    changed["min_gap_ks"] = {"train_val": None, "train_test": None}
    reading = section.split_distributions(shown(changed), WIDE).reading
    assert "standard error in HepG2 of val is the least like train (KS 0.900" in reading
    assert "1 of 12 distances" in reading


def test_bins_are_joined_where_rows_are_few() -> None:
    histogram = {"edges": list(range(61)), "below": {"a": 0}, "above": {"a": 0}}
    assert bins_together(histogram | {"a": [100] * 60}, ("a",)) == 1
    assert bins_together(histogram | {"a": [9] * 60}, ("a",)) == 3
    assert bins_together(histogram | {"a": [1] + [0] * 59}, ("a",)) == 6
    assert bins_together(histogram | {"a": [0] * 60}, ("a",)) == 6


def test_tables_that_lack_things(split: Json) -> None:
    changed = json.loads(json.dumps(split))
    changed["histograms"]["min_gap"] = None
    for task in TASKS:
        changed["histograms"]["tasks"][task]["standard_error"] = None
    picture = section.split_distributions(shown(changed), NARROW)
    assert "The table has no standard error, no MinGap." in picture.caption
    assert "of 6 distances" in picture.reading
    one = section.split_distributions(shown(changed, tasks=["HepG2"]), WIDE)
    assert "of 2 distances" in one.reading
    for task in TASKS:
        changed["histograms"]["tasks"][task]["activity"] = None
    assert section.split_distributions(shown(changed), WIDE).reading == "No split has a value to show."
    assert "no target cells" in section.split_shares(shown(split, cells=[]), WIDE).caption


def test_a_page_of_another_split(copy: Callable[[], Path], tmp_path: Path) -> None:
    """Published, not grouped, without cells, deviation or kin, around another run."""
    run = copy()

    def change(split: Json) -> None:
        split |= {"strategy": "predefined", "group_by": [], "automatic": [], "deviation": None}
        split["base"] = {"rows": 7, "new_rows": 5, "moved_rows": 1, "test_rows": 3, "missing_test_rows": 2}
        for name in section.SPLITS:
            split["splits"][name]["target_cell"] = {"unknown": 1.0}
        split["balance"] = [entry for entry in split["balance"] if entry["kind"] == "number"]
        for name in ("val", "test"):
            split["kin"][name] = {"rows": 30, "related": 0, "share": 0.0, "example": None}

    change_json(run, REPORT, change)
    text = report_of(run, tmp_path / "out", ("split",)).text("split")
    assert "Strategy and groups were set by hand." in text and "Rows are not grouped." in text
    assert "which knew 7 of these rows; 5 are new and 1 in another split" in text
    assert "tolerated" not in text and "unknown" not in text
    assert "0 0.0 % yes –" in text


def test_shares_of_cells_that_are_not_there_are_not_told(copy: Callable[[], Path], tmp_path: Path) -> None:
    run = copy()
    assert "shares of target cells between a split" in report_of(run, tmp_path / "with", ("split",)).text("split")

    def change(split: Json) -> None:
        for name in section.SPLITS:
            split["splits"][name]["target_cell"] = {"unknown": 1.0}

    change_json(run, REPORT, change)
    text = report_of(run, tmp_path / "without", ("split",)).text("split")
    assert "are tolerated" in text and "target cells between" not in text


def test_related_rows(copy: Callable[[], Path], tmp_path: Path) -> None:
    """Counts of each kind, of words and of places; what other groupings would have kept together."""
    run = copy()

    def change(split: Json) -> None:
        leakage = split["leakage"]
        leakage["most_mismatches"] = 4
        leakage["grouped_with_train"] = {"near_duplicate": {"val": 1, "test": 3}, "minhash": {"val": 2, "test": 14}}
        for place, pair in enumerate(("test_train", "val_train", "test_val")):
            kinds = ("none", "equal", "mismatches_1", "mismatches_2", "mismatches_3_5", "overlapping", "similar")
            nearest = {kind: i * (place + 1) for i, kind in enumerate(kinds)}
            words = {"0.1": 41 + place, "0.5": 31}
            leakage[pair] |= {"rows": 100, "related": 21, "nearest": nearest, "shared_words_above": words, "places": 51}

    change_json(run, REPORT, change)
    text = report_of(run, tmp_path / "out", ("split", "accuracy")).text("split")
    assert "21 of 100 test rows resemble a training row; grouped by near_duplicate 3 of them" in text
    assert "by minhash 14." in text
    assert "test beside train 100 21 21.0 % 1 2 3 4 5 6 41 31 51" in text
    assert "test beside val 100 21 21.0 % 3 6 9 12 15 18 43 31 51" in text and "3 to 4" in text
    change_json(run, REPORT, lambda split: split["leakage"]["test_train"].update(related=0, places=None))
    text = report_of(run, tmp_path / "none", ("split", "accuracy")).text("split")
    assert "0 of 100 test rows resemble a training row" in text and "41 31 51" not in text


def test_large_groups(copy: Callable[[], Path], tmp_path: Path) -> None:
    run = copy()
    change_json(run, REPORT, lambda split: split.update(largest_groups=[{"group": 9, "rows": 1, "split": "val"}]))
    assert "No group has more than one row." in report_of(run, tmp_path / "one", ("split",)).text("split")
    change_json(run, REPORT, lambda split: split.update(largest_groups=[{"group": 9, "rows": 5, "split": "val"}]))
    assert "9 val 5 " in report_of(run, tmp_path / "five", ("split",)).text("split")
