"""compare.html."""

from __future__ import annotations

from ..contents import IMAGES
from ..page import Embedded, templates
from .pairs import Paired
from .runs import Opened
from .tables import Side


def page(
    runs: list[Opened], settings: list[tuple[str, list[str]]], side: Side, paired: Paired, curves: Embedded
) -> str:
    """The whole HTML text."""
    return (
        templates([curves.name], IMAGES)
        .get_template("compare.html.j2")
        .render(runs=runs, settings=settings, side=side, paired=paired, curves=curves)
    )
