"""Lines by epoch, as all figures of trainings draw them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from .networks import Network
from .style import COLORS

Dashes = str | tuple[int, tuple[int, ...]]
DASHES: tuple[Dashes, ...] = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 2)))  # as many as colours
DOTTED_BELOW = 3  # epochs: a line of so few is marked at each


def line(
    axes: Axes, run: Network, values: Sequence[float | None], *, place: int = 0, color: str | None = None,
    label: str = "", width: float = 1.6, marked: bool = True,
) -> None:  # fmt: skip
    """A value an epoch, null where it has none, with a dot at the epoch whose weights are used. `place` is that of its
    colour and dashes."""
    color = color or COLORS[place % len(COLORS)]
    epochs = [epoch["epoch"] for epoch in run.epochs]
    drawn = [np.nan if value is None else value for value in values]
    marker = "." if len(epochs) < DOTTED_BELOW else None
    dashes = DASHES[place % len(DASHES)]
    axes.plot(epochs, drawn, color=color, label=label or None, linestyle=dashes, linewidth=width, marker=marker)
    if marked and run.best["epoch"] in epochs:
        axes.plot(run.best["epoch"], drawn[epochs.index(run.best["epoch"])], "o", color=color, markersize=4)


def finish(axes: Axes, title: str, note: str = "", unit: str = "") -> None:
    """Title, axes and legend."""
    axes.set(title=title, xlabel="epoch", ylabel=unit)
    axes.set_title(note, loc="right", fontsize=8, fontweight="normal")
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    if axes.get_legend_handles_labels()[0]:
        axes.legend()
