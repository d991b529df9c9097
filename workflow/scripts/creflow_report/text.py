"""Numbers as the report shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from creflow_workflow import headlines
from creflow_workflow.headlines import UNDEFINED, p_value

__all__ = [
    "cell",
    "count",
    "duration",
    "interval",
    "listed",
    "number",
    "p_value",
    "percent",
    "short",
    "signed",
    "signed_interval",
]

MINUS = "−"
NONE = "–"  # nothing to show here, unlike a statistic that has no value


def number(value: float | None, digits: int = 3) -> str:
    """A number with a fixed count of decimals and a true minus sign."""
    return UNDEFINED if value is None else f"{value:.{digits}f}".replace("-", MINUS)


def signed(value: float | None, digits: int = 3) -> str:
    """A difference: always with its sign."""
    return headlines.signed(value, digits).replace("-", MINUS)


def count(value: int | None) -> str:
    """A whole number with separators."""
    return NONE if value is None else f"{value:,}"


def duration(seconds: float) -> str:
    """ "3.2 s", "4 min 10 s", "2 h 5 min"."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def percent(share: float | None, digits: int = 1) -> str:
    """A share of one as percent."""
    return NONE if share is None else f"{100 * share:.{digits}f} %".replace("-", MINUS)


def interval(value: dict[str, Any] | None, digits: int = 3) -> str:
    """ "[0.671, 0.731]", or nothing without limits."""
    if value is None or value.get("low") is None or value.get("high") is None:
        return ""
    return f"[{number(value['low'], digits)}, {number(value['high'], digits)}]"


def signed_interval(value: dict[str, Any] | None, digits: int = 3) -> str:
    """The same for a difference."""
    if value is None or value.get("low") is None or value.get("high") is None:
        return ""
    return f"[{signed(value['low'], digits)}, {signed(value['high'], digits)}]"


def cell(value: Any) -> str:  # noqa: ANN401 - JSON
    """Any JSON value in one table cell."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}".replace("-", MINUS)
    if isinstance(value, int):
        return count(value)
    return NONE if value is None else str(value)


def short(digest: str) -> str:
    """The first 12 digits of a digest or commit: enough to recognise it."""
    return digest[:12]


def listed(items: Iterable[object], last: str = "and") -> str:
    """ "a, b and c"."""
    words = [str(item) for item in items]
    return f" {last} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
