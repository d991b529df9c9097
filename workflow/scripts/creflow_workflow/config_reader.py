"""The config of a run from its files and from the command line, with where each setting is from."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import config_words, places, yaml_file
from .overrides import leaves, merged, nested
from .problems import CONFIG, IO, Problem, together
from .yaml_file import Content


@dataclass(frozen=True)
class Origin:
    """Where a setting is from ("config.yaml: line 3", "command line"), and how it is written when it has no quotes."""

    where: str
    text: str | None = None


@dataclass
class Given:
    """What the user set."""

    values: dict[str, Any]
    source: str  # names all of it in errors
    origins: dict[str, Origin] = field(default_factory=dict)  # by dotted key
    problems: list[Problem] = field(default_factory=list)  # of what could not be read
    is_whole: bool = True  # every file could be read

    def text(self, key: str) -> str | None:
        """A value as it is written, when that is without quotes."""
        origin = self.origins.get(key)
        return origin.text if origin else None

    def where(self, key: str) -> str:
        """The place of a key for errors: its own, those of what is set within it, or of the section around it."""
        within = [self.origins[name].where for name in self._within(key)]
        own = [self.origins[key].where] if key in self.origins else []
        if set(within) - set(own) == {config_words.SOURCE} or (within and not own):
            return " and ".join(dict.fromkeys([*own, *within[-1:]]))
        around = self._around(key)
        return self.origins[around].where if around else self.source

    def rank(self, key: str) -> int:
        """Its place among all that is set, in the order of the files and then of the command line."""
        nearest = key if key in self.origins else next(iter(self._within(key)), self._around(key))
        return list(self.origins).index(nearest) if nearest else -1

    def _within(self, key: str) -> list[str]:
        """What is set within a section or list."""
        return [name for name in self.origins if name.startswith((f"{key}.", f"{key}["))]

    def _around(self, key: str) -> str:
        """The key itself, or the section around it that is set; the member of a product is one of its grid."""
        key = key.partition(" (")[0] if key.startswith("grid.") else key
        while key and key not in self.origins:
            key = key.rpartition("[" if key.endswith("]") else ".")[0]
        return key


def default_files(words: Sequence[str]) -> list[Path]:
    """Of a run that names no config: the settings for a table of the user's own, or without one the simulated
    example."""
    table = config_words.collect(words)[0].get("table")
    return [places.ROOT / "config" / ("config.yaml" if table else "examples/simulated.yaml")]


def read(files: Sequence[Path | str], words: Sequence[str]) -> Given:
    """Later files override earlier ones, section by section, and the words of the command line override the files."""
    given = collect(files, words)
    if given.problems:
        raise together(given.problems)
    return given


def collect(files: Sequence[Path | str], words: Sequence[str]) -> Given:
    """The same, with `problems` of what cannot be read; the rest counts."""
    given = Given({}, ", ".join(shown(file) for file in files) or config_words.SOURCE)
    for file in files:
        try:
            _add_file(given, file)
        except Problem as problem:
            given.problems.append(problem)
            given.is_whole = False
    overrides, problems = config_words.collect(words)
    given.problems += problems
    given.values = merged(given.values, overrides)
    for key in leaves(overrides):
        given.origins = {
            k: o for k, o in given.origins.items() if k != key and not k.startswith((f"{key}.", f"{key}["))
        }
        given.origins[key] = Origin(config_words.SOURCE)
    return given


def _add_file(given: Given, file: Path | str) -> None:
    name = shown(file)
    content = read_file(Path(file), name)
    variants = content.values.get("variants")
    if isinstance(variants, dict):  # without dots, a variant of another file or of the command line can merge
        for one, override in variants.items():
            line = content.lines.get(f"variants.{one}")
            place = f"{name}: {f'line {line}: ' if line else ''}variants.{one}"
            if isinstance(override, dict):
                variants[one] = nested(override, place)
    given.values = merged(given.values, content.values)
    for key, line in content.lines.items():
        given.origins[key] = Origin(f"{name}: line {line}", content.texts.get(key))
    if not content.lines:
        given.origins |= {key: Origin(name) for key in leaves(content.values)}


def read_file(file: Path, name: str) -> Content:
    """One file. Throws a Problem when it cannot be read, or holds no keys and values."""
    try:
        return yaml_file.parse(file.read_text(encoding="utf-8"), name)
    except OSError as error:
        where = places.looked_in(str(file)).strip()
        raise Problem(f"{name}: cannot be read: {error.strerror}" + (f" ({where})" if where else ""), IO) from error
    except UnicodeDecodeError as error:
        raise Problem(f"{name}: byte {error.start + 1} is no UTF-8; save the config as UTF-8", CONFIG) from error


def shown(file: Path | str) -> str:
    """As the user may write it: configs are looked for in the caller's folder and in that of creflow."""
    absolute = Path(os.path.abspath(file))
    is_ours = absolute.is_relative_to(places.ROOT) and not absolute.is_relative_to(places.caller())
    return str(absolute.relative_to(places.ROOT)) if is_ours else places.shown(absolute)
