"""Puts sections and figures into the page: workflow/report/report.html.j2."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import jinja2
from creflow_workflow import notes
from creflow_workflow.stages import STAGES
from markupsafe import Markup

from . import text
from .contents import SECTIONS, Section, files_of_a_figure
from .inputs import Inputs
from .picture import Said
from .this_run import read_run

ASSETS = Path(__file__).resolve().parents[2] / "report"


@dataclass
class Embedded:
    """A picture as the page holds it: SVG as data addresses, so that the page needs no other file."""

    name: str
    said: Said
    wide: Markup
    narrow: Markup


def embed(name: str, said: Said, wide: bytes, narrow: bytes) -> Embedded:
    """The picture for two <img> elements."""
    return Embedded(name, said, _address(wide), _address(narrow))


def _address(svg: bytes) -> Markup:
    """As text: base64 is a third longer. For an attribute between double quotes, in which < and > need no escape."""
    line = " ".join(svg.decode().split()).replace("'", "&apos;").replace('"', "'")
    return Markup("data:image/svg+xml," + line.replace("%", "%25").replace("#", "%23").replace("&", "&amp;"))


@dataclass
class Part:
    """A section of this report: what it read, and its figures once they are drawn."""

    section: Section
    code: ModuleType  # sections/<name>.py
    shown: Any  # what its read() gave
    figures: dict[str, Embedded]  # by their names


def read_part(section: Section, inputs: Inputs) -> Part:
    """A section with all that it shows, and no figures yet."""
    code = importlib.import_module(f"{__package__}.sections.{section.name}")
    return Part(section, code, code.read(inputs), {})


def page(inputs: Inputs, parts: list[Part]) -> str:
    """The whole HTML text."""
    environment = templates((name for part in parts for name in part.figures), inputs.config["report"]["images"])
    return environment.get_template("report.html.j2").render(
        config=inputs.config,
        qc=inputs.json("qc/base/qc_report.json"),
        metrics=inputs.json("eval/base/metrics.json"),
        this_run=read_run(inputs),
        notes=_notes(inputs),
        sections=SECTIONS,
        bodies={part.section.name: _body(environment, part) for part in parts},
    )


def templates(figures: Iterable[str], images: Sequence[str]) -> jinja2.Environment:
    """The templates of pages, with what all of them use; figures are numbered as they are named, `images` lie beside
    the page."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(ASSETS), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )  # fmt: skip
    for name in text.__all__:
        environment.filters[name] = getattr(text, name)
    environment.globals.update(
        figure_numbers={name: number for number, name in enumerate(figures, 1)},
        figure_files=files_of_a_figure(images),
        style=(ASSETS / "style.css").read_text(encoding="utf-8"),
        script=(ASSETS / "page.js").read_text(encoding="utf-8"),
    )
    return environment


def _body(environment: jinja2.Environment, part: Part) -> Markup:
    """The HTML of a section below its heading. Jinja takes away the last line break of a template."""
    template = environment.get_template(f"sections/{part.section.name}.html.j2")
    html = template.render(vars(part.shown), figures=part.figures)
    return Markup(html if html.endswith("\n") else f"{html}\n")


@dataclass
class Told:
    """A warning as the page shows it at the top."""

    section: str  # where the page says more
    title: str
    text: str


def _notes(inputs: Inputs) -> list[Told]:
    """The warnings of the settings and of the stages. Those of one execution are left out: equal runs, equal report."""
    return [_told(note) for note in notes.collect(inputs.config["warnings"], inputs.manifests)]


def _told(note: notes.Note) -> Told:
    """Behind the name of its stage; that of the settings, or of a stage unknown here, is made of its own name."""
    if stage := STAGES.get(note.stage):
        return Told(stage.told_in, stage.title, note.line())
    return Told("provenance", note.stage.capitalize(), note.line())
