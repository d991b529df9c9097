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
    """Where a setting is from ("config.yaml: line 3", "--config"), and how it is written when it has no quotes."""

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
        """The place of a key or of the nearest section around it, for errors."""
        while key:
            if key in self.origins:
                return self.origins[key].where
            key = key.rpartition("[" if key.endswith("]") else ".")[0]
        return self.source


def default_files(words: Sequence[str]) -> list[Path]:
    """Of a run that names no config: the settings for a table of the user's own, or without one the simulated
    example."""
    table = config_words.collect(words)[0].get("table")
    return [places.ROOT / "config" / ("config.yaml" if table else "examples/simulated.yaml")]


def read(files: Sequence[Path | str], words: Sequence[str]) -> Given:
    """Later files override earlier ones, section by section, and the words of --config override the files."""
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
        given.origins = {k: o for k, o in given.origins.items() if not k.startswith((f"{key}.", f"{key}["))}
        given.origins[key] = Origin(config_words.SOURCE)
    return given


def _add_file(given: Given, file: Path | str) -> None:
    name = shown(file)
    content = read_file(Path(file), name)
    variants = content.values.get("variants")
    if isinstance(variants, dict):  # without dots, a variant of another file or of the command line can merge
        content.values["variants"] = {
            one: nested(override, f"{name}: variants.{one}") if isinstance(override, dict) else override
            for one, override in variants.items()
        }
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
