"""The sections on acceptance and on ablations."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from creflow_report.forest import forest
from creflow_report.style import NARROW, WIDE
from creflow_report.text import number
from creflow_report.variant_groups import by_title, groups
from helpers.reports import Page, change_json
from helpers.sections import section_of
from matplotlib.figure import Figure
from matplotlib.text import Text

METRICS = "eval/base/metrics.json"
GRID = [
    {"title": title, "variants": [{"name": name, "changes": []}]}
    for title, name in (
        ("Strands of the prediction, and what else could be asked", "forward-only"),
        ("Epochs", "longer"),
    )
]


def ablation_of(run: Path) -> dict[str, Any]:
    """What cre-ablate wrote."""
    return json.loads((run / "ablate/ablation.json").read_text())


def test_criteria(page: Page, run: Path) -> None:
    """Each criterion with its value, and how many hold."""
    metrics = json.loads((run / METRICS).read_text())
    text = page.text("acceptance")
    for rule in metrics["acceptance"]:
        verdict = "pass" if rule["pass"] else "fail"
        assert f"{rule['text']} {number(rule['value'])} {number(rule['threshold'], 2)} {verdict}" in text
    held = sum(rule["pass"] for rule in metrics["acceptance"])
    assert f"{held} of {len(metrics['acceptance'])} criteria hold: the run is not accepted." in text


def test_a_criterion_that_does_not_apply(copy: Callable[[], Path], tmp_path: Path) -> None:
    """Of a table without minimum gaps: it is shown, and counts neither way."""
    run = copy()

    def leave_out(metrics: dict[str, Any]) -> None:
        for rule in metrics["acceptance"]:
            rule |= {"pass": None, "value": None} if rule["name"] == "min_gap_rho" else {"pass": True}
        metrics["accepted"] = True

    change_json(run, METRICS, leave_out)
    text = section_of(run, tmp_path / "out", "acceptance").page.text("acceptance")
    count = len(json.loads((run / METRICS).read_text())["acceptance"])
    assert f"All {count - 1} criteria hold: the run is accepted." in text
    assert text.count("not applicable") == 1


def test_accepted(copy: Callable[[], Path], tmp_path: Path) -> None:
    """All pass; a value that is undefined is called so."""
    run = copy()

    def accept(metrics: dict[str, Any]) -> None:
        for rule in metrics["acceptance"]:
            rule |= {"pass": True, "value": None}
        metrics["accepted"] = True

    change_json(run, METRICS, accept)
    page = section_of(run, tmp_path / "out", "acceptance").page
    text = page.text("acceptance")
    count = len(json.loads((run / METRICS).read_text())["acceptance"])
    assert f"All {count} criteria hold: the run is accepted." in text and "undefined" in text


def panels_of(figure: Figure) -> list[Any]:
    """Those that are seen."""
    return [axes for axes in figure.axes if axes.get_visible()]


def test_forest_in_both_widths(run: Path) -> None:
    """Names of variants and headings of groups do not overlap; the narrow one has names in each panel."""
    made = ablation_of(run)
    for layout, named in ((WIDE, 1), (NARROW, 4)):
        figure = forest(made, groups(made, GRID), layout).figure
        figure.draw_without_rendering()
        panels = panels_of(figure)
        assert len(panels) == 4
        labels = [label for axes in panels for label in axes.get_yticklabels() if label.get_text()]
        assert len(labels) == len(made["variants"]) * named
        headings = [text for axes in panels for text in axes.texts if text.get_text() in {g["title"] for g in GRID}]
        assert len(headings) == 2 * named
        titles = [text for text in figure.findobj(Text) if text.get_text() in ("mean", *made["tasks"])]
        seen = [text.get_window_extent() for text in [*labels, *headings, *titles]]
        assert len(titles) == 4 and not any(a.overlaps(b) for i, a in enumerate(seen) for b in seen[:i])
        assert f"n = {made['rows']}" in figure.get_supxlabel()


def test_forest_of_one_task_and_fewer_rows(run: Path) -> None:
    """One cell type is its own mean; rows are a range where a variant was compared on fewer."""
    made = ablation_of(run)
    made["tasks"] = made["tasks"][:1]
    made["variants"][0]["rows"] -= 5
    figure = forest(made, groups(made, GRID), WIDE).figure
    assert [axes.get_title(loc="left") for axes in panels_of(figure)] == made["tasks"]
    assert f"n = {made['rows'] - 5} to {made['rows']}" in figure.get_supxlabel()


def test_by_title() -> None:
    """Each variant once, in the order of the config; others first."""
    assert by_title(["longer", "base", "forward-only"], GRID) == [
        ("", ["base"]), (GRID[0]["title"], ["forward-only"]), ("Epochs", ["longer"]),
    ]  # fmt: skip
    assert by_title([], GRID) == []
