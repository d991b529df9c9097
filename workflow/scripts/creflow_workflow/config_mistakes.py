"""What is wrong with a config that does not fit its schema: one line a mistake, which names the key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema

from .config_reader import Given
from .near_keys import near_key
from .problems import suggestion
from .schemas import Schema
from .stages import PASSED_BY_WORKFLOW
from .yaml_file import quoted

_TYPE_NAMES = {
    "object": "a section of keys and values",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


def types_of(schema: Schema) -> list[str]:
    """The types that a schema allows."""
    types = schema.get("type", [])
    return [types] if isinstance(types, str) else types


def mistakes(
    error: jsonschema.ValidationError, places: dict[str, str], given: Given | None
) -> Iterator[tuple[str, str]]:
    """The key of each mistake in an error, and what is wrong: of a section with three unknown keys there are three."""
    key = _key(error)
    if error.validator == "additionalProperties":
        for name in unknown_in(error):
            yield f"{key}.{name}".removeprefix("."), _unknown_key(error, name, places)
    else:
        yield key, _what(error, places, given.text(key) if given else None)


def _what(error: jsonschema.ValidationError, places: dict[str, str], written: str | None) -> str:
    place = _place(error, places)
    found = json.dumps(error.instance, ensure_ascii=False)
    found = found if len(found) <= 60 else found[:57] + "..."
    match error.validator:
        case "enum":
            allowed = [json.dumps(item).strip('"') for item in error.validator_value]
            near = suggestion(str(error.instance), allowed)
            return f"{place}: {found} is not allowed; allowed: {', '.join(allowed)}{near}"
        case "type":
            wanted = " or ".join(_TYPE_NAMES[name] for name in types_of(error.schema))
            return f"{place}: {found} is not {wanted}{_in_quotes(error, written) or _as_wanted(error, place)}"
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
    if "string" not in types_of(error.schema) or isinstance(error.instance, (dict, list)):
        return ""
    if written is None:
        return (
            "; a text stands in quotes" if error.instance is None else f"; in quotes it is: {_quoted(error.instance)}"
        )
    return f"; in quotes it is: {quoted(written)}" if written else "; nothing stands there"


def _as_wanted(error: jsonschema.ValidationError, place: str) -> str:
    """How to write what stands alone where a list or a section is wanted."""
    value, types = error.instance, types_of(error.schema)
    if isinstance(value, (dict, list)) or value is None:
        return "; nothing stands there" if value is None else ""
    if "array" in types:
        return f"; a list is written [{value}]"
    if "object" not in types or not (inner := error.schema.get("properties")):
        return ""
    choices = [name for name, one in inner.items() if value in one.get("enum", [])]
    return f" (did you mean {place}.{choices[0]}: {value}?)" if choices else f"; its keys: {', '.join(inner)}"


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


def unknown_in(error: jsonschema.ValidationError) -> list[str]:
    """The keys of a section that nobody knows, in their order."""
    known = error.schema.get("properties", {})
    return [name for name in error.instance if name not in known]


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


def _unknown_key(error: jsonschema.ValidationError, key: str, places: dict[str, str]) -> str:
    known = list(error.schema.get("properties", {}))
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
    if "." in key and not path:
        section, _, rest = key.partition(".")
        return (
            f"{place}: dots are for the command line and for variants; in a file it is {section}: {{{_nested(rest)}}}"
        )
    near = near_key(key, known if path else [])
    return f"{place}: unknown key{near}; {known_text}"


def _nested(key: str) -> str:
    """ "optimizer: {clip: ...}" of optimizer.clip."""
    first, dot, rest = key.partition(".")
    return f"{first}: {{{_nested(rest)}}}" if dot else f"{first}: ..."


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
