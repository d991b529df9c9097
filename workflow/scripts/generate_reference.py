"""Writes workflow/schemas/<tool>.schema.json, config/README.md and a page a network in config/models from what the
tools say with --schema.

`python workflow/scripts/generate_reference.py` writes them, with --check it only says which files are stale (exit 1).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from creflow_workflow.schemas import SCHEMA_FOLDER, Schema
from creflow_workflow.stages import STAGES
from settings_reference import network_pages, reference

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "config" / "README.md"
NETWORKS = ROOT / "config" / "models"


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
    files |= {NETWORKS / name: text for name, text in network_pages(schemas["cre-train"], NETWORKS).items()}
    return files


def tool_schema(binary: Path) -> Schema:
    """The JSON Schema of a tool's config."""
    done = subprocess.run([str(binary), "--schema"], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


if __name__ == "__main__":
    sys.exit(main())
