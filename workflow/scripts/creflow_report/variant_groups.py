"""The variants of a run in the groups of the config, for tables and figures."""

from __future__ import annotations

from collections.abc import Iterable
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
    """Every variant of `ablation` once, in the order of `by_title`."""
    arms = {arm["name"]: arm for arm in ablation["variants"]}
    changes = {variant["name"]: variant["changes"] for group in grid for variant in group["variants"]}
    made = [
        Group(title, [Member(arms[name], changes.get(name, [])) for name in names])
        for title, names in by_title(arms, grid)
    ]
    # One group needs no heading: it is the table.
    return made if len(made) > 1 else [Group("", group.members) for group in made]


def by_title(variants: Iterable[str], grid: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    """Each of these variants once, below the title of its group in the order of `grid`; those that it does not name
    come first, without a title."""
    left = dict.fromkeys(variants)
    made = []
    for group in grid:
        named = [variant["name"] for variant in group["variants"] if variant["name"] in left]
        for name in named:
            left.pop(name, None)
        if named:
            made.append((group["title"], list(dict.fromkeys(named))))
    return ([("", list(left))] if left else []) + made
