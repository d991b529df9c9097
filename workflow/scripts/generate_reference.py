"""Writes workflow/schemas/<tool>.schema.json and config/README.md from what the tools say with --schema.

`python workflow/scripts/generate_reference.py` writes them, with --check it only says which files are stale (exit 1).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

from creflow_workflow.config_mistakes import range_text, size_text
from creflow_workflow.schemas import SCHEMA_FOLDER, Schema
from creflow_workflow.stages import PASSED_BY_WORKFLOW, STAGES, VARIANT_SECTIONS

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "config" / "README.md"

INTRODUCTION = """\
# Settings

*Generated from the tools' `--schema` by `workflow/scripts/generate_reference.py`; do not edit.*

A run is described by a YAML file: one of your own (`./creflow run my.yaml`), else `config/config.yaml` when a table is
named, else `config/examples/simulated.yaml`. It names only what differs from the defaults below; of several files the
later counts. Keys can also be set on the command line, in sections with dots: `run=demo threads=8 train.epochs=3`.
There a text is what was typed; in a file a text that looks like a number, a date, or yes or no stands in quotes:
`run: "2024-01-15"`. With plain Snakemake instead of `./creflow run`, a section on the command line is
`'train={"epochs": 3}'`.
An unknown key, a value of the wrong type or out of range is an error that names the key and what is allowed.

The settings that each job really used are in `results/<run>/config/`, and again in the `manifest.json` of its outputs.
Changing a setting reruns the stage it belongs to and what depends on it, nothing else.
"""

WORKFLOW_INTRODUCTION = """\
## The run as a whole

These keys stand at the top level of the file.
"""

VARIANTS = """\
### Variants and the grid

{which}
`grid` makes variants as products of lists, in groups; [docs/ablation.md](../docs/ablation.md) has all of it.

```yaml
variants:
  no-dilation:
    model: {multiscale: {stage1_dilations: [1, 1, 1], stage2_dilations: [1, 1]}}
  no-reverse-complement:
    predict.reverse_complement: false
grid:
  kernels:
    matrix:
      stem: {model.multiscale.stem_kernels: [[11], [21]]}
      block: {model.multiscale.block_kernel: [3, 5]}
```
"""

WHICH = (
    "A variant is the base with some settings changed. It may change {sections}. Keys are sections within sections, or "
    "have dots. Jobs start at the first stage that is changed."
)

ABLATE = """\
In a run, keys that are not set here follow `eval` (`split`, `min_gap` and those of `eval.bootstrap`), so that variants
are compared on the rows and resamples by which they are judged. The defaults below are those of the tool by itself.
"""


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description="Writes the schemas and the settings reference from the tools.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a file is stale")
    options = parser.parse_args(arguments)
    binaries = Path(os.environ.get("CREFLOW_BIN", ROOT / "build" / "release" / "bin"))
    files = generated(binaries)
    stale = [file for file, text in files.items() if not file.is_file() or file.read_text(encoding="utf-8") != text]
    for file in stale:
        if options.check:
            print(f"{file.relative_to(ROOT)} is stale; run python {Path(__file__).relative_to(ROOT)}", file=sys.stderr)
        else:
            file.write_text(files[file], encoding="utf-8")
    return 1 if stale and options.check else 0


def generated(binaries: Path) -> dict[Path, str]:
    """Every generated file with its content."""
    schemas = {stage.tool: tool_schema(binaries / stage.tool) for stage in STAGES.values()}
    files = {SCHEMA_FOLDER / f"{tool}.schema.json": json.dumps(s, indent=2) + "\n" for tool, s in schemas.items()}
    workflow = json.loads((SCHEMA_FOLDER / "workflow.schema.json").read_text(encoding="utf-8"))
    files[REFERENCE] = reference(workflow, schemas)
    return files


def tool_schema(binary: Path) -> Schema:
    """The JSON Schema of a tool's config."""
    done = subprocess.run([str(binary), "--schema"], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def reference(workflow: Schema, schemas: dict[str, Schema]) -> str:
    """config/README.md."""
    parts = [INTRODUCTION, WORKFLOW_INTRODUCTION, table(workflow), variants()]
    for stage in STAGES.values():
        for name in stage.sections:
            section = schemas[stage.tool]["properties"][name]
            hidden = PASSED_BY_WORKFLOW.get(name, {})
            kept = {key: value for key, value in section["properties"].items() if key not in hidden}
            parts.append(f"## `{name}`\n\n{sentence(section['description'])} Read by `{stage.tool}`.\n")
            if hidden:
                passed = ", ".join(f"`{name}.{key}` from `{source}`" for key, source in hidden.items())
                parts.append(f"The workflow passes {passed} at the top level of the config.\n")
            if name == "ablate":
                parts.append(ABLATE)
            parts.append(table(section | {"properties": kept}))
    return "\n".join(parts)


def variants() -> str:
    """What a variant is, and may change."""
    *most, last = (f"`{name}`" for name in VARIANT_SECTIONS)
    which = WHICH.format(sections=f"{', '.join(most)} and {last}")
    return VARIANTS.replace("{which}", textwrap.fill(which, 120))


def table(section: Schema) -> str:
    """A table of all keys of a section; keys of inner sections are dotted."""
    rows = ["| Key | Default | Allowed | Meaning |", "| --- | --- | --- | --- |"]
    for key, schema in leaves(section):
        unit = f" ({schema['x-unit']})" if "x-unit" in schema else ""
        meaning = sentence(schema.get("description", "")).replace("|", "\\|")
        rows.append(f"| `{key}` | {default_text(schema)} | {allowed_text(schema)}{unit} | {meaning} |")
    return "\n".join(rows) + "\n"


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


if __name__ == "__main__":
    sys.exit(main())
