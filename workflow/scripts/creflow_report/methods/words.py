"""Small words and numbers of methods texts."""

from __future__ import annotations

from collections.abc import Sequence

from ..text import listed


def plain(value: float) -> str:
    """A number as one writes it in a text, with six significant digits at most."""
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.0f}" if value == round(value) and abs(value) < 1e12 else f"{value:.6g}"


def share(value: float) -> str:
    """A share of one as percent."""
    return f"{100 * value:.6g} %"


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 row", "2 rows"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def numbers(values: Sequence[float]) -> str:
    """The same of numbers."""
    return listed(map(plain, values))
