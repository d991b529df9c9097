"""Quality control: which rules rejected how many rows, and what was measured before and after them."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..contents import OF_QC, OF_SPLIT, SCALER
from ..inputs import Inputs, Json
from ..picture import Picture
from ..quality_cells import cell_means, correlations
from ..quality_composition import composition
from ..quality_distributions import activities, errors, gc_content_and_length
from ..quality_losses import in_order, level_name, losses
from ..quality_rules import funnel
from ..style import Layout


@dataclass
class Quality:
    """What the section shows."""

    qc: Json
    split: Json
    scaler: Json
    losing_rules: list[Json] = field(init=False)  # those that reject any readable row
    subsets: list[tuple[str, list[tuple[str, Json]]]] = field(init=False)  # kinds of rows, and each with its name

    def __post_init__(self) -> None:
        """What the table of losses shows."""
        self.losing_rules = [rule for rule in self.qc["rules"] if rule["sequential"] and rule["code"] != "malformed"]
        self.subsets = [
            (kinds["by"], [(level_name(level), level) for level in in_order(kinds)]) for kinds in self.qc["subsets"]
        ]


def read(inputs: Inputs) -> Quality:
    """The reports of quality control, of the split, which may part equal sequences, and the limits of outliers."""
    return Quality(inputs.json(OF_QC), inputs.json(OF_SPLIT), inputs.json(SCALER))


def qc_funnel(quality: Quality, layout: Layout) -> Picture:
    """Rows rejected by each rule, and those left."""
    return funnel(quality.qc, layout)


def subset_losses(quality: Quality, layout: Layout) -> Picture:
    """What share of each kind of row is rejected."""
    return losses(quality.qc, layout)


def gc_and_length(quality: Quality, layout: Layout) -> Picture:
    """GC content before and after, and lengths before."""
    return gc_content_and_length(quality.qc, layout)


def sequence_composition(quality: Quality, layout: Layout) -> Picture:
    """Activity by GC content, and pairs of bases."""
    return composition(quality.qc, layout)


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
