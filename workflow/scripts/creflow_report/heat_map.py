"""A table of numbers as colours that can be read without seeing them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from .style import COLORS, INK

# White in the middle: what differs from nothing stands out. The ends are distinguishable with every kind of vision.
AROUND_ZERO = LinearSegmentedColormap.from_list("around_zero", [COLORS[1], "#ffffff", COLORS[0]])
ROW = 0.42  # inches


def heat_map(
    axes: Axes,
    values: Sequence[Sequence[float | None]],
    texts: Sequence[Sequence[str]],
    rows: Sequence[str],
    columns: Sequence[str],
    limit: float,
) -> None:
    """Colours reach from -limit to limit; the texts say the numbers. Without a value: white."""
    numbers = np.array([[np.nan if value is None else value for value in row] for row in values], dtype=float)
    image = axes.imshow(numbers, cmap=AROUND_ZERO, vmin=-limit, vmax=limit, aspect="auto")
    size = _font_size(axes, [text for line in texts for text in line], len(columns))
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            dark = np.isfinite(numbers[row, column]) and _is_dark(image.to_rgba(numbers[row, column]))
            color = "white" if dark else INK
            axes.text(column, row, text, ha="center", va="center", fontsize=size, color=color)
    axes.set_xticks(range(len(columns)), columns)
    axes.set_yticks(range(len(rows)), rows)
    axes.grid(visible=False)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    if max(map(len, columns), default=0) * len(columns) > 34:
        axes.tick_params(axis="x", labelrotation=40)


def _font_size(axes: Axes, texts: list[str], columns: int) -> float:
    """So that the longest line fits into its cell; a letter is about 0.6 of the size wide."""
    longest = max((len(line) for text in texts for line in text.split("\n")), default=1)
    cell = 72 * (axes.figure.get_size_inches()[0] - 0.9) / columns
    return max(4.0, min(8.0, cell / (0.62 * longest)))


def _is_dark(color: Sequence[float]) -> bool:
    """Is white a better contrast than INK? By relative luminance (WCAG)."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.22
