"""Compares the accuracy in a gpu.json with a reference that was made after it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from .compare import comparison
from .report import comparison_lines

ROOT = Path(__file__).resolve().parents[3]
Json = dict[str, Any]


def comparisons(result: Json, reference: Json) -> dict[str, Json]:
    """By the name of a training that both have, of one dataset and length."""
    found: dict[str, Json] = {}
    digests = {name: facts["sha256"] for name, facts in result["pack"]["datasets"].items()}
    for part in result["parts"].values():
        for name, here in part.get("trainings", {}).items():
            there = reference["trainings"].get(name)
            same = there and (there["dataset_sha256"], there["epochs"]) == (digests[here["dataset"]], here["epochs"])
            if same and here["runs"] and there["runs"]:
                found[name] = comparison(here["runs"], there["runs"])
    return found


def main() -> int:
    """Prints two lines a training."""
    parser = argparse.ArgumentParser(prog="compare", description=__doc__)
    parser.add_argument("result", type=Path, help="gpu.json of a check")
    parser.add_argument("--reference", type=Path, default=ROOT / "bench" / "gpu" / "reference.json")
    given = parser.parse_args()
    read = [json.loads(file.read_text(encoding="utf-8")) for file in (given.result, given.reference)]
    for name, found in comparisons(*read).items():
        print("\n".join(comparison_lines(name, found)), end="")
    return 0
