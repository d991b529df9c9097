"""Ablations: every variant against the base."""

from __future__ import annotations

from dataclasses import dataclass

from ..forest import forest
from ..inputs import Inputs, Json
from ..picture import Picture
from ..style import Layout
from ..variant_groups import Group, groups


@dataclass
class Ablation:
    """What the section shows."""

    ablation: Json
    groups: list[Group]


def read(inputs: Inputs) -> Ablation:
    """The comparison, its variants in the groups of the config."""
    ablation = inputs.json("ablate/ablation.json")
    return Ablation(ablation, groups(ablation, inputs.config["grid"]))


def ablation(shown: Ablation, layout: Layout) -> Picture:
    """The forest plot of all variants."""
    return forest(shown.ablation, shown.groups, layout)
