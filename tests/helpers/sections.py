"""One section of a report: much sooner there than the whole, because no figure is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from creflow_report.config import read_config
from creflow_report.contents import SECTIONS
from creflow_report.inputs import Inputs
from creflow_report.page import embed, page, read_part
from creflow_report.picture import Picture, Value
from creflow_report.style import NARROW, WIDE
from creflow_workflow.manifest import StageRun

from .reports import Page


@dataclass
class Shown:
    """What a reader sees of it, and its figures by name."""

    page: Page
    text: str
    pictures: dict[str, Picture]

    def rows(self, figure: str) -> list[dict[str, Value]]:
        """The numbers of a figure."""
        data = self.pictures[figure].data
        return [dict(zip(data.columns, row, strict=True)) for row in data.rows]


def section_of(run: Path, out: Path, name: str) -> Shown:
    """Reads it, lays its figures out for both widths and makes a page of it alone."""
    config = read_config(run / "config/report.json")
    inputs = Inputs(run, config, StageRun("creflow-report", out, config))
    part = read_part(next(section for section in SECTIONS if section.name == name), inputs)
    pictures = {}
    for figure in part.section.figures:
        for layout in (NARROW, WIDE):
            pictures[figure] = getattr(part.code, figure)(part.shown, layout)
            pictures[figure].figure.draw_without_rendering()
        part.figures[figure] = embed(figure, pictures[figure], b"", b"")
    file = out / f"{name}.html"
    file.write_text(page(inputs, [part]), encoding="utf-8")
    made = Page(file)
    return Shown(made, made.text(name), pictures)
