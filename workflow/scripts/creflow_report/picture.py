"""What a section's function for a figure returns."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.figure import Figure


@dataclass
class Picture:
    """A figure, its caption, and its description for those who cannot see it. Its name is that of its function."""

    figure: Figure
    caption: str
    alt: str
