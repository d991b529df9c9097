"""Training: what each network learnt, epoch by epoch."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes

from ..course import course_panels, draw_course, reading_of_course
from ..curves import finish, line
from ..inputs import Inputs
from ..networks import Network, Times, in_groups, networks, times
from ..picture import Data, Picture
from ..style import COLORS, LIGHT, Layout, new_figure
from ..text import number


@dataclass
class Training:
    """What the section shows."""

    networks: list[Network]
    groups: list[tuple[str, list[Network]]]  # the same below the titles of the config's groups
    tasks: list[str]
    times: Times
    devices: list[str]  # "cpu, fp32", each once
    unstable: list[Network]

    @property
    def base(self) -> list[Network]:
        """The networks of the base, one for each seed."""
        return [network for network in self.networks if network.variant == "base"] or self.networks[:1]


def read(inputs: Inputs) -> Training:
    """Every network of the run."""
    found = networks(inputs)
    return Training(
        found,
        in_groups(found, inputs.config["grid"]),
        found[0].tasks,
        times(found),
        list(dict.fromkeys(f"{network.summary['device']}, {network.summary['precision']}" for network in found)),
        [network for network in found if network.summary["unstable"]],
    )


def learning_curves(training: Training, layout: Layout) -> Picture:
    """Loss of the base, and validation Pearson of every variant, by epoch."""
    figure, (loss, pearson) = new_figure(layout, 2, 2.6, columns=2)
    _losses(loss, training.base)
    _correlations(pearson, training.networks)
    keys = ("epoch", "train_loss", "val_loss", "val_pearson_mean")
    ends = ", ".join(
        f"{run.name} {number(run.best['val_pearson_mean'])} in epoch {run.best['epoch']}" for run in training.networks
    )
    return Picture(
        figure,
        _reading(training),
        "Learning curves. Loss: of the base, as it is trained (with augmentation and dropout) and of the validation "
        "rows, without unit. Validation Pearson: mean over cell types, of every network. Dots mark the epoch whose "
        "weights are used. n: rows.",
        f"Line charts of loss and validation Pearson by epoch. Best validation Pearson: {ends}.",
        _sources(training.networks),
        Data(
            ("network", *keys, "best"),
            [
                (run.name, *(epoch[key] for key in keys), int(epoch["epoch"] == run.best["epoch"]))
                for run in training.networks
                for epoch in run.epochs
            ],
        ),
    )


def training_course(training: Training, layout: Layout) -> Picture:
    """What else changes from epoch to epoch: of the base."""
    base = training.base
    panels, without = course_panels(base)
    figure, axes = new_figure(layout, len(panels), 2.0)
    for one, panel in zip(axes, panels, strict=True):
        draw_course(one, panel, base)
    return Picture(
        figure,
        reading_of_course(base),
        "Course of the base's training by epoch: "
        + "; ".join(panel.explained for panel in panels)
        + ". Dots mark the epoch whose weights are used."
        + (f" {len(base)} lines: a network for each seed." if len(base) > 1 else "")
        + (f" Not drawn: {'; '.join(without)}." if without else ""),
        f"Line charts by epoch: {', '.join(panel.title for panel in panels)}. {reading_of_course(base)}",
        _sources(base),
        Data(
            ("network", "epoch", "panel", "line", "value"),
            [
                (run.name, epoch["epoch"], panel.title, line or None, value(epoch))
                for panel in panels
                for run in base
                for line, value in panel.lines.items()
                for epoch in run.epochs
            ],
        ),
    )


def _sources(networks: list[Network]) -> list[str]:
    """The files; with many networks their pattern."""
    few = len(networks) <= len(COLORS)
    return [f"train/{run.name}/history.jsonl" for run in networks] if few else ["train/*/*/history.jsonl"]


def _losses(axes: Axes, base: list[Network]) -> None:
    for at, run in enumerate(base):
        line(axes, run, _series(run, "train_loss"), label="" if at else "training", marked=False)
        line(axes, run, _series(run, "val_loss"), place=1, label="" if at else "validation")
    rows = base[0].rows
    finish(axes, "Loss (base)", f"n = {rows['train_rows']:,} and {rows['val_rows']:,}")


def _correlations(axes: Axes, networks: list[Network]) -> None:
    """A colour each while there are enough of them; in a large grid the base stands out before all others."""
    variants = list(dict.fromkeys(run.variant for run in networks))
    few = len(variants) <= len(COLORS)
    labelled: set[str] = set()
    for run in sorted(networks, key=lambda one: not few and one.variant == "base"):
        own = few or run.variant == "base"
        name = run.variant if own else f"{len(variants) - 1} variants"
        line(
            axes, run, _series(run, "val_pearson_mean"), place=variants.index(run.variant) if few else 0,
            color=None if own else LIGHT, label="" if name in labelled else name, width=1.6 if own else 0.8,
        )  # fmt: skip
        labelled.add(name)
    finish(axes, "Validation Pearson", f"n = {networks[0].rows['val_rows']:,}")


def _reading(training: Training) -> str:
    text = _reading_of_base(training.base)
    others = [run for run in training.networks if run not in training.base]
    known = [run.best["val_pearson_mean"] for run in others if run.best["val_pearson_mean"] is not None]
    if len(others) == 1 and known:
        text += f"; that of {others[0].name} is {number(known[0])}"
    elif known:
        text += f"; those of the {len(others)} networks of variants are {_range(known)}"
    return f"{text}."


def _reading_of_base(base: list[Network]) -> str:
    whose = "base" if len(base) == 1 else f"base’s {len(base)} networks"
    epochs = sorted({run.best["epoch"] for run in base})
    when = f"epoch {epochs[0]}" if len(epochs) == 1 else f"epochs {epochs[0]} to {epochs[-1]}"
    last = max(run.summary["epochs_run"] for run in base)
    known = [run.best["val_pearson_mean"] for run in base if run.best["val_pearson_mean"] is not None]
    reached = f"a validation Pearson of {_range(known)}" if known else "no defined validation Pearson"
    return f"The weights of the {whose} are those of {when} of {last}, with {reached}"


def _range(values: list[float]) -> str:
    low, high = number(min(values)), number(max(values))
    return low if low == high else f"{low} to {high}"


def _series(run: Network, key: str) -> list[float | None]:
    return [epoch[key] for epoch in run.epochs]
