"""What is generated from the tools is up to date, and the Python and Snakemake sources are formatted and clean."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import generate_reference
import pytest


def test_schemas_and_settings_reference_are_current(binary: Callable[[str], Path]) -> None:
    """`python workflow/scripts/generate_reference.py` would change nothing."""
    files = generate_reference.generated(binary("cre-qc").parent)
    stale = [str(file) for file, text in files.items() if not file.is_file() or file.read_text("utf-8") != text]
    assert not stale, "run python workflow/scripts/generate_reference.py"


@pytest.mark.parametrize(
    "command",
    [
        "ruff check workflow tests",
        "ruff format --check workflow tests",
        "snakefmt --check workflow",
    ],
)
def test_sources_are_clean(root: Path, command: str) -> None:
    """The formatters and the linter find nothing."""
    program, *words = command.split()
    tool = Path(sys.executable).parent / program
    done = subprocess.run([str(tool), *words], cwd=root, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
