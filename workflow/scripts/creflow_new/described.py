"""What a table holds, as `cre-qc --describe --json` says it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from creflow_workflow import places
from creflow_workflow.problems import Problem
from creflow_workflow.programs import Programs

Description = dict[str, Any]


def describe(table: str | Path, *settings: str) -> Description:
    """Throws the Problem with which the tool ends."""
    words = [_tool(), f"--describe={table}", "--json", *(word for one in settings for word in ("--set", one))]
    return json.loads(_said(words, str(table)))


def check(table: str | Path, config: dict[str, Any]) -> None:
    """Throws a Problem when quality control with the settings of `config` cannot read the table."""
    _said([_tool(), "--check", f"--table={table}", "--set", f"qc={json.dumps(config['qc'])}"], str(table))


def _tool() -> str:
    return Programs(places.ROOT / "workflow").tool("qc")


def _said(words: list[str], table: str) -> str:
    done = subprocess.run(words, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode != 0:
        said = done.stderr.strip().removeprefix("cre-qc: error: ") or f"cre-qc ended with {done.returncode}"
        raise Problem(said.replace(table, places.shown(table)), done.returncode)
    return done.stdout


def column_of(description: Description, role: str) -> str | None:
    """The name of the first column of that role."""
    return next((column["name"] for column in description["columns"] if column["role"] == role), None)


def column_of_names(description: Description) -> str | None:
    """That of the ids, else R's row names, whose column has no name."""
    ids = column_of(description, "id")
    return column_of(description, "row names") if ids is None else ids
