"""config/README.md and the pages of networks in config/models, from the schemas of the tools."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

from creflow_workflow.schemas import Schema
from creflow_workflow.stages import PASSED_BY_WORKFLOW, STAGES, VARIANT_SECTIONS
from reference_tables import default_text, leaves, meaning, sentence, table

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
Changing a setting reruns the stage it belongs to and what depends on it, nothing else:
[docs/reruns.md](../docs/reruns.md).
"""

FIRST_INTRODUCTION = """\
## Ten keys to begin with

`./creflow new TABLE` writes a file with those that your table needs. The others have defaults that suit most tables.
"""

FIRST = (
    "table",
    "run",
    "qc.tasks",
    "qc.columns.id",
    "qc.columns.sequence",
    "qc.columns.group",
    "qc.se_rule",
    "model.architecture",
    "train.epochs",
    "seeds",
)

LAST = "simulate"  # read only where there is no table

MANY = 6  # keys from which on a section within a section has a table of its own

NETWORK = """\
# {title}

*Generated from `cre-train --schema` by `workflow/scripts/generate_reference.py`; do not edit.*

{description} It is built with `model.architecture: {name}`.

- What is exactly computed: [docs/models.md](../../docs/models.md#{name}).
- Files to start from, which [README.md](README.md) compares: {presets}.
- Keys of `model` for all networks: [config/README.md](../README.md#model).

The layers of one of these files:

```bash
build/release/bin/cre-train --describe --config config/models/{first}
```

## `model.{name}`

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


def reference(workflow: Schema, schemas: dict[str, Schema]) -> str:
    """config/README.md."""
    sections = {
        name: (stage.tool, schemas[stage.tool]["properties"][name])
        for stage in sorted(STAGES.values(), key=lambda stage: stage.name == LAST)
        for name in stage.sections
    }
    whole = workflow | {"properties": workflow["properties"] | {name: schema for name, (_, schema) in sections.items()}}
    parts = [INTRODUCTION, first_keys(whole), contents(sections), WORKFLOW_INTRODUCTION, table(workflow), variants()]
    for name, (tool, section) in sections.items():
        hidden = PASSED_BY_WORKFLOW.get(name, {})
        kept = {key: value for key, value in section["properties"].items() if key not in hidden}
        parts.append(f"## `{name}`\n\n{sentence(section['description'])} Read by `{tool}`.\n")
        if hidden:
            passed = ", ".join(f"`{name}.{key}` from `{source}`" for key, source in hidden.items())
            parts.append(f"The workflow passes {passed} at the top level of the config.\n")
        if name == "ablate":
            parts.append(ABLATE)
        parts += tables(name, kept)
    return "\n".join(parts)


def network_pages(train: Schema, folder: Path) -> dict[str, str]:
    """A page an architecture, beside the files of config/models that choose it."""
    pages = {}
    for name, section in train["properties"]["model"]["properties"].items():
        if not is_network(section):
            continue
        presets = [file.name for file in sorted(folder.glob("*.json")) if _architecture(file) == name]
        links = ", ".join(f"[{preset}]({preset})" for preset in presets)
        head = NETWORK.format(
            title=f"Network {name}",
            name=name,
            description=sentence(section["description"]),
            presets=links,
            first=presets[0],
        )
        pages[f"{name}.md"] = head + table(section)
    return pages


def is_network(section: Schema) -> bool:
    """Has it the sizes of one architecture?"""
    return "architecture" in section.get("x-when", {})


def _architecture(preset: Path) -> str:
    return json.loads(preset.read_text(encoding="utf-8"))["model"]["architecture"]


def contents(sections: dict[str, tuple[str, Schema]]) -> str:
    """A line a section, in the order of the page."""
    rows = ["## Contents\n", "| Section | What it settles |", "| --- | --- |"]
    rows.append(
        "| [The run as a whole](#the-run-as-a-whole) | Names, table, seeds, threads, device, title of the report |"
    )
    rows.append("| [Variants and the grid](#variants-and-the-grid) | Ablations |")
    rows += [f"| [`{name}`](#{name}) | {sentence(schema['description'])} |" for name, (_, schema) in sections.items()]
    return "\n".join(rows) + "\n"


def first_keys(whole: Schema) -> str:
    """The table of FIRST."""
    known = dict(leaves(whole))
    rows = ["| Key | Default | Meaning |", "| --- | --- | --- |"]
    rows += [f"| `{key}` | {default_text(known[key])} | {meaning(known[key])} |" for key in FIRST]
    return FIRST_INTRODUCTION + "\n" + "\n".join(rows) + "\n"


def tables(name: str, properties: dict[str, Schema]) -> list[str]:
    """The table of a section, then those of its large parts; networks have pages of their own."""
    networks = [key for key, schema in properties.items() if is_network(schema)]
    large = [
        key for key, schema in properties.items() if key not in networks and len(schema.get("properties", {})) >= MANY
    ]
    parts = [table({"properties": {k: v for k, v in properties.items() if k not in (*large, *networks)}})]
    if networks:
        pages = ", ".join(f"[`{name}.{key}`](models/{key}.md)" for key in networks)
        parts.append(f"The sizes of each network have a page: {pages}.\n")
    for key in large:
        parts.append(f"### `{name}.{key}`\n\n{sentence(properties[key]['description'])}\n")
        parts.append(table({"properties": {key: properties[key]}}))
    return parts


def variants() -> str:
    """What a variant is, and may change."""
    *most, last = (f"`{name}`" for name in VARIANT_SECTIONS)
    which = WHICH.format(sections=f"{', '.join(most)} and {last}")
    return VARIANTS.replace("{which}", textwrap.fill(which, 120))
