"""What a section's function for a figure returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from .style import Layout, nothing_to_draw

Value = str | int | float | None


@dataclass
class Data:
    """The numbers of a figure as a table."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Value]]

    def as_tsv(self) -> bytes:
        """With a header; NA where there is no value. Numbers as Python writes them, so that they can be read back."""
        lines = ["\t".join(self.columns), *("\t".join(map(_field, row)) for row in self.rows)]
        return ("\n".join(lines) + "\n").encode()


def _field(value: Value) -> str:
    if value is None or value != value:
        return "NA"
    text = repr(float(value)) if isinstance(value, float) else str(value)  # NumPy's numbers have other names for it
    return text.replace("\t", " ").replace("\n", " ")


@dataclass
class Picture:
    """A figure with what is said of it. Its name is that of its function."""

    figure: Figure
    reading: str  # one sentence that reads it for this run, from its numbers
    caption: str  # what is drawn, in which units
    alt: str  # the description for those who cannot see it
    source: Sequence[str]  # files that its numbers come from: "eval/base/metrics.json"
    data: Data  # those numbers


def undrawn(layout: Layout, why: str, source: Sequence[str], columns: Sequence[str]) -> Picture:
    """Where there is nothing to draw: the figure is a sentence that says why."""
    return Picture(nothing_to_draw(layout, why), why, "", f"No figure in this report: {why}", source, Data(columns, []))
