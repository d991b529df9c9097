"""The variants that a config asks for: those under `variants`, and the groups of products under `grid`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .matrix import Axis, Combination, axis, combinations, label
from .overrides import Override, joined, leaves, nested
from .problems import Problem
from .stages import BASE

MATCHED = "_matched"  # after the name of a variant: the same with the number of parameters of the base
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True)
class Variant:
    """The base with some settings changed."""

    name: str
    override: Override  # nested
    place: str  # where the config says so
    group: str | None = None
    of_product: bool = False  # one that equals the base is the base, not a mistake
    pair_of: str | None = None  # matched to the base's number of parameters: the variant without that


@dataclass(frozen=True)
class Group:
    """Variants that answer one question."""

    name: str
    title: str


class Grid:
    """All variants by name, in order, and their groups."""

    def __init__(self, config: dict[str, Any], where: Callable[[str], str]) -> None:
        """`config` has valid sections `variants` and `grid`; `where` says of a key where it is set, for errors."""
        self.where = where
        self.variants: dict[str, Variant] = {}
        self.groups: list[Group] = []
        self.changing_nothing: list[str] = []  # members of products: they are the base
        for name, override in config.get("variants", {}).items():
            place = f"variants.{name}"
            self._add(Variant(name, nested(override, f"{where(place)}: {place}"), place))
        for name, section in config.get("grid", {}).items():
            self._add_group(name, section)

    def overrides(self) -> dict[str, Override]:
        """What each variant changes, by name."""
        return {name: variant.override for name, variant in self.variants.items()}

    def places(self) -> dict[str, str]:
        """Where each variant is from, by name: for errors."""
        return {name: variant.place for name, variant in self.variants.items()}

    def _add_group(self, name: str, section: dict[str, Any]) -> None:
        place = f"{self.where(f'grid.{name}')}: grid.{name}"
        matrix = {
            key.rsplit(".", 1)[-1].replace("_", "-") if isinstance(spec, list) else key: axis(
                key, spec, f"{place}.matrix.{key}"
            )
            for key, spec in section.get("matrix", {}).items()
        }
        if len(matrix) != len(section.get("matrix", {})):
            raise Problem(f"{place}.matrix: two axes have the same name; name them: stem: {{key: [values]}}")
        if "name" in matrix:
            raise Problem(f"{place}.matrix: an axis cannot be called name: in include, that names the variant")
        made = combinations(matrix, section.get("include", []), section.get("exclude", []), place)
        named = section.get("variants", {})
        if not made and not named:
            raise Problem(f"{place}: makes no variants; it needs matrix, include or variants")
        self.groups.append(Group(name, section.get("title") or name))
        for one in made:
            text = _name(one, matrix)
            where = f"grid.{name} ({text})"
            override = joined(one.override, one.added, f"{self.where(where)}: {where}")
            self._add_pair(Variant(text, override, where, name, of_product=one.name is None), section)
        for text, override in named.items():
            where = f"grid.{name}.variants.{text}"
            self._add_pair(Variant(text, nested(override, f"{self.where(where)}: {where}"), where, name), section)

    def _add_pair(self, variant: Variant, section: dict[str, Any]) -> None:
        if not variant.override and variant.of_product:
            self.changing_nothing.append(variant.name)
            return
        self._add(variant)
        if section.get("match_parameters", False):
            name = f"{variant.name}{MATCHED}"
            place = f"grid.{variant.group} ({name})"
            self._add(Variant(name, variant.override, place, variant.group, variant.of_product, variant.name))

    def _add(self, variant: Variant) -> None:
        if not _NAME.fullmatch(variant.name):
            allowed = "letters, digits, '.', '_' and '-', starting with a letter or digit"
            found = f"the name '{variant.name}' is not allowed"
            raise Problem(f"{self.where(variant.place)}: {variant.place}: {found}; allowed: {allowed}")
        if variant.name == BASE:
            raise Problem(
                f"{self.where(variant.place)}: {variant.place}: this name is taken by the run without overrides"
            )
        if variant.name in self.variants:
            other = self.variants[variant.name].place
            raise Problem(
                f"{self.where(variant.place)}: {variant.place}: the name {variant.name} is taken by {other}; "
                "name the axes differently, or leave it out with exclude"
            )
        self.variants[variant.name] = variant


def _name(one: Combination, matrix: dict[str, Axis]) -> str:
    """depth-4, stem-11_res-5; an included one without labels is named after what it changes."""
    if one.name is not None:
        return one.name
    if one.labels:
        return "_".join(f"{name}-{one.labels[name]}" for name in matrix if name in one.labels)
    changed = leaves(one.added)
    return "_".join(f"{key.rsplit('.', 1)[-1].replace('_', '-')}-{label(value)}" for key, value in changed.items())
