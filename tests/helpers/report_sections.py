"""One section of a report by itself, without writing its figures: a test of what it says takes no second."""

from __future__ import annotations

from pathlib import Path

from creflow_report.config import read_config
from creflow_report.contents import SECTIONS
from creflow_report.inputs import Inputs
from creflow_report.page import embed, page, read_part
from creflow_report.picture import Picture
from creflow_report.style import WIDE
from creflow_workflow.manifest import StageRun

from helpers.reports import Page


def section_of(run: Path, out: Path, name: str) -> tuple[Page, dict[str, Picture]]:
    """A page that has just this section, and its figures."""
    config = read_config(run / "config/report.json")
    inputs = Inputs(run, config, StageRun("creflow-report", out, config))
    (section,) = (one for one in SECTIONS if one.name == name)
    part = read_part(section, inputs)
    pictures = {figure: getattr(part.code, figure)(part.shown, WIDE) for figure in section.figures}
    part.figures = {figure: embed(figure, picture, b"", b"") for figure, picture in pictures.items()}
    (out / "page.html").write_text(page(inputs, [part]), encoding="utf-8")
    return Page(out / "page.html"), pictures
