"""Learning curve: accuracy by the number of training rows, and what more of them would bring."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator

from ..inputs import Inputs
from ..learning_curve import MEAN, Curve, LearningCurve, Point, read_curve
from ..marks import points
from ..picture import Data, Picture, Value
from ..style import COLORS, INK, Layout, new_figure
from ..text import count, interval, number, percent, signed, signed_interval

_TICKS = ((1,), (1, 3), (1, 2, 5))  # times powers of ten: the fewest that are _FEWEST_TICKS
_FEWEST_TICKS = 3


def read(inputs: Inputs) -> LearningCurve:
    """The base and the variants that differ from it in their number of training rows alone."""
    return read_curve(inputs)


def accuracy_by_rows(shown: LearningCurve, layout: Layout) -> Picture:
    """Test Pearson of the mean and of each cell type, a panel each."""
    columns = 2 if len(shown.curves) <= 4 else 3
    figure, panels = new_figure(layout, len(shown.curves), 2.3 if layout.columns > 1 else 2.5, columns)
    for axes, curve in zip(panels, shown.curves, strict=True):
        _panel(axes, shown, curve)
    _same_limits(panels, shown)
    drawn = [axes.get_legend_handles_labels() for axes in panels]
    entries = {label: handle for handles, labels in drawn for handle, label in zip(handles, labels, strict=True)}
    figure.legend(
        entries.values(), entries.keys(), loc="outside lower center", ncols=4 if layout.columns > 1 else 2
    )  # fmt: skip
    confidence = percent(shown.confidence, 0)
    seeds = " Ticks: single networks of the seeds; dots: their mean prediction." if _seeds(shown) > 1 else ""
    circle = f" Line: power law; circle: what it says for twice the rows, with its {confidence} interval."
    law = circle if any(curve.law for curve in shown.curves) else ""
    return Picture(
        figure,
        _reading(shown),
        f"Pearson correlation on the {shown.split} rows by the number of training rows (logarithmic), with "
        f"{confidence} bootstrap intervals. Each number of rows contains all smaller ones.{seeds}{law}",
        f"Line chart of {shown.split} Pearson by training rows. {_description(shown)}",
        [f"eval/{point.variant}/metrics.json" for point in shown.points]
        + ["eval/*/bootstrap.h5", "ablate/ablation.json"],
        Data(
            ("part", "kind", "variant", "share", "rows", "pearson", "low", "high", "fitted"),
            [row for curve in shown.curves for row in _rows(shown, curve)],
        ),
    )


def _panel(axes: Axes, shown: LearningCurve, curve: Curve) -> None:
    rows = [point.rows for point in shown.points]
    axes.set_xscale("log")
    axes.set(title=shown.titles[curve.part], xlabel="training rows")
    if axes.get_subplotspec().is_first_col():
        axes.set_ylabel(f"{shown.split} Pearson")
    if curve.part == MEAN and _seeds(shown) > 1:
        for at, point in enumerate(shown.points):
            values = [np.nan if r is None else r for r in point.seeds]
            axes.plot([point.rows] * len(values), values, "_", color=COLORS[1], markersize=6,
                      label="" if at else "single network", zorder=1.5)  # fmt: skip
    points(axes, rows, [point.value[curve.part] for point in shown.points], color=COLORS[0], marker="o",
           label="measured")  # fmt: skip
    last = rows[-1]
    if law := curve.law:
        within, beyond = np.geomspace(rows[0], last, 100), np.geomspace(last, 2 * last, 20)
        axes.plot(within, law.point.at(within)[0], color=INK, linewidth=1.2, label="power law")
        axes.plot(beyond, law.point.at(beyond)[0], color=INK, linewidth=1.2, linestyle="--")
        points(
            axes, [2 * last], [law.twice], color=COLORS[2], marker="o", markerfacecolor="white", label="twice the rows"
        )


def _same_limits(panels: list[Axes], shown: LearningCurve) -> None:
    """Panels are compared with each other: a flat curve looks flat beside a steep one."""
    first, last = shown.points[0].rows, shown.most * (2 if any(curve.law for curve in shown.curves) else 1)
    estimates = [value for point in shown.points for value in point.value.values()]
    estimates += [curve.law.twice for curve in shown.curves if curve.law]
    seeds = [r for point in shown.points for r in point.seeds]
    ends = np.array([one[key] for one in estimates for key in ("low", "value", "high")] + seeds, dtype=float)
    low, high = (np.nanmin(ends), np.nanmax(ends)) if np.isfinite(ends).any() else (0.0, 1.0)
    margin = 0.05 * max(high - low, 0.02)
    ticks = _ticks(first, last)
    for axes in panels:
        axes.set(xlim=(first / 1.25, last * 1.25), ylim=(low - margin, high + margin))
        axes.set_xticks(ticks, [count(tick) for tick in ticks])
        axes.xaxis.set_minor_locator(NullLocator())


def _seeds(shown: LearningCurve) -> int:
    return len(shown.points[0].seeds)


def _ticks(first: float, last: float) -> list[int]:
    found: list[int] = []
    for steps in _TICKS:
        found = [step * 10**power for power in range(12) for step in steps if first <= step * 10**power <= last]
        if len(found) >= _FEWEST_TICKS:
            break
    return found


def _rows(shown: LearningCurve, curve: Curve) -> list[tuple[Value, ...]]:
    law, made = curve.law, []
    for point in shown.points:
        value = point.value[curve.part]
        fitted = float(law.point.at(point.rows)[0]) if law else None
        made.append((curve.part, "measured", point.variant, point.share, point.rows, value["value"], value["low"],
                     value["high"], fitted))  # fmt: skip
        if curve.part == MEAN:
            made += [(MEAN, "seed", point.variant, point.share, point.rows, r, None, None, fitted) for r in point.seeds]
    if law:
        twice = law.twice
        made.append(
            (curve.part, "twice", None, None, 2 * shown.most, None, twice["low"], twice["high"], twice["value"])
        )
    return made


def _reading(shown: LearningCurve) -> str:
    most = shown.points[-1]
    curve = shown.curves[0]
    reached = f"{count(most.rows)} training rows reach a {shown.split} Pearson of {_value(most, curve.part)}"
    if law := curve.law:
        gain = f"{signed(law.gain['value'])} {signed_interval(law.gain)}"
        return f"{reached}; twice as many would bring {gain}, if accuracy goes on by the power law."
    return f"{reached}; what more would bring cannot be told: {curve.why}."


def _value(point: Point, part: str) -> str:
    value = point.value[part]
    return f"{number(value['value'])} {interval(value)}".strip()


def _description(shown: LearningCurve) -> str:
    texts = (f"{number(point.value[MEAN]['value'])} with {count(point.rows)}" for point in shown.points)
    law = shown.curves[0].law
    twice = f"; {number(law.twice['value'])} predicted with {count(2 * shown.most)}" if law else ""
    return f"Mean: {', '.join(texts)}{twice}."
