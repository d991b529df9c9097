"""Accuracy by the number of training rows, the power law through it, and what twice the rows would bring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from creflow_workflow.problems import INTEGRITY, Problem
from creflow_workflow.stages import BASE

from .inputs import Inputs, Json, variant_in
from .power_law import Floats, PowerLaws, fit
from .replicates import read_replicates
from .text import percent, signed, signed_interval

MEAN = "macro"  # of the cell types
FEWEST = 4  # points of a law with three parameters: one more than always lie on it
LEAST_EXPLAINED = 0.9  # of the variance between the points, else they follow another law
MOST_RESAMPLES = 2000  # that a law is fitted to


@dataclass
class Point:
    """A variant: so many training rows, and how accurate its networks are."""

    variant: str
    share: float
    rows: int
    steps: int  # of the optimizer; mean over the networks
    seeds: list[float | None]  # each network by itself, as the mean over cell types
    value: dict[str, Json]  # Pearson with its interval, of MEAN and of each cell type
    change: dict[str, Json]  # from the base

    @property
    def seed_sd(self) -> float | None:
        """Of the single networks; None where one of them has no value."""
        known = [value for value in self.seeds if value is not None]
        return float(np.std(known, ddof=1)) if len(known) == len(self.seeds) > 1 else None


@dataclass
class Law:
    """A fitted power law; `ceiling`, `exponent`, `now`, `twice` and `gain` have an interval."""

    point: PowerLaws  # of one curve
    explained: float  # share of the variance between the points
    ceiling: Json
    exponent: Json
    now: Json  # with the most rows that there are, on the curve
    twice: Json  # with twice as many
    gain: Json  # from one to the other


@dataclass
class Curve:
    """Of the mean or of one cell type."""

    part: str
    law: Law | None
    why: str  # there is no law; "" where there is one


@dataclass
class LearningCurve:
    """What the section shows."""

    split: str
    confidence: float
    titles: dict[str, str]  # what each part is called: MEAN, and with several of them each cell type
    points: list[Point]  # fewest rows first
    most: int  # rows
    curves: list[Curve]  # of each part


def read_curve(inputs: Inputs) -> LearningCurve:
    """The variants that report.json lists as a curve."""
    variants = {one["variant"]: float(one["share"]) for one in inputs.config["learning_curve"]}
    metrics = {name: inputs.json(f"eval/{name}/metrics.json") for name in variants}
    _check_comparable(metrics)
    of_base = metrics[BASE]
    tasks, confidence = of_base["tasks"], of_base["bootstrap"]["confidence"]
    replicates = {name: inputs.once(f"eval/{name}/bootstrap.h5", read_replicates) for name in variants}
    columns = {MEAN: len(tasks)} | ({task: place for place, task in enumerate(tasks)} if len(tasks) > 1 else {})
    seeds = _seeds(inputs.json("ablate/ablation.json"))
    points = [
        Point(
            name, share, _training_rows(inputs, name), _steps(inputs, name), seeds[name],
            value={part: _pearson(metrics[name], part) for part in columns},
            change={
                part: estimate(
                    _difference(_pearson(metrics[name], part)["value"], _pearson(of_base, part)["value"]),
                    replicates[name][:, column] - replicates[BASE][:, column],
                    confidence,
                )
                for part, column in columns.items()
            },
        )
        for name, share in variants.items()
    ]  # fmt: skip
    rows = np.array([point.rows for point in points], dtype=float)
    curves = [
        curve_of(
            part,
            rows,
            np.array([point.value[part]["value"] for point in points], dtype=float),
            np.column_stack([replicates[name][:MOST_RESAMPLES, column] for name in variants]),
            confidence,
            of_base["bootstrap"]["seed"],
        )
        for part, column in columns.items()
    ]
    titles = {part: part for part in columns} | {MEAN: "mean" if len(tasks) > 1 else tasks[0]}
    return LearningCurve(of_base["split"], confidence, titles, points, points[-1].rows, curves)


def _check_comparable(metrics: dict[str, Json]) -> None:
    """Resamples are paired: the same rows, drawn alike."""
    drawn = {name: (one["rows"], one["tasks"], one["bootstrap"]) for name, one in metrics.items()}
    if other := next((name for name in drawn if drawn[name] != drawn[BASE]), None):
        raise Problem(
            f"eval/{other}/metrics.json: is of other rows, cell types or resamples than eval/{BASE}/metrics.json; "
            "the points of a learning curve are of the same",
            INTEGRITY,
        )


def _seeds(ablation: Json) -> dict[str, list[float | None]]:
    return {arm["name"]: arm["seed_pearson"] for arm in (ablation["baseline"], *ablation["variants"])}


def _trainings(inputs: Inputs, variant: str) -> list[str]:
    """The folders of its networks."""
    return [folder for folder in inputs.folders("train") if variant_in(folder) == variant]


def _training_rows(inputs: Inputs, variant: str) -> int:
    """Those that networks are trained on; equal for all seeds."""
    rows: int = inputs.manifests[_trainings(inputs, variant)[0]]["counts"]["train_rows"]
    return rows


def _steps(inputs: Inputs, variant: str) -> int:
    steps = [inputs.varying_json(f"{folder}/training.json")["steps"] for folder in _trainings(inputs, variant)]
    return round(sum(steps) / len(steps))


def _pearson(metrics: Json, part: str) -> Json:
    found: Json = metrics["macro" if part == MEAN else "per_task"]
    of_part: Json = found["pearson"] if part == MEAN else found[part]["pearson"]
    return of_part


def _difference(value: float | None, base: float | None) -> float | None:
    return None if value is None or base is None else value - base


def estimate(value: float | None, replicates: Floats, confidence: float) -> Json:
    """A value with its percentile interval; none without replicates that have a value."""
    known = replicates[np.isfinite(replicates)]
    if value is None or not len(known):
        return {"value": value, "low": None, "high": None}
    low, high = np.quantile(known, [(1 - confidence) / 2, (1 + confidence) / 2])
    return {"value": float(value), "low": float(low), "high": float(high)}


def curve_of(part: str, rows: Floats, values: Floats, replicates: Floats, confidence: float, seed: int) -> Curve:
    """The law through `values` (points) and through each of `replicates` (resamples, points); NaN where there is no
    value. Points that have none are left out, and so are resamples that have none at one of the others."""
    known = np.isfinite(values)
    rows, values, replicates = rows[known], values[known], replicates[:, known]
    replicates = replicates[np.isfinite(replicates).all(axis=1)]
    if why := _no_law(rows, values, replicates, confidence):
        return Curve(part, None, why)
    point = fit(rows, values[None])
    squares = float(point.squares[0])
    explained = 1 - squares / float(((values - values.mean()) ** 2).sum())
    if explained < LEAST_EXPLAINED:
        share = percent(explained, 0)
        return Curve(part, None, f"the points lie on none, the best explains {share} of the variance between them")
    laws = fit(rows, _scattered(replicates, squares, seed))
    most = point.most

    def with_interval(of_point: Floats, of_laws: Floats) -> Json:
        return estimate(float(of_point[0]), of_laws, confidence)

    now, then = [one.at(most) for one in (point, laws)], [one.at(2 * most) for one in (point, laws)]
    return Curve(
        part,
        Law(
            point,
            explained,
            with_interval(point.ceiling, laws.ceiling),
            with_interval(point.exponent, laws.exponent),
            with_interval(*now),
            with_interval(*then),
            with_interval(*(after - before for before, after in zip(now, then, strict=True))),
        ),
        "",
    )


def _scattered(replicates: Floats, squares: float, seed: int) -> Floats:
    """Each resample with the scatter of single trainings: all its points are of the same test rows, but each is of
    other networks and, but for the largest, of a drawn part of the training rows. How far such points are from a curve
    is known from `squares`, with as many degrees of freedom as there are more points than parameters: Student's t."""
    freedom = replicates.shape[1] - 3
    noise = np.random.Generator(np.random.Philox(seed)).standard_t(freedom, replicates.shape)
    return np.minimum(replicates + np.sqrt(squares / freedom) * noise, 1.0)


def _no_law(rows: Floats, values: Floats, replicates: Floats, confidence: float) -> str:
    """Why no law can be told from these points."""
    different = len(np.unique(rows))  # whole groups: two shares of a small table may be the same rows
    if different < FEWEST:
        have = f"{different} number{'s' if different != 1 else ''} of rows"
        return f"there are {have} with a value, and a law of three parameters fits any three; it takes {FEWEST}"
    if not len(replicates):
        return "no resample of the test rows has a value at every point"
    first, last = np.argmin(rows), np.argmax(rows)
    rise = estimate(float(values[last] - values[first]), replicates[:, last] - replicates[:, first], confidence)
    if rise["low"] <= 0 or rise["value"] <= 0:
        verb = "falls" if rise["high"] < 0 else "does not rise measurably"
        return (
            f"accuracy {verb} from {rows[first]:,.0f} to {rows[last]:,.0f} rows: "
            f"{signed(rise['value'])} {signed_interval(rise)}"
        )
    return ""
