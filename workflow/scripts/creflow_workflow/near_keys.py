"""The key that was meant by one that nobody knows: of the same section, of another one, or of the top."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from functools import cache

from .problems import suggestion
from .schemas import Schema, config_schema

_MOST = 4  # the sizes of networks have the same names in each; a few are a hint, many are none


def near_key(name: str, siblings: Sequence[str] = ()) -> str:
    """ " (did you mean 'train.epochs'?)". `siblings` are the known keys of its section, none for the top of a config: a
    key of that name in a section is meant there, before one that is spelled alike."""
    paths = _paths()
    top = [path for path in paths if "." not in path]
    if name in top:  # it is right, but not there
        return ""
    hint = suggestion(name, siblings) or _hint(name) or suggestion(name, top)
    return hint or _hint(_alike(name, paths))


def is_key(path: str) -> bool:
    """Is it a dotted key of the config, or a key of its top?"""
    return path in _paths()


def keys_named(name: str) -> list[str]:
    """The dotted keys with this name in some section, when they are few: ["train.epochs"]."""
    named = [path for path in _paths() if "." in path and path.rpartition(".")[2] == name]
    return named if len(named) <= _MOST else []


def _hint(name: str) -> str:
    names = " or ".join(f"'{path}'" for path in keys_named(name))
    return f" (did you mean {names}?)" if names else ""


def _alike(name: str, paths: Sequence[str]) -> str:
    found = difflib.get_close_matches(name, {path.rpartition(".")[2] for path in paths}, n=1, cutoff=0.75)
    return found[0] if found else ""


@cache
def _paths() -> tuple[str, ...]:
    return tuple(_below(config_schema(), ""))


def _below(schema: Schema, prefix: str) -> list[str]:
    found = []
    for name, inner in schema.get("properties", {}).items():
        found += [f"{prefix}{name}", *_below(inner, f"{prefix}{name}.")]
    return found
