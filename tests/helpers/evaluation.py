"""What cre-eval evaluates and draws, picked from a table of predictions by its definition in docs/statistics.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

from helpers.philox import BOOTSTRAP, below, philox_words
from helpers.predictions import VAL, PredictionTable, simulated_predictions

Numbers = NDArray[np.float64]
Rows = NDArray[np.intp]
SEED = 2025  # eval.bootstrap.seed


def rich_table() -> PredictionTable:
    """Three tasks with all that an evaluation looks at, and all that makes it hard.

    Masked values, ties in measured and predicted values, missing standard errors, gaps and target cells, groups of
    several rows, one of them predicted badly, rows of another split, all kinds of flags, an ensemble.
    """
    table = simulated_predictions(rows=700, seed=5, groups=200)
    draw = np.random.default_rng(6)
    bad = np.flatnonzero(table.split != VAL)[5:400:50]
    table.group[bad] = 200
    table.activity[:, 1] += 2.0
    table.activity = np.round(1.3 * table.activity, 1)
    predicted = table.activity * 0.7 + draw.normal(size=table.activity.shape)
    predicted[bad] += 6.0
    table.predicted = np.round(predicted, 1).astype(np.float32)
    table.mask = (draw.random(table.mask.shape) > 0.1).astype(np.uint8)
    table.activity[table.mask == 0] = np.nan
    table.standard_error[draw.random(table.mask.shape) < 0.05] = np.nan
    table.standard_error[table.mask == 0] = np.nan
    table.member_sd = draw.gamma(4.0, 0.1, size=table.mask.shape).astype(np.float32)
    table.flags = draw.choice(np.array([0, 1, 2, 3], dtype=np.uint32), size=700, p=[0.7, 0.1, 0.1, 0.1])
    table.split[::10] = VAL
    table.target_cell[::7] = -1
    table.min_gap[::13] = np.nan
    table.low = (table.predicted - draw.uniform(0.5, 2.0, size=table.mask.shape)).astype(np.float32)
    table.high = (table.predicted + draw.uniform(0.5, 2.0, size=table.mask.shape)).astype(np.float32)
    table.low[::9, 1] = table.high[::9, 1] = np.nan
    table.gc = np.round(draw.uniform(0.3, 0.7, size=700), 2).astype(np.float32)
    table.scale = (0.8, 1.7, 2.5)
    return table


def evaluated_rows(table: PredictionTable) -> PredictionTable:
    """The rows that are evaluated."""
    return table.take(np.flatnonzero(table.split != VAL))


def pairs(table: PredictionTable, task: int) -> tuple[Numbers, Numbers, Rows]:
    """Measured and predicted values of a task, and the rows that have them."""
    rows = np.flatnonzero(table.mask[:, task])
    return table.activity[rows, task], table.predicted[rows, task].astype(float), rows


def gaps(table: PredictionTable) -> tuple[Numbers, Numbers, Rows]:
    """The MinGap column, the predicted gap (target minus best other), and the rows that have both."""
    rows = np.flatnonzero((table.target_cell >= 0) & ~np.isnan(table.min_gap))
    predicted = table.predicted[rows].astype(float)
    at_target = np.arange(predicted.shape[1]) == table.target_cell[rows, None]
    gap = predicted[at_target] - np.where(at_target, -np.inf, predicted).max(axis=1)
    return table.min_gap[rows], gap, rows


def units(table: PredictionTable, unit: str) -> list[Rows]:
    """The rows of each unit that the bootstrap draws, in order of first appearance."""
    if unit == "element":
        return [np.array([row]) for row in range(len(table.id))]
    return [np.flatnonzero(table.group == number) for number in dict.fromkeys(table.group.tolist())]


def drawn_rows(table: PredictionTable, unit: str, resample: int) -> Rows:
    """Row indices of one resample, with repeats."""
    members = units(table, unit)
    words = philox_words(BOOTSTRAP, SEED, resample)
    return np.concatenate([members[below(words, len(members))] for _ in members])


def within(draw: Rows, rows: Rows, size: int) -> Rows:
    """Where the drawn rows that are among `rows` stand in it."""
    place = np.full(size, -1)
    place[rows] = np.arange(len(rows))
    found = place[draw]
    return found[found >= 0]


def percentile_interval(replicates: ArrayLike) -> tuple[float, float]:
    """Percentiles 2.5 and 97.5 of the replicates that are defined."""
    defined = np.asarray(replicates, dtype=float)
    low, high = np.percentile(defined[~np.isnan(defined)], [2.5, 97.5])
    return float(low), float(high)


def close(found: float | None, expected: float, relative: float = 1e-11) -> None:
    """Equal up to rounding; an undefined number is null."""
    if np.isnan(expected):
        assert found is None
    else:
        assert found == pytest.approx(expected, rel=relative, abs=1e-12)


def check_estimate(found: dict, value: float, replicates: ArrayLike) -> None:
    """Value, percentile interval and number of undefined replicates of an entry of metrics.json."""
    close(found["value"], value)
    low, high = percentile_interval(replicates)
    close(found["low"], low)
    close(found["high"], high)
    assert found["skipped"] == np.isnan(np.asarray(replicates, dtype=float)).sum()


def table_rows(file: Path) -> Iterable[dict[str, str]]:
    """The rows of a tab-separated table."""
    header, *lines = file.read_text(encoding="utf-8").splitlines()
    return [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]


def jonckheere(values: Numbers, groups: Rows) -> tuple[float, float]:
    """Statistic and z of Jonckheere and Terpstra, pair by pair, with ties (Hollander and Wolfe 1999, eq. 6.19)."""
    later = groups[None, :] > groups[:, None]
    rises = (values[None, :] > values[:, None]) + 0.5 * (values[None, :] == values[:, None])
    statistic = float(np.sum(rises[later]))
    n = len(values)
    sizes, ties = (np.unique(v, return_counts=True)[1].astype(float) for v in (groups, values))
    spread = [float(np.sum(m * (m - 1) * (2 * m + 5))) for m in (np.array([n]), sizes, ties)]
    thirds = [float(np.sum(m * (m - 1) * (m - 2))) for m in (sizes, ties)]
    seconds = [float(np.sum(m * (m - 1))) for m in (sizes, ties)]
    variance = (
        (spread[0] - spread[1] - spread[2]) / 72
        + thirds[0] * thirds[1] / (36 * n * (n - 1) * (n - 2))
        + seconds[0] * seconds[1] / (8 * n * (n - 1))
    )
    expected = (n**2 - np.sum(sizes**2)) / 4
    return statistic, float((statistic - expected) / np.sqrt(variance))


def replicates(run: SimpleNamespace, part: tuple[Numbers, Numbers, Rows], measure: Callable[..., float]) -> Numbers:
    """A measure of a part of the rows (values and their rows) in each resample."""
    x, y, rows = part
    kept = [within(draw, rows, len(run.table.id)) for draw in run.draws]
    return np.array([measure(x[i], y[i]) for i in kept])
