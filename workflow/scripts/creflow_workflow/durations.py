"""Times as the console says them."""

from __future__ import annotations

UNKNOWN = "unknown"


def measured(seconds: float) -> str:
    """What something took: "4.2 s", "3 min 10 s", "2 h 05 min"."""
    if seconds < 59.95:
        return "< 0.1 s" if seconds < 0.05 else f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def estimate(seconds: float | None) -> str:
    """What something will take, no finer than it is known: "0.4 s", "45 s", "12 min", "3.4 h", "5.1 days"."""
    if seconds is None:
        return UNKNOWN
    for unit, size, digits in (("days", 86400, 1), ("h", 3600, 1), ("min", 60, 0)):
        if seconds >= 2 * size or (unit == "min" and seconds >= size):
            return f"{seconds / size:.{digits}f} {unit}"
    return measured(seconds) if seconds < 9.95 else f"{seconds:.0f} s"


def changing(seconds: float) -> str:
    """A time that is shown while it changes, so without fractions that flicker: "9 s", "3 min 10 s"."""
    return f"{int(seconds)} s" if seconds < 60 else measured(seconds)


def left(seconds: float) -> str:
    """What is left of an estimate, again without fractions: "3 s left", "12 min left"."""
    return f"{max(1, round(seconds))} s left" if seconds < 10 else f"{estimate(seconds)} left"
