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
from .config_reader import Given
from .config_words import near_key
from .grid import Grid
from .problems import Problem, suggestion
from .schemas import Schema, config_schema
from .stages import PASSED_BY_WORKFLOW
from .yaml_file import quoted

# Values of the command line arrive as texts, and YAML 1.1 reads 1e-3 (without a point) as one.
_NUMBER = re.compile(r"[-+]?(\d[\d_]*\.?\d*|\.\d+)([eE][-+]?\d+)?")
_WORDS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False, "null": None}

_TYPE_NAMES = {
    "object": "a section of keys and values",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


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
    return Grid(sections, source)


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
    """Throws the Problem of the first mistake, in the order of keys. `places` says where variants are from, by name."""
    validator = _Validator(schema)
    errors = sorted(validator.iter_errors(config), key=lambda error: [str(p) for p in error.path])
    if errors:
        raise Problem(_message(errors[0], places or {}, source, given))
    for key, value in _scalars(config, ""):
        if mistake := _not_for_json(value):
            raise Problem(f"{given.where(key) if given else source}: {key}: {mistake}")


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


def _types(schema: Schema) -> list[str]:
    types = schema.get("type", [])
    return [types] if isinstance(types, str) else types


def _typed(value: Any, schema: Schema) -> Any:  # noqa: ANN401 - JSON
    """Values in the type their schema asks for, so that 1, 1.0, 1e0 and "1" are the same setting of a number."""
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        others = schema.get("additionalProperties")
        rest = others if isinstance(others, dict) else {}
        return {key: _typed(item, properties.get(key, rest)) for key, item in value.items()}
    if isinstance(value, list):
        return [_typed(item, schema.get("items", {})) for item in value]
    types = _types(schema)
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


def _message(error: jsonschema.ValidationError, places: dict[str, str], source: str, given: Given | None) -> str:
    key = _key(error)
    if error.validator == "additionalProperties":
        key = f"{key}.{_unknown(error)}".removeprefix(".")
    where = given.where(key) if given else source
    return f"{where}: {_what(error, places, given.text(key) if given else None)}"


def _what(error: jsonschema.ValidationError, places: dict[str, str], written: str | None) -> str:
    place = _place(error, places)
    found = json.dumps(error.instance, ensure_ascii=False)
    found = found if len(found) <= 60 else found[:57] + "..."
    match error.validator:
        case "additionalProperties":
            return _unknown_key(error, places)
        case "enum":
            allowed = [json.dumps(item).strip('"') for item in error.validator_value]
            near = suggestion(str(error.instance), allowed)
            return f"{place}: {found} is not allowed; allowed: {', '.join(allowed)}{near}"
        case "type":
            wanted = " or ".join(_TYPE_NAMES[name] for name in _types(error.schema))
            return f"{place}: {found} is not {wanted}{_in_quotes(error, written)}"
        case "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum":
            return f"{place}: {found} is out of range; allowed: {range_text(error.schema)}"
        case "uniqueItems":
            return f"{place}: {found} has a value twice"
        case "minProperties":
            return f"{place}: is empty{_may_have(error.schema)}"
        case "minItems" | "maxItems":
            return (
                f"{place}: a list of {len(error.instance)} is not allowed; number of items: {size_text(error.schema)}"
            )
        case "pattern" | "propertyNames":
            return f"{place}: {found} is not allowed; allowed: {error.schema.get('x-allowed', error.validator_value)}"
    return f"{place}: {error.message}"


def _in_quotes(error: jsonschema.ValidationError, written: str | None) -> str:
    """How to write a text that YAML takes for a number or a word: NO is false."""
    if "string" not in _types(error.schema) or isinstance(error.instance, (dict, list)):
        return ""
    if written is None:
        return (
            "; a text stands in quotes" if error.instance is None else f"; in quotes it is: {_quoted(error.instance)}"
        )
    return f"; in quotes it is: {quoted(written)}" if written else "; nothing stands there"


def _quoted(value: Any) -> str:  # noqa: ANN401 - JSON
    # Which of yes, on, Y or true it was is not known here.
    return 'for instance "NO" or "Yes"' if isinstance(value, bool) else quoted(str(value))


def _may_have(schema: Schema) -> str:
    return f"; allowed: {', '.join(schema['properties'])}" if "properties" in schema else ""


def _key(error: jsonschema.ValidationError) -> str:
    """The dotted key of an error as the config has it: "qc.tasks[0].name"."""
    key = ""
    for part in error.absolute_path:
        key += f"[{part}]" if isinstance(part, int) else f".{part}" if key else str(part)
    return key


def _unknown(error: jsonschema.ValidationError) -> str:
    known = error.schema.get("properties", {})
    return next(name for name in error.instance if name not in known)


def _place(error: jsonschema.ValidationError, places: dict[str, str]) -> str:
    path = list(error.absolute_path)
    text = ""
    if len(path) > 1 and path[0] == "variants" and path[1] in places:
        text, path = places[path[1]], path[2:]
    for part in path:
        # A place within brackets is a product: what follows is the key of one of its members.
        joint = ": " if text.endswith(")") else "."
        text += f"[{part}]" if isinstance(part, int) else f"{joint}{part}" if text else str(part)
    return text or "the config"


def _unknown_key(error: jsonschema.ValidationError, places: dict[str, str]) -> str:
    known = list(error.schema.get("properties", {}))
    key = _unknown(error)
    path = [str(part) for part in error.absolute_path]
    above = _place(error, places)
    joint = ": " if above.endswith(")") else "."
    place = f"{above}{joint}{key}" if path else key
    if path and (instead := PASSED_BY_WORKFLOW.get(path[-1], {}).get(key)):
        return f"{place}: set '{instead}' at the top level of the config instead"
    if len(path) == 2 and path[0] == "variants":
        known_text = f"a variant may change: {', '.join(known)}"
    else:
        known_text = f"allowed: {', '.join(known)}"
    near = suggestion(key, known) if path else near_key(key, error.schema)
    return f"{place}: unknown key{near}; {known_text}"


def range_text(schema: Schema) -> str:
    """ "in [0, 1)", "at least 1", "any number": the limits of a number's schema."""
    low, low_open = _limit(schema, "minimum", "exclusiveMinimum")
    high, high_open = _limit(schema, "maximum", "exclusiveMaximum")
    if low is not None and high is not None:
        return f"in {'(' if low_open else '['}{low}, {high}{')' if high_open else ']'}"
    if low is not None:
        return f"{'above' if low_open else 'at least'} {low}"
    if high is not None:
        return f"{'below' if high_open else 'at most'} {high}"
    return "any number"


def size_text(schema: Schema) -> str:
    """The allowed number of items of a list's schema."""
    low, high = schema.get("minItems"), schema.get("maxItems")
    if low is not None and high is not None:
        return f"exactly {low}" if low == high else f"{low} to {high}"
    return f"at least {low}" if low is not None else f"at most {high}" if high is not None else "any"


def _limit(schema: Schema, closed: str, opened: str) -> tuple[str | None, bool]:
    if closed in schema:
        return _short(schema[closed]), False
    if opened in schema:
        return _short(schema[opened]), True
    return None, False


def _short(value: float) -> str:
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else f"{value:g}"
