"""Quality control: which rules rejected how many rows, and what was measured before and after them."""

from __future__ import annotations

from dataclasses import dataclass

from ..inputs import Inputs, Json
from ..picture import Picture
from ..quality_cells import cell_means, correlations
from ..quality_distributions import activities, errors, gc_content_and_length
from ..quality_rules import funnel
from ..style import Layout


@dataclass
class Quality:
    """What the section shows."""

    qc: Json
    split: Json


def read(inputs: Inputs) -> Quality:
    """The reports of quality control, and of the split, which may part equal sequences."""
    return Quality(inputs.json("qc/base/qc_report.json"), inputs.json("split/base/split_report.json"))


def qc_funnel(quality: Quality, layout: Layout) -> Picture:
    """Rows rejected by each rule, and those left."""
    return funnel(quality.qc, layout)


def gc_and_length(quality: Quality, layout: Layout) -> Picture:
    """GC content before and after, and lengths before."""
    return gc_content_and_length(quality.qc, layout)


def standard_errors(quality: Quality, layout: Layout) -> Picture:
    """Standard errors before and after, with the threshold."""
    return errors(quality.qc, layout)


def activity_before_after(quality: Quality, layout: Layout) -> Picture:
    """Activities before and after."""
    return activities(quality.qc, layout)


def activity_by_cell(quality: Quality, layout: Layout) -> Picture:
    """Mean activity by the cell type that elements were designed for."""
    return cell_means(quality.qc, layout)


def task_correlation(quality: Quality, layout: Layout) -> Picture:
    """How alike the activities in two cell types are."""
    return correlations(quality.qc, layout)
