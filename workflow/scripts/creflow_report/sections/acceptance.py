"""Acceptance: the criteria of the config, and whether they hold."""

from __future__ import annotations

from dataclasses import dataclass

from ..inputs import Inputs, Json


@dataclass
class Acceptance:
    """What the section shows."""

    metrics: Json


def read(inputs: Inputs) -> Acceptance:
    """The metrics of the base, which hold the criteria."""
    return Acceptance(inputs.json("eval/base/metrics.json"))
