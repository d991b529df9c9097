"""Overrides of a config: sections within sections, or keys with dots (`model.multiscale.stem_kernels: [11]`)."""

from __future__ import annotations

from typing import Any

from .problems import Problem

Override = dict[str, Any]


def nested(override: Override, place: str) -> Override:
    """`override` without dots in its keys; `place` names it in errors. A value that is given twice is a mistake."""
    out: Override = {}
    for key, value in override.items():
        inner = nested(value, f"{place}.{key}") if isinstance(value, dict) else value
        parts = key.split(".")
        if not all(parts):
            raise Problem(f"{place}: the key '{key}' has an empty part; a dotted key is like train.optimizer.clip")
        for part in reversed(parts[1:]):
            inner = {part: inner}
        _add(out, parts[0], inner, place)
    return out


def _add(out: Override, key: str, value: Any, place: str) -> None:  # noqa: ANN401 - JSON
    if key not in out:
        out[key] = value
    elif isinstance(out[key], dict) and isinstance(value, dict):
        for name, inner in value.items():
            _add(out[key], name, inner, f"{place}.{key}")
    else:
        raise Problem(f"{place}: {key} is set twice; give it one value")


def joined(first: Override, second: Override, place: str) -> Override:
    """Both nested overrides together; they must not set the same key."""
    out: Override = {}
    for override in (first, second):
        for key, value in override.items():
            _add(out, key, _copy(value), place)
    return out


def _copy(value: Any) -> Any:  # noqa: ANN401 - JSON
    return {key: _copy(item) for key, item in value.items()} if isinstance(value, dict) else value


def merged(section: Override, override: Override) -> Override:
    """`section` with the keys of `override`; sections within merge, everything else is replaced."""
    out = dict(section)
    for key, value in override.items():
        both = isinstance(value, dict) and isinstance(out.get(key), dict)
        out[key] = merged(out[key], value) if both else value
    return out


def leaves(override: Override, prefix: str = "") -> dict[str, Any]:
    """Every value with its dotted key."""
    out: dict[str, Any] = {}
    for key, value in override.items():
        if isinstance(value, dict) and value:
            out |= leaves(value, f"{prefix}{key}.")
        else:
            out[f"{prefix}{key}"] = value
    return out
