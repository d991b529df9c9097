"""Puts numbers and figures into the page: workflow/report/report.html.j2."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from creflow_workflow import notes
from creflow_workflow.stages import STAGES

from . import text
from .ablation import Group
from .figures import Picture
from .sources import Json, Sources

ASSETS = Path(__file__).resolve().parents[2] / "report"
SPLITS = ("train", "val", "test")


@dataclass
class Embedded:
    """A picture as the page holds it: the SVG as a data address, so that the page needs no other file."""

    source: str
    caption: str
    alt: str


def embed(picture: Picture, svg: bytes) -> Embedded:
    """The picture for an <img> element."""
    return Embedded(f"data:image/svg+xml;base64,{base64.b64encode(svg).decode('ascii')}", picture.caption, picture.alt)


def page(sources: Sources, figures: dict[str, Embedded], groups: list[Group], config: Json) -> str:
    """The whole HTML text."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(ASSETS), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )  # fmt: skip
    for name in text.__all__:
        environment.filters[name] = getattr(text, name)
    return environment.get_template("report.html.j2").render(
        style=(ASSETS / "style.css").read_text(encoding="utf-8"),
        config=config,
        sources=sources,
        qc=sources.qc,
        split=sources.split,
        metrics=sources.metrics,
        ablation=sources.ablation,
        groups=groups,
        figures=figures,
        splits=[name for name in SPLITS if name in sources.split["splits"]],
        cells=_target_cells(sources.split),
        notes=_notes(sources, config),
        provenance=_provenance(sources),
        builds=_builds(sources),
    )


def _target_cells(split: Json) -> list[str]:
    """The designed cell types that occur in any split, in alphabetical order."""
    return sorted({cell for part in split["splits"].values() for cell in part.get("target_cell") or {}})


@dataclass
class Told:
    """A warning as the page shows it at the top."""

    section: str  # where the page says more
    title: str
    text: str


def _notes(sources: Sources, config: Json) -> list[Told]:
    """The warnings of the settings and of the stages. Those of one execution are left out: equal runs, equal report."""
    return [_told(note) for note in notes.collect(config["warnings"], sources.manifests)]


def _told(note: notes.Note) -> Told:
    """Behind the name of its stage; that of the settings, or of a stage unknown here, is made of its own name."""
    if stage := STAGES.get(note.stage):
        return Told(stage.told_in, stage.title, note.line())
    return Told("provenance", note.stage.capitalize(), note.line())


def _provenance(sources: Sources) -> list[dict[str, Any]]:
    """A row a stage: who made it and the digests that identify settings and content."""
    return [
        {
            "stage": name,
            "tool": manifest["tool"],
            "version": manifest["version"],
            "commit": text.short(manifest["git_commit"]) + ("+" if manifest["git_dirty"] else ""),
            "settings": text.short(manifest["config_sha256"]),
            "content": text.short(manifest["content_sha256"]),
            "seeds": ", ".join(f"{key} {value}" for key, value in sorted(manifest["seeds"].items())),
            "facts": ", ".join(f"{key} {text.cell(value)}" for key, value in sorted(manifest["determinism"].items())),
        }
        for name, manifest in sources.manifests.items()
    ]


def _builds(sources: Sources) -> list[tuple[str, str]]:
    """Compiler and libraries of the tools; each once."""
    facts: dict[str, str] = {}
    for manifest in sources.manifests.values():
        facts["compiler"] = manifest["build"]["compiler"]
        facts |= manifest["build"]["libraries"]
    return sorted(facts.items())
