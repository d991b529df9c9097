"""Tables of settings in Markdown, from JSON Schemas."""

from __future__ import annotations

import json
from typing import Any

from creflow_workflow.config_mistakes import range_text, size_text
from creflow_workflow.schemas import Schema


def table(section: Schema) -> str:
    """A table of all keys of a section; keys of inner sections are dotted."""
    rows = ["| Key | Default | Allowed | Meaning |", "| --- | --- | --- | --- |"]
    for key, schema in leaves(section):
        unit = f" ({schema['x-unit']})" if "x-unit" in schema else ""
        rows.append(f"| `{key}` | {default_text(schema)} | {allowed_text(schema)}{unit} | {meaning(schema)} |")
    return "\n".join(rows) + "\n"


def meaning(schema: Schema) -> str:
    """The description as a cell of a table."""
    return sentence(schema.get("description", "")).replace("|", "\\|")


def leaves(section: Schema, prefix: str = "") -> list[tuple[str, Schema]]:
    """Every key with its schema; `name[].key` are the keys of a list's items."""
    found: list[tuple[str, Schema]] = []
    for name, schema in section["properties"].items():
        key = f"{prefix}{name}"
        if "properties" in schema:
            if "string" in schema["type"]:  # a name, or a section
                found.append((key, schema))
            found += leaves(schema, f"{key}.")
            continue
        found.append((key, schema))
        if "properties" in schema.get("items", {}):
            found += leaves(schema["items"], f"{key}[].")
    return found


def default_text(schema: Schema) -> str:
    """The default as YAML would have it."""
    if "default" not in schema:
        return ""
    value = schema["default"]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "<br>".join(f"`{_flow(item)}`" for item in value)
    return f"`{_flow(value)}`"


def allowed_text(schema: Schema) -> str:
    """Type, range or names."""
    if "x-allowed" in schema:
        return str(schema["x-allowed"])
    if "enum" in schema:
        return ", ".join(f"`{_flow(name)}`" for name in schema["enum"])
    types = schema.get("type", "object")
    names = [types] if isinstance(types, str) else [name for name in types if name != "object"]
    return " or ".join(_type_text(name, schema) for name in names)


def sentence(text: str) -> str:
    """With a full stop."""
    return text if not text or text.endswith((".", ")")) else f"{text}."


def _type_text(name: str, schema: Schema) -> str:
    match name:
        case "boolean":
            return "`true`, `false`"
        case "null":
            return "`null`"
        case "string":
            return "text"
        case "array":
            items = schema.get("items", {})
            size = f", {size_text(schema)}" if {"minItems", "maxItems"} & schema.keys() else ""
            if "properties" in items:
                return f"list of sections{size}"
            plural = allowed_text(items).replace("number", "numbers", 1).replace("text", "texts", 1)
            return f"list of {plural}{size}"
        case "integer" | "number":
            kind = "whole number" if name == "integer" else "number"
            limits = range_text(schema)
            return kind if limits == "any number" else f"{kind} {limits}"
    return "section"


def _flow(value: Any) -> str:  # noqa: ANN401 - JSON
    """A value in YAML's flow style, as one would type it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    if isinstance(value, str):
        return value if value else '""'
    return json.dumps(value)
