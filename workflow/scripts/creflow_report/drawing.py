"""Writes a figure and embeds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from creflow_workflow.manifest import StageRun

from .contents import FIGURE_FILES
from .page import Embedded, embed
from .picture import Picture
from .style import NARROW, WIDE, Layout, as_pdf, as_png, as_svg


def drawn(name: str, draw: Callable[[Any, Layout], Picture], shown: Any, stage: StageRun) -> Embedded:  # noqa: ANN401
    """A figure as files, and for the page, in which it stands for wide and for narrow windows."""
    picture = draw(shown, WIDE)
    svg = as_svg(picture.figure, name)
    written = {"svg": svg, "png": as_png(picture.figure), "pdf": as_pdf(picture.figure), "tsv": picture.data.as_tsv()}
    for kind in FIGURE_FILES:
        stage.write("figure", f"figures/{name}.{kind}", written[kind])
    return embed(name, picture, svg, as_svg(draw(shown, NARROW).figure, f"{name}-narrow"))
