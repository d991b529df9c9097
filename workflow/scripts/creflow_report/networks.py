"""The trained networks of a run, and their rows in tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from creflow_workflow import folds

from .inputs import Inputs, Json
from .variant_groups import by_title


@dataclass
class Network:
    """One trained network."""

    name: str  # "base/seed1337"
    summary: Json  # training.json
    epochs: list[Json]  # history.jsonl
    rows: Json  # of its manifest's counts: train_rows, val_rows

    @property
    def variant(self) -> str:
        """ "base" of "base/seed1337" or "base.fold2/seed1337"."""
        return folds.variant_of(self.name.split("/")[0])

    @property
    def best(self) -> Json:
        """The epoch whose weights are used: its number, and validation Pearson."""
        return self.summary["best"]

    @property
    def tasks(self) -> list[str]:
        """In the order of the task weights."""
        return list(self.epochs[0]["val"])

    @property
    def stop_reason(self) -> str:
        """In words that stay on one line."""
        return self.summary["stop_reason"].replace("_", "\N{NO-BREAK SPACE}")


def networks(inputs: Inputs) -> list[Network]:
    """Every network of the run."""
    made = []
    for folder in inputs.folders("train"):
        epochs = inputs.json_lines(f"{folder}/history.jsonl")
        summary = inputs.varying_json(f"{folder}/training.json")
        made.append(Network(folder.partition("/")[2], summary, epochs, inputs.manifests[folder]["counts"]))
    return made


def in_groups(networks: Sequence[Network], grid: list[dict[str, Any]]) -> list[tuple[str, list[Network]]]:
    """Below the titles of the groups of the config; the base comes first, without a title."""
    variants = dict.fromkeys(network.variant for network in networks)
    return [
        (title, [network for name in names for network in networks if network.variant == name])
        for title, names in by_title(variants, grid)
    ]


@dataclass
class Times:
    """What differs between equal trainings, of all networks together."""

    seconds: float
    slowest: float  # samples per second
    fastest: float
    memory: int  # bytes


def times(networks: Sequence[Network]) -> Times:
    """Sum of the seconds, range of the rates, largest memory."""
    rates = [network.summary["samples_per_second"] for network in networks]
    seconds = [network.summary["train_seconds"] + network.summary["validation_seconds"] for network in networks]
    memory = max(network.summary["peak_memory_bytes"] for network in networks)
    return Times(sum(seconds), min(rates), max(rates), memory)
