"""Table 2, the forest plot and what is said beside them, of a hand-written ablation in groups."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import matplotlib.colors
from creflow_report.__main__ import main
from creflow_report.forest import forest
from creflow_report.sections.training import Network, Training, learning_curves
from creflow_report.style import COLORS
from creflow_report.variant_groups import groups
from helpers.fake_run import TASKS, ablation, interval, linear_baseline, write_fake_run, write_stage


def delta_of(value: float, significant: bool) -> dict[str, Any]:
    """A change with its tests."""
    made = copy.deepcopy(ablation()["variants"][0]["delta"]["macro"]) | interval(value, 0.02)
    return made | {"significant": significant, "p_adjusted": 0.01 if significant else 0.4}


def grid_ablation() -> dict[str, Any]:
    """Three variants, one of them significantly worse."""
    made = ablation()
    first = made["variants"][0]
    made["variants"] = []
    for name, value in (("depth-4", -0.05), ("depth-8", 0.01), ("alone", 0.02)):
        delta = {part: delta_of(value, value < -0.03) for part in ("macro", *TASKS)}
        made["variants"].append(copy.deepcopy(first) | {"name": name, "delta": delta})
    return made | {"family": 3}


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


def text_with(folder: Path, made: dict[str, Any], grid: list[dict[str, Any]]) -> str:
    """The page of a run with this ablation and grid."""
    words = write_fake_run(folder)
    write_stage(folder / "ablate", "cre-ablate", {"ablation.json": json.dumps(made)})
    config = folder / "config/report.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"grid": grid}), encoding="utf-8")
    assert main(words) == 0
    page = (folder / "report/report.html").read_text(encoding="utf-8")
    return page[page.index('id="table2"') : page.index('<section id="acceptance">')]


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_variants_stand_in_their_groups() -> None:
    """Each once; what no group names comes first, and a single group needs no heading."""
    made = grid_ablation()
    found = groups(made, GRID)
    assert [(group.title, [one.arm["name"] for one in group.members]) for group in found] == [
        ("", ["alone"]),
        ("Residual depth", ["depth-4", "depth-8"]),
    ]
    made["variants"].pop()
    assert [group.title for group in groups(made, GRID)] == [""]
    assert [group.title for group in groups(made, [])] == [""]


def test_table_2_by_group(tmp_path: Path) -> None:
    """With its headings, marks, and the settings that each variant changes."""
    section = text_with(tmp_path, grid_ablation(), GRID)
    text = plain(section)
    assert text.index("Residual depth") < text.index("depth-4")
    assert "depth-4 1 0.660 −0.050 [−0.070, −0.030]" in text
    assert section.count('class="n significant"') == 1
    assert "depth-4 model.resnet_dilated.blocks: 4" in text
    assert "depth-8 +0.040 [+0.030, +0.050] −0.030 [−0.050, −0.010] +0.200 [+0.150, +0.250] 0.31" in text
    assert "Permutation" not in text and "Rows" not in text


def test_what_the_rows_can_resolve(tmp_path: Path) -> None:
    """Numbers of ablation.json in words; seeds are not part of them."""
    made = grid_ablation()
    made["power"]["smallest_delta"]["macro"] = {"standard_error": 0.0123, "alone": 0.0342, "in_family": 0.0411}
    text = plain(text_with(tmp_path, made, GRID))
    assert "is 0.0123 (median over the variants). A true change of 0.034 would be found significant with" in text
    assert "80 % for a variant that is tested alone, one of 0.041 for the first of 3 in Holm’s correction" in text
    assert "was not measured with a single seed" in text
    made["power"]["with_seeds"] = {"standard_error": 0.0222, "alone": 0.0622, "in_family": 0.0732}
    text = plain(text_with(tmp_path / "seeds", made, GRID))
    assert "the standard error is 0.0222: changes of 0.062 and 0.073." in text and "single seed" not in text


def test_fewer_rows_permutations_and_warnings(tmp_path: Path) -> None:
    """Columns that only appear when there is something to say."""
    made = grid_ablation()
    made["variants"][0] |= {"rows": 97, "missing_rows": 3}
    made["variants"][0]["delta"]["macro"]["permutation_p"] = 0.0123
    made |= {"permutations": 5000, "warnings": ["depth-4: dropped 3 of the rows"]}
    page = text_with(tmp_path, made, GRID)
    text = plain(page)
    assert "depth-4 1 97 0.660" in text and "alone 1 100 0.660" in text and "base 1 100 0.710" in text
    assert "5,000 permutations" in text and "0.31 0.012" in text
    whole = (tmp_path / "report/report.html").read_text(encoding="utf-8")
    assert '<p class="warning">depth-4: dropped 3 of the rows</p>' in whole


def test_the_linear_baseline_stands_beside_the_base(tmp_path: Path) -> None:
    """In both tables, before the variants: without seeds, without an adjusted p, and never marked as significant."""
    made = grid_ablation() | {"linear_baseline": linear_baseline()}
    section = text_with(tmp_path, made, GRID)
    text = plain(section)
    row = "linear baseline – 0.600 −0.110 [−0.140, −0.080] −0.110 −0.110 −0.110 0.013 –"
    assert text.index("base 1 0.710") < text.index(row) < text.index("alone 1 0.660")
    assert "its p is not adjusted" in text and "Holm over 3 comparisons" in text
    assert section.count('class="n significant"') == 1, "that of a variant"
    assert "linear baseline +0.040 [+0.030, +0.050] −0.030 [−0.050, −0.010] +0.200 [+0.150, +0.250] 0.27" in text
    assert "linear baseline" not in plain(text_with(tmp_path / "without", grid_ablation(), GRID)).lower()

    made["linear_baseline"] |= {"rows": 96, "missing_rows": 4}
    made["baseline"] |= {"seeds": 2, "seed_sd": 0.01}
    text = plain(text_with(tmp_path / "fewer", made, GRID))
    assert "linear baseline – 96 0.600 – −0.110" in text and "alone 1 100 0.660 – " in text


def test_a_large_grid_keeps_its_learning_curves_readable(tmp_path: Path) -> None:
    """More networks than colours: the base stands out, the others share one entry of the legend."""
    epochs = [{"epoch": i, "train_loss": 1.0, "val_loss": 1.0, "val_pearson_mean": 0.1 * i} for i in (1, 2)]
    summary = {"best": {"epoch": 2, "val_pearson_mean": 0.2}}
    runs = [Network(f"{name}/seed1", summary, epochs) for name in ["base", *(f"v{i}" for i in range(9))]]
    legend = learning_curves(Training(runs)).figure.axes[1].get_legend()
    assert [text.get_text() for text in legend.get_texts()] == ["9 variants", "base"]
    legend = learning_curves(Training(runs[:3])).figure.axes[1].get_legend()
    assert [text.get_text() for text in legend.get_texts()] == ["base", "v0", "v1"]


def test_forest_plot() -> None:
    """A panel for the mean and for each task; points at the changes, filled where they are significant."""
    made = grid_ablation()
    for arm, shift in zip(made["variants"], (0.0, 0.0, 0.1), strict=True):
        arm |= {"seeds": 2, "seed_pearson": [0.7 + shift, 0.72]}
    picture = forest(made, groups(made, GRID))
    figure, caption, alt = picture.figure, picture.caption, picture.alt
    panels = [axes for axes in figure.axes if axes.get_visible()]
    assert [axes.get_title(loc="left") for axes in panels] == ["mean of cell types", *TASKS]
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
    assert "Filled: significant after Holm's correction over 3 variants" in caption and "Ticks" in caption
    assert "depth-4 −0.050" in alt


def test_a_failed_variant_does_not_flatten_the_others() -> None:
    """Among many it is an arrow at the edge with its number."""
    made = grid_ablation()
    first = made["variants"][0]
    changes = [0.001 * i for i in range(-6, 7)] + [-0.8]
    made["variants"] = [
        copy.deepcopy(first) | {"name": f"v{i}", "delta": {part: delta_of(x, False) for part in ("macro", *TASKS)}}
        for i, x in enumerate(changes)
    ]
    figure = forest(made, groups(made, [])).figure
    low, high = figure.axes[0].get_xlim()
    assert -0.2 < low < -0.026 and 0.026 < high < 0.2, "all intervals but that of the failed one"
    assert "−0.80" in [text.get_text() for text in figure.axes[0].texts]
    arrows = [line for line in figure.axes[0].lines if line.get_marker() == "<"]
    assert [float(line.get_xdata()[0]) for line in arrows] == [low]


def test_undefined_changes_are_said_in_the_figure() -> None:
    """A variant with a constant prediction has no correlation."""
    made = grid_ablation()
    gone = {"value": None, "low": None, "high": None, "significant": False}
    made["variants"][0]["delta"]["macro"] |= gone
    made["power"]["smallest_delta"]["macro"]["in_family"] = None
    figure = forest(made, groups(made, [])).figure
    assert "undefined" in [text.get_text() for text in figure.axes[0].texts]
