"""Quality control: which rules rejected how many rows, and what was measured."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..inputs import Inputs, Json
from ..picture import Data, Picture
from ..style import COLORS, LIGHT, Layout, new_figure

REPORT = "qc/base/qc_report.json"


@dataclass
class Quality:
    """What the section shows."""

    qc: Json
    split: Json


def read(inputs: Inputs) -> Quality:
    """The reports of quality control, and of the split, which may part equal sequences."""
    return Quality(inputs.json(REPORT), inputs.json("split/base/split_report.json"))


def qc_funnel(quality: Quality, layout: Layout) -> Picture:
    """Rows rejected by each rule: in order, and if the rule stood alone."""
    rules = [rule for rule in quality.qc["rules"] if rule["active"]]
    figure, (axes,) = new_figure(layout, 1, 0.6 + 0.33 * len(rules))
    rows = np.arange(len(rules))
    alone = [rule["alone"] for rule in rules]
    sequential = [rule["sequential"] for rule in rules]
    axes.barh(rows, alone, height=0.72, color=LIGHT, label="the rule alone")
    axes.barh(rows, sequential, height=0.36, color=COLORS[0], label="in order")
    for row, (first, second) in enumerate(zip(sequential, alone, strict=True)):
        label = f"{first:,}" if first == second else f"{first:,} / {second:,}"
        axes.annotate(label, (max(first, second), row), (4, 0), textcoords="offset points", va="center", fontsize=8)
    axes.set_yticks(rows, [rule["title"] for rule in rules])
    axes.invert_yaxis()
    axes.grid(axis="y", visible=False)
    axes.margins(x=0.12)
    axes.set_xlabel("rejected rows")
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2)
    most = max(rules, key=lambda rule: rule["sequential"])
    text = ", ".join(f"{rule['title']} {rule['sequential']:,}" for rule in rules)
    return Picture(
        figure,
        f"{quality.qc['rejected']:,} of {quality.qc['read']:,} rows were rejected"
        + (f", most of them by “{most['title']}” ({most['sequential']:,})." if quality.qc["rejected"] else "."),
        "Rows rejected by each quality rule. Dark: in the order of the rules, each row counted once. "
        "Light: by the rule alone.",
        f"Bar chart of rejected rows: {text}.",
        [REPORT],
        Data(("rule", "in_order", "alone"), [(rule["title"], rule["sequential"], rule["alone"]) for rule in rules]),
    )
