"""Real tables and motifs: excerpts in tests/data, and the whole files in ../shared/data where they lie there."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from .workflow import ROOT

EXCERPTS = ROOT / "tests" / "data" / "excerpts"
WHOLE = ROOT.parent / "shared" / "data"
PARTS = ("excerpt", "whole")


def real_file(name: str, part: str) -> Path:
    """The file in tests/data, or the whole one; skips when that is not here."""
    file = {"excerpt": EXCERPTS, "whole": WHOLE}[part] / name
    if part == "whole" and not file.is_file():
        pytest.skip(f"needs the whole file {name} in ../shared/data")
    return file


def lines_of(file: Path) -> list[str]:
    """Of a gzip file."""
    with gzip.open(file, "rt", encoding="utf-8", newline="") as opened:
        return opened.readlines()
