"""The JSON Schema of the whole config: the tools' generated schemas joined with the workflow's own."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

from .problems import IO, Problem
from .stages import PASSED_BY_WORKFLOW, STAGES, VARIANT_SECTIONS

SCHEMA_FOLDER = Path(__file__).resolve().parents[2] / "schemas"

# When a run is not what a stage asks for (only_if), the sections of that stage have no effect. A section that has the
# switch itself (`enabled`) says so key by key.
UNUSED_UNLESS = {"simulated": {"table": {"not": [None]}}, "compared": {"variants": [{}]}}

Schema = dict[str, Any]


@cache
def _read(name: str) -> Schema:
    file = SCHEMA_FOLDER / f"{name}.schema.json"
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise Problem(f"{file}: cannot be read: {error.strerror}", IO) from error


def section_schemas() -> dict[str, Schema]:
    """Schema of every tool section by its name, without the keys that the workflow passes itself."""
    sections: dict[str, Schema] = {}
    for stage in STAGES.values():
        properties = _read(stage.tool)["properties"]
        for name in stage.sections:
            section = copy.deepcopy(properties[name])
            for key in PASSED_BY_WORKFLOW.get(name, {}):
                section["properties"].pop(key, None)
                section.get("default", {}).pop(key, None)
            sections[name] = section
    return sections


def workflow_schema() -> Schema:
    """The hand-written part: run, table, seeds, threads, variants and so on."""
    return copy.deepcopy(_read("workflow"))


def config_schema() -> Schema:
    """The schema of config.yaml as a whole."""
    schema = workflow_schema()
    sections = section_schemas()
    schema["properties"] |= sections
    schema["properties"]["variants"]["additionalProperties"]["properties"] = {
        name: sections[name] for name in VARIANT_SECTIONS
    }
    for stage in STAGES.values():
        for name in stage.sections if stage.only_if in UNUSED_UNLESS else ():
            schema["properties"][name]["x-unused-when"] = [UNUSED_UNLESS[stage.only_if]]
    return schema
