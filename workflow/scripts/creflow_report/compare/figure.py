"""Learning curves of the bases, together."""

from __future__ import annotations

from itertools import cycle, islice

import numpy as np
from matplotlib.axes import Axes

from ..inputs import Json
from ..picture import Data, Picture
from ..style import COLORS, Layout, new_figure
from ..text import number
from .runs import Opened

LONGEST = 24  # letters of a name in a legend
STYLES = ("-", "--", "-.", ":")
PANELS = {"val_pearson_mean": "Validation Pearson", "val_loss": "Validation loss"}


def curves(runs: list[Opened], layout: Layout) -> Picture:
    """Validation Pearson by epoch, a line a network; the loss as well where all runs have the same."""
    keys = list(PANELS)[: 2 if same_loss(runs) else 1]
    histories = [(run, folder, _history(run, folder)) for run in runs for folder in run.facts.networks]
    figure, panels = new_figure(layout, len(keys), 2.8, columns=2)
    for axes, key in zip(panels, keys, strict=True):
        _panel(axes, key, runs, histories)
    source = [f"{run.label}/{folder}/history.jsonl" for run, folder, _ in histories]
    rows = [
        (run.label, folder.rpartition("/")[2], epoch["epoch"], epoch["val_loss"], epoch["val_pearson_mean"])
        for run, folder, epochs in histories
        for epoch in epochs
    ]
    loss = (
        "and validation loss of standardized activities" if len(keys) > 1 else "(the runs have different losses, which "
        "are not to be compared)"
    )  # fmt: skip
    return Picture(
        figure,
        _reading(runs),
        f"Mean validation Pearson correlation by epoch {loss}, a line for each network of the base; dots mark the "
        "epoch whose weights are used.",
        f"Line charts by epoch. Best validation Pearson: {_ends(runs)}.",
        source,
        Data(("run", "network", "epoch", "val_loss", "val_pearson_mean"), rows),
    )


def same_loss(runs: list[Opened]) -> bool:
    """Do losses mean the same in all runs?"""
    return all(run.facts.settings["train"]["loss"] == runs[0].facts.settings["train"]["loss"] for run in runs)


def _history(run: Opened, folder: str) -> list[Json]:
    return run.inputs.json_lines(f"{folder}/history.jsonl")


def _panel(axes: Axes, key: str, runs: list[Opened], histories: list[tuple[Opened, str, list[Json]]]) -> None:
    looks = list(islice(zip(cycle(COLORS), cycle(STYLES), strict=False), len(runs)))
    look = {run.label: one for run, one in zip(runs, looks, strict=True)}
    labelled: set[str] = set()
    for run, folder, epochs in histories:
        color, style = look[run.label]
        values = {epoch["epoch"]: np.nan if epoch[key] is None else epoch[key] for epoch in epochs}
        label = None if run.label in labelled else shorten(run.label)
        axes.plot(list(values), list(values.values()), style, color=color, linewidth=1.6, label=label)
        best = run.facts.training[run.facts.networks.index(folder)]["best"]["epoch"]
        axes.plot(best, values.get(best, np.nan), "o", color=color, markersize=4)
        labelled.add(run.label)
    axes.set(title=PANELS[key], xlabel="epoch")
    axes.legend(handlelength=3)


def shorten(label: str) -> str:
    """A name that leaves the panel some room: its beginning, and its end, which tells runs of one kind apart."""
    return label if len(label) <= LONGEST else f"{label[:14]}…{label[-9:]}"


def _best(run: Opened) -> float | None:
    """Mean over the networks of a run."""
    values = [training["best"]["val_pearson_mean"] for training in run.facts.training]
    return None if None in values else sum(values) / len(values)


def _ends(runs: list[Opened]) -> str:
    return ", ".join(f"{run.label} {number(_best(run))}" for run in runs)


def _reading(runs: list[Opened]) -> str:
    known = [run for run in runs if _best(run) is not None]
    if not known:
        return "No run has a defined validation Pearson correlation."
    top = max(known, key=lambda run: _best(run) or 0.0)
    others = [run for run in runs if run is not top]
    rest = ", ".join(f"{run.label} {number(_best(run))}" for run in others)
    return f"{top.label} reached the highest validation Pearson correlation, {number(_best(top))}; {rest}."
