"""Checks a config against its schema and fills in the defaults; every mistake is one line that names the key."""

from __future__ import annotations

import copy
import datetime
import json
import math
import re
from collections.abc import Iterator
from typing import Any

import jsonschema

from . import unused
from .config_mistakes import mistakes, types_of, unknown_in
from .config_reader import Given
from .grid import Grid
from .problems import Problem
from .schemas import Schema, config_schema
from .yaml_file import quoted

# Values of the command line arrive as texts, and YAML 1.1 reads 1e-3 (without a point) as one.
_NUMBER = re.compile(r"[-+]?(\d[\d_]*\.?\d*|\.\d+)([eE][-+]?\d+)?")
_WORDS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False, "null": None}


def _of_whole_text(
    validator: jsonschema.Validator,
    pattern: str,
    instance: Any,  # noqa: ANN401 - JSON
    schema: Schema,
) -> Iterator[jsonschema.ValidationError]:
    """The keyword "pattern" for patterns that describe all of a text: $ alone lets a line end pass after it."""
    if validator.is_type(instance, "string") and not re.fullmatch(pattern.strip("^$"), instance):
        yield jsonschema.ValidationError(f"{instance!r} does not match {pattern!r}")


_Validator = jsonschema.validators.extend(jsonschema.Draft202012Validator, {"pattern": _of_whole_text})


def grid_of(config: dict[str, Any], source: str, given: Given | None = None) -> Grid:
    """The variants of a config, their sections `variants` and `grid` checked first; `source` names it in errors."""
    schema = config_schema()
    shapes = {
        "variants": {"type": "object", "additionalProperties": {"type": "object"}},
        "grid": schema["properties"]["grid"],
    }
    sections = {name: section for name, section in plain(config).items() if name in shapes}
    check(sections, {"type": "object", "properties": shapes}, source, given=given)
    return Grid(sections, given.where if given else lambda _: source)


def resolve(
    config: dict[str, Any], source: str, grid: Grid | None = None, given: Given | None = None
) -> dict[str, Any]:
    """The config checked and with all defaults filled in, its variants those of `grid`; `source` names it in errors, or
    `given` does so key by key."""
    schema = config_schema()
    config = plain(config)
    if grid is not None:
        config["variants"] = grid.overrides()
    config = _typed(config, schema)
    check(config, schema, source, grid.places() if grid else None, given)
    return fill(_judged_alike(config, schema), schema)


def _judged_alike(config: dict[str, Any], schema: Schema) -> dict[str, Any]:
    """Ablation compares variants as evaluation judges them: keys of `ablate` that are not set follow `eval`."""
    judged = fill(config.get("eval", {}), schema["properties"]["eval"])
    like_eval = judged["bootstrap"] | {"split": judged["split"], "min_gap": judged["min_gap"]}
    return config | {"ablate": like_eval | config.get("ablate", {})}


def check(
    config: dict[str, Any],
    schema: Schema,
    source: str,
    places: dict[str, str] | None = None,
    given: Given | None = None,
) -> None:
    """Throws the Problem of all mistakes, as they stand in the files and the command line. `places` says where variants
    are from, by name."""
    found = [one for error in _errors(config, schema) for one in mistakes(error, places or {}, given)]
    told = {key for key, _ in found}
    scalars = [(key, value) for key, value in _scalars(config, "") if key not in told]
    found += [(key, f"{key}: {text}") for key, value in scalars if (text := _not_for_json(value))]
    if given:
        found.sort(key=lambda one: given.rank(one[0]))
    if found:
        raise Problem([f"{given.where(key) if given else source}: {text}" for key, text in found])


def _errors(config: dict[str, Any], schema: Schema) -> list[jsonschema.ValidationError]:
    return sorted(_Validator(schema).iter_errors(config), key=lambda error: [str(part) for part in error.path])


def as_given(config: dict[str, Any]) -> str:
    """What the user set as JSON, in the types that the schema asks for: read again, it is the same config."""
    return json.dumps(_typed(plain(config), config_schema()), indent=2, ensure_ascii=False) + "\n"


def without_mistakes(config: dict[str, Any]) -> dict[str, Any]:
    """The config without the keys that are wrong by themselves, and without variants and groups in which one is: what
    else is wrong can be looked for."""
    kept = copy.deepcopy(_typed(plain(config), config_schema()))
    for error in _errors(kept, config_schema()):
        path = [part for part in error.absolute_path if isinstance(part, str)]
        names = path[-1:]
        if path[:1] in (["variants"], ["grid"]):
            path, names = path[:1], path[1:2]
        elif error.validator == "additionalProperties":
            names = unknown_in(error)
        else:
            path = path[:-1]
        section: Any = kept
        for part in path:
            section = section.get(part) if isinstance(section, dict) else None
        for name in names if isinstance(section, dict) else ():
            section.pop(name, None)
    return kept


def _scalars(value: Any, key: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _scalars(item, f"{key}.{name}" if key else name)
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _scalars(item, f"{key}[{i}]")
    else:
        yield key, value


def _not_for_json(value: Any) -> str:  # noqa: ANN401 - JSON
    """JSON has no infinity, the tools know whole numbers of 64 bits, and a text is UTF-8."""
    infinite = isinstance(value, float) and not math.isfinite(value)
    if infinite or (isinstance(value, int) and not -(2**63) <= value < 2**63):
        return f"{value} is out of range; allowed: a finite number of 64 bits"
    try:
        str(value).encode()
    except UnicodeEncodeError:
        return f"{value!a} is no UTF-8; name the file, or write the text, in UTF-8"
    return ""


def fill(value: Any, schema: Schema) -> Any:  # noqa: ANN401 - JSON
    """`value` with the schema's defaults for absent keys, at every depth; a number's default stays a number."""
    if isinstance(value, dict) and "properties" in schema:
        filled = dict(value)
        for name, inner in schema["properties"].items():
            if name in filled:
                filled[name] = fill(filled[name], inner)
            elif "default" in inner:
                filled[name] = copy.deepcopy(inner["default"])
        return filled
    if isinstance(value, list) and "items" in schema:
        return [fill(item, schema["items"]) for item in value]
    return value


def relevant(section: dict[str, Any], schema: Schema, name: str, config: dict[str, Any]) -> dict[str, Any]:
    """The section `name` without what another choice of the resolved config leaves unused: the sizes of other networks,
    and with the defaults of keys that are of another loss, say. What has no effect reruns nothing."""
    kept = {}
    for key, item in section.items():
        inner = schema["properties"].get(key, {})
        if not unused.why(inner, f"{name}.", config):
            is_section = isinstance(item, dict) and "properties" in inner
            kept[key] = relevant(item, inner, f"{name}.{key}", config) if is_section else item
        elif "x-when" not in inner:
            kept[key] = copy.deepcopy(inner["default"])
    return kept


def differences(wanted: Any, ran: Any, key: str = "") -> list[str]:  # noqa: ANN401 - JSON
    """What `wanted` has otherwise than `ran`, each as "train.epochs 14 -> 3"; what only `ran` has does not count."""
    if isinstance(wanted, dict) and isinstance(ran, dict):
        found = []
        for name, value in wanted.items():
            inner = f"{key}.{name}" if key else name
            found += differences(value, ran[name], inner) if name in ran else [f"{inner} is new"]
        return found
    if wanted == ran:
        return []
    texts = [json.dumps(value, ensure_ascii=False).strip('"') for value in (ran, wanted)]
    return [f"{key} {texts[0]} -> {texts[1]}" if max(map(len, texts)) <= 40 else key]


def plain(value: Any) -> Any:  # noqa: ANN401 - JSON
    """A config that another workflow hands over: ordered dictionaries and the like become plain JSON values.

    YAML takes the keys on and off (labels of a grid) for true and false.
    """
    if isinstance(value, dict):
        return {("on" if key else "off") if isinstance(key, bool) else str(key): plain(v) for key, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, datetime.date):
        raise Problem(f"the config: {value} is read as a date, not as a text; put it in quotes: {quoted(str(value))}")
    return value


def _typed(value: Any, schema: Schema) -> Any:  # noqa: ANN401 - JSON
    """Values in the type their schema asks for, so that 1, 1.0, 1e0 and "1" are the same setting of a number."""
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        others = schema.get("additionalProperties")
        rest = others if isinstance(others, dict) else {}
        return {key: _typed(item, properties.get(key, rest)) for key, item in value.items()}
    if isinstance(value, list):
        return [_typed(item, schema.get("items", {})) for item in value]
    types = types_of(schema)
    if isinstance(value, str) and "string" not in types:
        value = _from_text(value, types)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    if {"string", "number"} <= set(types):
        return repr(float(value)).removesuffix(".0")  # as the tools write it: 9, 9.0 and "9" are one text
    if "number" in types:
        return float(value)
    if "integer" in types and float(value).is_integer():
        return int(value)
    return value


def _from_text(text: str, types: list[str]) -> bool | float | str | None:
    if ("number" in types or "integer" in types) and _NUMBER.fullmatch(text):
        return float(text)
    word = _WORDS.get(text.lower(), text)
    if (word is None and "null" in types) or (isinstance(word, bool) and "boolean" in types):
        return word
    return text
