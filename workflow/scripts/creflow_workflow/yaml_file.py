"""YAML and JSON as a config means them: nothing is lost (a key twice) or read as something else (a date, 007, 12:30).

A key is the text that is written there, so NO and 2024-01-15 are names; only true and false, on and off are the labels
on and off of a grid. A value may be a text, a number, true, false or null. Snakemake reads the same files with PyYAML
and ends in a traceback where that makes nothing of a key or value (`=`, the 45th of a month); they are refused here.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from .problems import Problem

_TAG = "tag:yaml.org,2002:"
_SWITCHES = {"true": "on", "on": "on", "false": "off", "off": "off"}
# What YAML 1.1 makes of it is not what someone meant who wrote it: 010 is 8, and 12:30 is 750.
_ODD_NUMBER = re.compile(r"[-+]?(0[0-9_]+|[0-9_]+(:[0-9_.]+)+)")
# What PyYAML understands by texts of which it makes nothing.
_MEANINGS = {
    "value": "a sign of YAML's own",
    "merge": "a sign of YAML's own",
    "timestamp": "a date that does not exist",
}
_MOST_VALUES = 100_000  # a few aliases within each other make billions


@dataclass
class Content:
    """What a file holds, and where each value stands, by its dotted key ("qc.tasks[0].name")."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)  # of values without quotes, as they are written


def parse(text: str, source: str) -> Content:
    """A config in YAML or JSON; `source` names it in errors. Throws a Problem with the line of a mistake."""
    values = _strict_json(text)
    if values is None:
        return _Reader(source).read(text.removeprefix("\ufeff"))
    if not isinstance(values, dict):
        raise Problem(f"{source}: holds no keys and values; an example is config/config.yaml")
    return Content(values)


def value(text: str, source: str) -> Any:  # noqa: ANN401 - JSON
    """One value as it is given on the command line. Numbers and words stay texts: the schema says what they are."""
    return _Reader(source, plain_texts=True).read_value(text)


def _strict_json(text: str) -> Any:  # noqa: ANN401 - JSON
    """JSON, or None when it is YAML, or has to be read as such to say where the mistake is."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(made := dict(pairs)) != len(pairs):
        raise ValueError("a key twice")
    return made


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


class _Reader:
    def __init__(self, source: str, *, plain_texts: bool = False) -> None:
        self.source, self.plain_texts = source, plain_texts
        self.content = Content()
        self.count = 0
        self.loader = yaml.SafeLoader("")

    def read(self, text: str) -> Content:
        """A file: keys and values at the top."""
        values = self.read_value(text)
        if not isinstance(values, dict):
            raise Problem(f"{self.source}: holds no keys and values; an example is config/config.yaml")
        self.content.values = values
        return self.content

    def read_value(self, text: str) -> Any:  # noqa: ANN401 - JSON
        """Any one value."""
        try:
            try:
                node = yaml.compose(text, Loader=yaml.SafeLoader)
            except yaml.MarkedYAMLError:
                if text.lstrip().startswith(("{", "[")):
                    # JSON may be indented with tabs; within its texts there are none. It is a file with a mistake.
                    made = self._value(yaml.compose(text.replace("\t", " "), Loader=yaml.SafeLoader), "")
                    if self.plain_texts:
                        return made
                raise
            return None if node is None else self._value(node, "")
        except RecursionError as error:
            raise Problem(f"{self.source}: sections and lists are within each other without end") from error
        except yaml.MarkedYAMLError as error:
            in_file = error.problem_mark and not self.plain_texts
            where = f"{self.source}: line {error.problem_mark.line + 1}" if in_file else self.source
            if error.context == "expected a single document in the stream":
                raise Problem(f"{where}: a second document begins (---); a config is one") from error
            raise Problem(f"{where}: not valid YAML: {_what_is_wrong(error)}") from error
        except yaml.YAMLError as error:
            raise Problem(f"{self.source}: not valid YAML: {' '.join(str(error).split())}") from error

    def _fail(self, node: yaml.Node, text: str) -> Problem:
        where = self.source if self.plain_texts else f"{self.source}: line {node.start_mark.line + 1}"
        return Problem(f"{where}: {text}")

    def _value(self, node: yaml.Node, place: str) -> Any:  # noqa: ANN401 - JSON
        self.count += 1
        if self.count > _MOST_VALUES:
            raise Problem(f"{self.source}: more than {_MOST_VALUES:,} values")
        self.content.lines[place] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode) and node.tag == f"{_TAG}map":
            return self._section(node, place)
        if isinstance(node, yaml.SequenceNode) and node.tag == f"{_TAG}seq":
            return [self._value(item, f"{place}[{i}]") for i, item in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, place)
        raise self._fail(node, f"{_named(place)}the tag {node.tag} is not allowed")

    def _section(self, node: yaml.MappingNode, place: str) -> dict[str, Any]:
        own: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        seen: dict[str, int] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node, place)
            inner = f"{place}.{key}" if place else key
            line = key_node.start_mark.line + 1
            if key in seen:
                raise self._fail(key_node, f"{inner} is there twice, first in line {seen[key]}; keep one of them")
            seen[key] = line
            if key_node.tag == f"{_TAG}merge":
                merged = self._merged(value_node, place)
            else:
                own[key] = self._value(value_node, inner)
                self.content.lines[inner] = line
        return merged | own

    def _merged(self, node: yaml.Node, place: str) -> dict[str, Any]:
        """What `<<` brings in: one section, or several of which the first counts."""
        parts = node.value if isinstance(node, yaml.SequenceNode) else [node]
        merged: dict[str, Any] = {}
        for part in parts:
            if not isinstance(part, yaml.MappingNode):
                raise self._fail(part, f"{_named(place)}<< needs a section of keys and values, or a list of them")
            merged = self._section(part, place) | merged
        return merged

    def _key(self, node: yaml.Node, place: str) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self._fail(node, f"{_named(place)}a key is a single text, no list and no section")
        if node.tag != f"{_TAG}merge":
            self._refuse_unreadable(node, place, "the key ")
        if node.tag == f"{_TAG}bool":
            return _SWITCHES.get(node.value.lower(), node.value)
        return node.value

    def _scalar(self, node: yaml.ScalarNode, place: str) -> Any:  # noqa: ANN401 - JSON
        text, kind = node.value, node.tag.removeprefix(_TAG)
        if node.style is None:
            self.content.texts[place] = text
        if kind == "null":
            return None
        if kind == "str" or (self.plain_texts and kind in ("bool", "int", "float", *_MEANINGS)):
            return text
        if kind == "timestamp":
            raise self._fail(
                node, f"{_named(place)}{text} is read as a date, not as a text; put it in quotes: {quoted(text)}"
            )
        self._refuse_unreadable(node, place)
        if kind == "bool":
            return yaml.SafeLoader.bool_values[text.lower()]
        if kind in ("int", "float"):
            return self._number(node, text, kind, place)
        raise self._fail(node, f"{_named(place)}the tag {node.tag} is not allowed")

    def _refuse_unreadable(self, node: yaml.ScalarNode, place: str, what: str = "") -> None:
        if self.plain_texts:  # of the command line, Snakemake gets what was made of it here
            return
        kind = node.tag.removeprefix(_TAG)
        try:
            self.loader.construct_object(node)
        except (yaml.YAMLError, ValueError, LookupError, AttributeError) as error:
            if kind in _MEANINGS:
                reason = f"is read as {_MEANINGS[kind]}; put it in quotes: {quoted(node.value)}"
            elif kind in ("int", "float", "bool"):
                reason = f"is not {'true or false' if kind == 'bool' else 'a number'}"
            else:
                raise self._fail(node, f"{_named(place)}the tag {node.tag} is not allowed") from error
            raise self._fail(node, f"{_named(place)}{what}{node.value} {reason}") from error

    def _number(self, node: yaml.ScalarNode, text: str, kind: str, place: str) -> int | float:
        made = self.loader.construct_yaml_int(node) if kind == "int" else self.loader.construct_yaml_float(node)
        if _ODD_NUMBER.fullmatch(text):
            raise self._fail(
                node,
                f"{_named(place)}{text} is read as the number {made}; write that number, or for a text put it in "
                f"quotes: {quoted(text)}",
            )
        return made


def quoted(text: str) -> str:
    """A text as it stands in a config, in double quotes."""
    return json.dumps(text, ensure_ascii=False)


def _named(place: str) -> str:
    return f"{place}: " if place else ""


def _what_is_wrong(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or "it ends too early"
    if problem == "second occurrence":  # of an anchor
        return (error.context or problem).split(";")[0]
    return problem + ("; indent with blanks, not with tabs" if "'\\t'" in problem else "")
