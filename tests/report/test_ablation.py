"""Table 2, the forest plot and what is said beside them: a real comparison, with the changes that a test needs."""

from __future__ import annotations

import copy as copies
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib.colors
import pytest
from creflow_report.forest import forest
from creflow_report.style import COLORS, NARROW, WIDE
from creflow_report.text import number, signed, signed_interval
from creflow_report.variant_groups import groups
from helpers.reports import Page, change_config, change_json, report_of

Json = dict[str, Any]
GRID = [
    {
        "title": "Residual depth",
        "variants": [
            {"name": "depth-4", "changes": ["model.resnet_dilated.blocks: 4"], "pair_of": None},
            {"name": "depth-8", "changes": ["model.resnet_dilated.blocks: 8"], "pair_of": None},
            {"name": "not-compared", "changes": [], "pair_of": None},
        ],
    }
]
GONE = {"value": None, "low": None, "high": None, "p": None, "p_adjusted": None, "significant": False}


@pytest.fixture
def made(run: Path) -> Json:
    """Three variants, one of them significantly worse; everything else is that of the run."""
    ablation = json.loads((run / "ablate/ablation.json").read_text(encoding="utf-8"))
    first = ablation["variants"][0]
    parts = ("macro", *ablation["tasks"])
    ablation["variants"] = []
    for name, value in (("depth-4", -0.05), ("depth-8", 0.01), ("alone", 0.02)):
        delta = {part: first["delta"][part] | change(value) for part in parts}
        ablation["variants"].append(copies.deepcopy(first) | {"name": name, "delta": delta})
    return ablation | {"family": 3, "warnings": []}


def change(value: float) -> Json:
    """A change with an interval and its tests."""
    worse = value < -0.03
    ends = {"value": value, "low": value - 0.02, "high": value + 0.02}
    return ends | {"p": 0.013, "p_adjusted": 0.01 if worse else 0.4, "significant": worse}


@pytest.fixture
def page_with(copy: Callable[[], Path], tmp_path: Path) -> Callable[[Json], Page]:
    """page_with(made) is the section about this ablation, in the groups of the grid."""
    run = copy()
    change_config(run, grid=GRID)

    def shown(made: Json) -> Page:
        change_json(run, "ablate/ablation.json", lambda ablation: (ablation.clear(), ablation.update(made)))
        return report_of(run, tmp_path / "out", ("ablation",))

    return shown


def test_variants_stand_in_their_groups(made: Json) -> None:
    """Each once; what no group names comes first, and a single group needs no heading."""
    found = groups(made, GRID)
    assert [(group.title, [one.arm["name"] for one in group.members]) for group in found] == [
        ("", ["alone"]),
        ("Residual depth", ["depth-4", "depth-8"]),
    ]
    made["variants"].pop()
    assert [group.title for group in groups(made, GRID)] == [""]
    assert [group.title for group in groups(made, [])] == [""]


def test_table_2_by_group(made: Json, page_with: Callable[[Json], Page]) -> None:
    """With its headings, marks, and the settings that each variant changes."""
    page = page_with(made)
    text = page.text("ablation")
    assert text.index("Residual depth") < text.index("depth-4")
    r = number(made["variants"][0]["pearson"]["macro"])
    assert f"depth-4 1 {r} −0.050 [−0.070, −0.030]" in text
    assert page.source.count('class="n significant"') == 1
    assert "depth-4 model.resnet_dilated.blocks: 4" in text and "depth-8 model.resnet_dilated.blocks: 8" in text
    arm = made["variants"][1]
    others = [arm["delta_mse"]["macro"], arm["delta_min_gap_rho"], arm["delta_mean_min_gap"]]
    shown = " ".join(f"{signed(one['value'])} {signed_interval(one)}" for one in others)
    assert f"depth-8 {shown} {arm['delta']['macro']['fisher_p']:.2f}" in text
    assert "Permutation" not in text and "Rows" not in text


def test_columns_without_a_value_are_left_out(made: Json, page_with: Callable[[Json], Page]) -> None:
    """Of a measure that is defined for no variant, and of such a task; with a value for one, all stay."""
    arms = [*made["variants"], made["linear_baseline"]]
    gone = {"value": None, "low": None, "high": None}
    task = made["tasks"][0]
    head = f"interval {' '.join(made['tasks'])} p adjusted p"
    text = page_with(made).text("ablation")
    assert head in text and "MSE interval MinGap ρ interval mean MinGap interval Fisher" in text
    for arm in arms:
        arm["delta_min_gap_rho"] |= gone
        arm["delta"][task] |= GONE
    text = page_with(made).text("ablation")
    assert head not in text and f"interval {' '.join(made['tasks'][1:])} p adjusted p" in text
    assert "MinGap ρ" not in text and "MSE interval mean MinGap interval Fisher" in text
    for arm in arms:
        arm["delta_mean_min_gap"] |= gone
    page = page_with(made)
    assert "MinGap" not in page.text("ablation") and "MSE interval Fisher" in page.text("ablation")
    widths = [
        len(re.findall("<t[hd]", row))
        for row in re.findall("<tr>.*?</tr>", page.source.split('id="table2b"')[1].split("</table>")[0], re.DOTALL)
    ]
    assert set(widths) == {4}, widths
    arms[0]["delta_min_gap_rho"] |= change(0.1)
    assert "MSE interval MinGap ρ interval Fisher" in page_with(made).text("ablation")


def test_numbers_of_the_run(page: Page, run: Path) -> None:
    """As cre-ablate made it: each variant and the linear baseline with its own numbers, and one seed has no spread."""
    made = json.loads((run / "ablate/ablation.json").read_text(encoding="utf-8"))
    text = page.text("ablation")
    for arm in made["variants"]:
        delta = arm["delta"]["macro"]
        row = f"{arm['name']} 1 {number(arm['pearson']['macro'])} {signed(delta['value'])} {signed_interval(delta)}"
        assert row in text
    assert f"base 1 {number(made['baseline']['pearson']['macro'])} linear baseline – " in text
    assert "SD over the seeds" not in text and "on the same test rows" in text
    assert all(f'<p class="warning">{warning}</p>' in page.source for warning in made["warnings"])


def test_seeds(made: Json, page_with: Callable[[Json], Page]) -> None:
    """Then each Pearson correlation is the mean of single networks, with its spread."""
    for arm in (made["baseline"], *made["variants"]):
        arm |= {"seeds": 3, "seed_sd": 0.0123}
    made["split"] = "val"
    text = page_with(made).text("ablation")
    assert "on the same val rows" in text and "single networks of the seeds" in text
    r = number(made["variants"][0]["pearson"]["macro"])
    assert f"depth-4 3 {r} 0.012 −0.050" in text


def test_what_the_rows_can_resolve(made: Json, page_with: Callable[[Json], Page]) -> None:
    """Numbers of ablation.json in words; seeds are not part of them."""
    made["power"]["smallest_delta"]["macro"] = {"standard_error": 0.0123, "alone": 0.0342, "in_family": 0.0411}
    text = page_with(made).text("ablation")
    assert "is 0.0123 (median over the variants). A true change of 0.0342 would be found significant with" in text
    assert "80 % for a variant that is tested alone, one of 0.0411 for the first of 3 in Holm’s correction" in text
    assert "was not measured with a single seed" in text
    made["power"]["with_seeds"] = {"standard_error": 0.0222, "alone": 0.0622, "in_family": 0.0732}
    text = page_with(made).text("ablation")
    assert "the standard error is 0.0222: changes of 0.0622 and 0.0732." in text and "single seed" not in text


def test_fewer_rows_permutations_and_warnings(made: Json, page_with: Callable[[Json], Page]) -> None:
    """Columns that only appear when there is something to say."""
    made["variants"][0] |= {"rows": 47, "missing_rows": 7}
    made["variants"][0]["delta"]["macro"] |= {"permutation_p": 0.0123, "fisher_p": 0.31}
    made |= {"permutations": 5000, "warnings": ["depth-4: dropped 7 of the rows"]}
    page = page_with(made)
    text = page.text("ablation")
    r, base = number(made["variants"][0]["pearson"]["macro"]), number(made["baseline"]["pearson"]["macro"])
    assert f"depth-4 1 47 {r}" in text and f"alone 1 {made['rows']} {r}" in text
    assert f"base 1 {made['rows']} {base}" in text
    assert "5,000 permutations" in text and "0.31 0.012" in text
    assert '<p class="warning">depth-4: dropped 7 of the rows</p>' in page.source


def test_the_linear_baseline_stands_beside_the_base(made: Json, page_with: Callable[[Json], Page]) -> None:
    """In both tables, before the variants: without seeds, without an adjusted p, and never marked as significant."""
    made["linear_baseline"]["delta"]["macro"] |= {"p": 0.013, "fisher_p": 0.27}
    page = page_with(made)
    text = page.text("ablation")
    linear = made["linear_baseline"]
    tasks = " ".join(signed(linear["delta"][task]["value"]) for task in made["tasks"])
    delta = linear["delta"]["macro"]
    changed = f"{signed(delta['value'])} {signed_interval(delta)} {tasks} 0.013 –"
    row = f"linear baseline – {number(linear['pearson']['macro'])} {changed}"
    assert text.index("base 1 ") < text.index(row) < text.index("alone 1 ")
    assert "its p is not adjusted" in text and "Holm over 3 comparisons" in text
    assert page.source.count('class="n significant"') == 1, "that of a variant"

    linear |= {"rows": 46, "missing_rows": 8}
    made["baseline"] |= {"seeds": 2, "seed_sd": 0.01}
    text = page_with(made).text("ablation")
    assert f"linear baseline – 46 {number(linear['pearson']['macro'])} – {signed(delta['value'])}" in text
    assert f"alone 1 {made['rows']} {number(made['variants'][2]['pearson']['macro'])} – " in text

    del made["linear_baseline"]
    assert "linear baseline" not in page_with(made).text("ablation").lower()


def test_forest_plot(made: Json) -> None:
    """A panel for the mean and for each task; points at the changes, filled where they are significant."""
    for arm, shift in zip(made["variants"], (0.0, 0.0, 0.1), strict=True):
        arm["baseline"]["pearson"]["macro"] = 0.71
        arm |= {"seeds": 2, "seed_pearson": [0.7 + shift, 0.72]}
    made["power"]["smallest_delta"]["macro"]["in_family"] = 0.028
    picture = forest(made, groups(made, GRID), WIDE)
    panels = [axes for axes in picture.figure.axes if axes.get_visible()]
    assert [axes.get_title(loc="left") for axes in panels] == ["mean", *made["tasks"]]
    points = [line for line in panels[0].lines if line.get_marker() == "o"]
    found = {float(line.get_xdata()[0]): line.get_markerfacecolor() for line in points}
    assert found == {0.02: "white", -0.05: COLORS[0], 0.01: "white"}
    labels = [label.get_text() for label in panels[0].get_yticklabels()]
    assert labels == ["alone", "depth-4", "depth-8"]
    assert "Residual depth" in [text.get_text() for text in panels[-1].texts]
    seeds = [line for line in panels[0].lines if line.get_marker() == "|"]
    assert [round(float(x), 3) for x in seeds[0].get_xdata()] == [0.09, 0.01]
    shaded = [patch for patch in panels[0].patches if matplotlib.colors.to_rgba(patch.get_facecolor())[3] < 1]
    assert shaded and max(shaded[0].get_x(), shaded[0].get_x() + shaded[0].get_width()) == 0.028
    assert "Filled: significant after Holm’s correction over 3 variants" in picture.caption
    assert "Ticks" in picture.caption and "depth-4 −0.050" in picture.alt
    assert picture.reading.startswith("1 of 3 variants differ significantly from the base; ")
    rows = [dict(zip(picture.data.columns, row, strict=True)) for row in picture.data.rows]
    assert [row["change"] for row in rows if row["part"] == "macro"] == [0.02, -0.05, 0.01]


def test_forest_plot_of_a_narrow_page(made: Json) -> None:
    """A panel a row, each with the names of the variants."""
    panels = forest(made, groups(made, GRID), NARROW).figure.axes
    for axes in panels:
        assert [label.get_text() for label in axes.get_yticklabels()] == ["alone", "depth-4", "depth-8"]
        assert "Residual depth" in [text.get_text() for text in axes.texts]


def test_a_failed_variant_does_not_flatten_the_others(made: Json) -> None:
    """Among many it is an arrow at the edge with its number."""
    first = made["variants"][0]
    changes = [0.001 * i for i in range(-6, 7)] + [-0.8]
    made["variants"] = [
        copies.deepcopy(first)
        | {"name": f"v{i}", "delta": {part: first["delta"][part] | change(x) for part in first["delta"]}}
        for i, x in enumerate(changes)
    ]
    made["power"]["smallest_delta"]["macro"]["in_family"] = 0.028
    axes = forest(made, groups(made, []), WIDE).figure.axes[0]
    low, high = axes.get_xlim()
    assert -0.2 < low < -0.026 and 0.026 < high < 0.2, "all intervals but that of the failed one"
    assert "−0.80" in [text.get_text() for text in axes.texts]
    arrows = [line for line in axes.lines if line.get_marker() == "<"]
    assert [float(line.get_xdata()[0]) for line in arrows] == [low]


def test_undefined_changes_are_said_in_the_figure(made: Json) -> None:
    """A variant with a constant prediction has no correlation."""
    made["variants"][0]["delta"]["macro"] |= GONE
    made["power"]["smallest_delta"]["macro"]["in_family"] = None
    picture = forest(made, groups(made, []), WIDE)
    assert "undefined" in [text.get_text() for text in picture.figure.axes[0].texts]
    assert picture.reading == "No variant of 3 differs significantly from the base."
    assert re.search(r"\tNA\tNA", picture.data.as_tsv().decode())
