"""Texts of a figure that cannot be read: those that lie on each other, and those that are cut off."""

from __future__ import annotations

import itertools
from unittest.mock import patch

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

SLACK = 1.5  # points; boxes of texts have some air around the letters


def drawn_texts(figure: Figure) -> list[tuple[str, Bbox]]:
    """Every text that is drawn, with its place in points."""
    canvas = FigureCanvasAgg(figure)
    drawn: dict[int, Text] = {}
    draw = Text.draw

    def noted(text: Text, *words: object, **more: object) -> None:
        drawn[id(text)] = text
        draw(text, *words, **more)

    with patch.object(Text, "draw", noted):
        canvas.draw()
    scale = 72 / figure.dpi
    boxes = [
        (text, text.get_window_extent()) for text in drawn.values() if text.get_visible() and text.get_text().strip()
    ]
    return [(text.get_text(), Bbox(box.get_points() * scale)) for text, box in boxes]


def unreadable(figure: Figure) -> list[str]:
    """What is wrong with the texts of a figure, one line each."""
    texts = drawn_texts(figure)
    width, height = figure.get_size_inches() * 72
    found = [
        f"{text!r} is cut off"
        for text, box in texts
        if box.x0 < -SLACK or box.y0 < -SLACK or box.x1 > width + SLACK or box.y1 > height + SLACK
    ]
    for (one, first), (other, second) in itertools.combinations(texts, 2):
        common = Bbox.intersection(first, second)
        if common is not None and common.width > SLACK and common.height > SLACK:
            found.append(f"{one!r} and {other!r} lie on each other")
    return found
