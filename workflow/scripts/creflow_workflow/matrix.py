"""Products of lists of choices with `include` and `exclude`, as the matrices of continuous integration have them."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from .overrides import Override, joined, merged, nested
from .problems import Problem, suggestion

Entry = dict[str, Any]


@dataclass(frozen=True)
class Axis:
    """One dimension of a matrix: what each label changes."""

    name: str
    choices: dict[str, Override]
    key: str | None  # the setting whose values are the choices; None when each label has overrides of its own


@dataclass
class Combination:
    """One member of a product: the label of each axis, what they change, and what `include` added."""

    labels: dict[str, str]
    override: Override
    added: Override = field(default_factory=dict)
    name: str | None = None  # given by `include`


def label(value: Any) -> str:  # noqa: ANN401 - JSON
    """A value as a part of a variant's name: [11] is 11, true is on, weight+batch is weight-batch."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if value is None:
        return "none"
    if isinstance(value, (list, tuple)):
        return "-".join(label(item) for item in value) or "none"
    text = f"{value:g}" if isinstance(value, float) else str(value)
    if isinstance(value, (int, float)):
        text = text.replace("e+", "e").replace("-", "minus", 1) if value < 0 else text.replace("e+", "e")
    if "/" in text and re.search(r"\.[A-Za-z]\w*$", text):  # a file
        text = PurePath(text).stem
    return re.sub(r"[^A-Za-z0-9.]+", "-", text).strip("-") or "empty"


def axis(name: str, spec: Any, place: str) -> Axis:  # noqa: ANN401 - JSON
    """`key: [values]`, `name: {key: [values]}` or `name: {label: overrides}`; `place` names it in errors."""
    if isinstance(spec, list):
        return _axis_of_key(name.rsplit(".", 1)[-1].replace("_", "-"), name, spec, place)
    if isinstance(spec, dict) and len(spec) == 1 and isinstance(next(iter(spec.values())), list):
        key, values = next(iter(spec.items()))
        return _axis_of_key(name, key, values, place)
    if isinstance(spec, dict) and spec and all(isinstance(item, dict) for item in spec.values()):
        return Axis(name, {key: nested(item, f"{place}.{key}") for key, item in spec.items()}, None)
    raise Problem(
        f"{place}: {_short(spec)} is not allowed; allowed: a list of values under a dotted key "
        "(train.batch: [64, 128]), one key with such a list, or a section of labels with overrides"
    )


def _axis_of_key(name: str, key: str, values: list[Any], place: str) -> Axis:
    if not values:
        raise Problem(f"{place}: an empty list makes no variants; give it at least one value")
    choices: dict[str, Override] = {}
    for value in values:
        if isinstance(value, dict):
            raise Problem(f"{place}: {_short(value)} has no name; use a section of labels with overrides instead")
        text = label(value)
        if text in choices:
            raise Problem(f"{place}: two values are named '{text}' in {_short(values)}; give them labels")
        choices[text] = nested({key: value}, place)
    return Axis(name, choices, key)


def combinations(axes: dict[str, Axis], include: list[Entry], exclude: list[Entry], place: str) -> list[Combination]:
    """The product of all axes, without those that an entry of `exclude` describes, with the entries of `include`.

    `include`: an entry whose labels agree with members of the product adds its other keys to each of them (and so does
    one without labels, to all); one that fits none is a member of its own.
    """
    members = [] if not axes else [_member(axes, labels, place) for labels in _product(axes)]
    for number, entry in enumerate(exclude):
        where = f"{place}.exclude[{number}]"
        wanted = {name: _known_label(axes, name, value, where) for name, value in entry.items()}
        fitting = [one for one in members if _fits(one, wanted)]
        if not fitting:
            raise Problem(f"{where}: {_short(entry)} is no combination of the matrix (or is excluded already)")
        members = [one for one in members if not _fits(one, wanted)]
    if axes and not members and not include:
        raise Problem(f"{place}.exclude: leaves no combination of the matrix")
    own = []
    for number, entry in enumerate(include):
        where = f"{place}.include[{number}]"
        wanted = {name: label(value) for name, value in entry.items() if name in axes}
        rest = {key: value for key, value in entry.items() if key not in axes and key != "name"}
        if not isinstance(entry.get("name", ""), str):
            raise Problem(f"{where}.name: {_short(entry['name'])} is not a text; put it in quotes")
        added, fitting = nested(rest, where), [one for one in members if _fits(one, wanted)]
        for one in fitting:
            one.added, one.name = merged(one.added, added), entry.get("name", one.name)
        if not fitting:
            own.append(_own_member(axes, entry, added, where))
    return members + own


def _product(axes: dict[str, Axis]) -> list[dict[str, str]]:
    """In the order of the lists, the last axis running fastest."""
    return [
        dict(zip(axes, labels, strict=True)) for labels in itertools.product(*(one.choices for one in axes.values()))
    ]


def _member(axes: dict[str, Axis], labels: dict[str, str], place: str) -> Combination:
    override: Override = {}
    for name, text in labels.items():
        override = joined(override, axes[name].choices[text], f"{place}.matrix")
    return Combination(labels, override)


def _own_member(axes: dict[str, Axis], entry: Entry, added: Override, place: str) -> Combination:
    """A combination that is not in the product; a value of a key may be new, a label must be known."""
    override: Override = {}
    labels = {}
    for name in (name for name in entry if name in axes):
        text = label(entry[name])
        known = axes[name].choices.get(text)
        if known is None and axes[name].key is not None:
            known = nested({axes[name].key: entry[name]}, place)
        if known is None:
            _known_label(axes, name, entry[name], place)
        override = joined(override, known, place)
        labels[name] = text
    if not labels and not added:
        raise Problem(f"{place}: changes nothing; it needs labels of the matrix ({', '.join(axes)}) or overrides")
    return Combination(labels, override, added, entry.get("name"))


def _known_label(axes: dict[str, Axis], name: str, value: Any, place: str) -> str:  # noqa: ANN401 - JSON
    if name not in axes:
        raise Problem(f"{place}.{name}: no axis of the matrix{suggestion(name, axes)}; allowed: {', '.join(axes)}")
    text, known = label(value), axes[name].choices
    if text not in known:
        raise Problem(f"{place}.{name}: {text} is not allowed{suggestion(text, known)}; allowed: {', '.join(known)}")
    return text


def _fits(one: Combination, wanted: dict[str, str]) -> bool:
    return all(one.labels[name] == text for name, text in wanted.items())


def _short(value: Any) -> str:  # noqa: ANN401 - JSON
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."
