"""The sources of the report and their digest: what the digest of its binary is for a tool."""

from __future__ import annotations

import hashlib
from pathlib import Path

WORKFLOW = Path(__file__).resolve().parents[2]

# What the report is made by, with the modules here that it imports; a test compares this with the imports.
REPORT_SOURCES = (
    "scripts/creflow_report",
    "report",
    "schemas",
    "scripts/creflow_workflow/colours.py",
    "scripts/creflow_workflow/folds.py",
    "scripts/creflow_workflow/headlines.py",
    "scripts/creflow_workflow/manifest.py",
    "scripts/creflow_workflow/notes.py",
    "scripts/creflow_workflow/problems.py",
    "scripts/creflow_workflow/progress.py",
    "scripts/creflow_workflow/report_sources.py",
    "scripts/creflow_workflow/stages.py",
)
_SUFFIXES = {".py", ".j2", ".css", ".js", ".json"}


def report_digest(workflow: Path = WORKFLOW) -> str:
    """SHA-256 of the sources of the report."""
    digest = hashlib.sha256()
    for source in (workflow / name for name in REPORT_SOURCES):
        for file in sorted(source.rglob("*")) if source.is_dir() else [source]:
            if file.suffix in _SUFFIXES:
                digest.update(file.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":  # as sha256sum says it
    print(f"{report_digest()}  report")
