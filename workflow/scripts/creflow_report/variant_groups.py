"""The variants of an ablation in the groups of the config, for tables and figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .inputs import Json


@dataclass
class Member:
    """A variant as cre-ablate reports it, and what it changes."""

    arm: Json
    changes: list[str]


@dataclass
class Group:
    """Variants that answer one question; without a title when the config names no groups."""

    title: str
    members: list[Member]


def groups(ablation: Json, grid: list[dict[str, Any]]) -> list[Group]:
    """Every variant of `ablation` once, in the order of `grid`; those that it does not name come first."""
    arms = {arm["name"]: arm for arm in ablation["variants"]}
    made = []
    for group in grid:
        named = [variant for variant in group["variants"] if variant["name"] in arms]
        members = [Member(arms.pop(variant["name"]), variant["changes"]) for variant in named]
        if members:
            made.append(Group(group["title"], members))
    rest = [Group("", [Member(arm, []) for arm in arms.values()])] if arms else []
    # One group needs no heading: it is the table.
    return rest + made if rest + made[1:] else [Group("", made[0].members)]
