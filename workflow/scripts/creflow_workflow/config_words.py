"""Settings of the command line: `--config run=demo train.epochs=3 'train={"batch": 64}'`, typed by the schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from . import yaml_file
from .near_keys import near_key
from .overrides import Override, leaves, merged
from .problems import Problem, together
from .schemas import Schema, config_schema

SOURCE = "command line"


def settings(words: Sequence[str]) -> Override:
    """The nested settings of all words. Where the schema wants a text it is the text as typed; anything else is YAML
    whose numbers and words are still texts. Throws a Problem for a word that is no setting, and a key twice."""
    given, problems = collect(words)
    if problems:
        raise together(problems)
    return given


def collect(words: Sequence[str]) -> tuple[Override, list[Problem]]:
    """The same of the words that are good, and what is wrong with the others."""
    schema = config_schema()
    given: Override = {}
    problems: list[Problem] = []
    for word in words:
        try:
            setting = _setting(word, schema)
            for key in leaves(setting):
                _refuse_twice(key, leaves(given))
            given = merged(given, setting)
        except Problem as problem:
            problems.append(problem)
    return given, problems


def _refuse_twice(key: str, others: Iterable[str]) -> None:
    for other in others:
        if f"{key}.".startswith(f"{other}.") or other.startswith(f"{key}."):
            raise Problem(f"{SOURCE}: {key} is set twice; give it one value")


def as_words(given: Override) -> list[str]:
    """The same settings as words that Snakemake accepts, and that settings() reads back."""
    return [f"{key}={_encoded(value)}" for key, value in given.items()]


def _encoded(value: Any) -> str:  # noqa: ANN401 - JSON
    """A text as it is where that is read back as the same, else JSON. Snakemake strips quotes and reads what is left as
    YAML, where a text must not be a comment; for the jobs of a cluster it breaks at backslashes, so they are few."""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if re.match(r"[\w./]", value) and value not in ("null", "..."):
        return value
    if re.match(r"[!-/:-@[-`{-~\s]", value):
        return f'"\\u{ord(value[0]):04x}' + json.dumps(value[1:], ensure_ascii=False)[1:]
    return json.dumps(value, ensure_ascii=False)


def _setting(word: str, schema: Schema) -> Override:
    key, equals, text = word.partition("=")
    if not equals:
        raise Problem(f"{SOURCE}: '{word}' is no key=value")
    parts = key.split(".")
    if not all(parts):
        raise Problem(f"{SOURCE}: the key '{key}' has an empty part; a dotted key is like train.optimizer.clip")
    known = list(schema["properties"])
    if parts[0] not in known:
        raise Problem(f"{SOURCE}: {key}: unknown key{near_key(parts[0])}; allowed: {', '.join(known)}")
    value = _value(text, _schema_of(schema, parts), key)
    for part in reversed(parts):
        value = {part: value}
    return value


def _schema_of(schema: Schema, parts: list[str]) -> Schema:
    for part in parts:
        others = schema.get("additionalProperties")
        schema = schema.get("properties", {}).get(part, others if isinstance(others, dict) else {})
    return schema


def _value(text: str, schema: Schema, key: str) -> Any:  # noqa: ANN401 - JSON
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if not text and types != ["string"]:  # perhaps a variable of the shell that is not set
        null = f"; null is written {key}=null" if "null" in types else ""
        raise Problem(f"{SOURCE}: {key}: nothing stands after ={null}")
    is_structure = (text[:1] == "{" and "object" in types) or (text[:1] == "[" and "array" in types)
    if not is_structure and ("string" in types or "enum" in schema):
        return None if "null" in types and text == "null" else _without_quotes(text)
    return yaml_file.value(text, f"{SOURCE}: {key}")


def _without_quotes(text: str) -> str:
    """A text in quotes of its own is what stands between them."""
    if len(text) > 1 and text[0] == text[-1] == '"':
        try:
            inner = json.loads(text)
        except ValueError:
            return text
        return inner if isinstance(inner, str) else text
    if len(text) > 1 and text[0] == text[-1] == "'" and "'" not in text[1:-1].replace("''", ""):
        return text[1:-1].replace("''", "'")
    return text
