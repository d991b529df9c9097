"""Settings that change nothing, because another one leaves them unused; the schema says when ("x-when" of a section,
"x-unused-when" of a key). The counterpart for tools run by hand is lib/core/unused_settings.h."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .schemas import Schema

Settings = dict[str, Any]
_MISSING = object()


def why(schema: Schema, path: str, config: Settings) -> str:
    """Why the key or section with this schema, in the section `path` ("train.loss."), has no effect in a resolved
    config: "train.loss.kind: mse"; nothing when it has one. A condition on a key that is not there does not hold."""
    conditions = [{key: {"not": [choice]}} for key, choice in schema.get("x-when", {}).items()]
    for condition in conditions + schema.get("x-unused-when", []):
        if reason := _reason(condition, path, config):
            return reason
    return ""


def keys(given: Settings, schema: Schema, config: Settings, path: str = "") -> Iterator[tuple[str, str]]:
    """Every key of `given` without effect, with the reason; of an unused section its name."""
    for name, inner in schema.get("properties", {}).items():
        if name not in given:
            continue
        if reason := why(inner, path, config):
            yield f"{path}{name}", reason
        elif isinstance(given[name], dict):
            yield from keys(given[name], inner, config, f"{path}{name}.")


def _reason(condition: dict[str, Any], path: str, config: Settings) -> str:
    texts = []
    for key, values in condition.items():
        place = key[1:] if key.startswith("/") else f"{path}{key}"
        value = _value(config, place)
        inverse = isinstance(values, dict)
        listed = values["not"] if inverse else values
        if value is _MISSING or _is_in(value, listed) == inverse:
            return ""
        texts.append(f"{place}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}")
    return " and ".join(texts)


def _is_in(value: Any, listed: list[Any]) -> bool:  # noqa: ANN401 - JSON
    # False is not 0 here.
    return any(value == item and isinstance(value, bool) == isinstance(item, bool) for item in listed)


def _value(config: Settings, path: str) -> Any:  # noqa: ANN401 - JSON
    at: Any = config
    for part in path.split("."):
        if not isinstance(at, dict) or part not in at:
            return _MISSING
        at = at[part]
    return at
