"""What is generated from the tools is up to date."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import generate_reference


def test_schemas_and_settings_reference_are_current(binary: Callable[[str], Path]) -> None:
    """`python workflow/scripts/generate_reference.py` would change nothing."""
    files = generate_reference.generated(binary("cre-qc").parent)
    stale = [str(file) for file, text in files.items() if not file.is_file() or file.read_text("utf-8") != text]
    assert not stale, "run python workflow/scripts/generate_reference.py"
