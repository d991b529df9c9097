"""Whether two sets of trainings are equally accurate, within what seeds do."""

from __future__ import annotations

import math
import statistics
from typing import Any

# Two-sided 95 % points of Student's t by degrees of freedom.
T95 = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306}


def comparison(here: list[dict[str, Any]], there: list[dict[str, Any]]) -> dict[str, Any]:
    """Of the runs of one training, by both correlations."""
    return {"state": "compared"} | {
        kind: same_accuracy([run[kind] for run in here], [run[kind] for run in there])
        for kind in ("val_pearson", "test_pearson")
    }


def same_accuracy(found: list[float], expected: list[float]) -> dict[str, Any]:
    """Difference of means, and the most by which it may differ by chance: t times the standard error of the difference,
    with the variance of both sets pooled. With fewer than two of either nothing can be said."""
    result: dict[str, Any] = {
        "found": [round(value, 4) for value in found],
        "expected": [round(value, 4) for value in expected],
        "difference": round(statistics.fmean(found) - statistics.fmean(expected), 4),
    }
    if min(len(found), len(expected)) < 2:
        return result | {"margin": None, "equal": None}
    freedom = len(found) + len(expected) - 2
    squares = sum(sum((value - statistics.fmean(values)) ** 2 for value in values) for values in (found, expected))
    error = math.sqrt(squares / freedom * (1 / len(found) + 1 / len(expected)))
    margin = T95[min(freedom, max(T95))] * error
    return result | {"margin": round(margin, 4), "equal": abs(result["difference"]) <= margin}
