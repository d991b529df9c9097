"""Asks bench-train-rate for times; bench/rate_plan.h says what a plan holds."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

Json = dict[str, Any]


def measured(binary: Path, plan: Json, environment: dict[str, str] | None = None) -> list[Json]:
    """One object for each run of the plan, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "plan.json"
        file.write_text(json.dumps(plan), encoding="utf-8")
        command = [str(binary), str(file)]
        done = subprocess.run(
            command, env=environment or dict(os.environ), check=True, stdout=subprocess.PIPE, text=True
        )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    for line in lines:
        if "error" in line:
            raise RuntimeError(f"{binary.name}: {line['error']}")
    return lines
