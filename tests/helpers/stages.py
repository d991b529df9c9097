"""The folder of a finished stage, for tests of what reads it: any files, and a true manifest that lists them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container
from pathlib import Path
from typing import Any

from creflow_workflow import manifest


def write_stage(
    folder: Path,
    tool: str,
    files: dict[str, str],
    varying: Container[str] = ("training.json",),
    **keys: Any,  # noqa: ANN401 - JSON
) -> None:
    """Writes the files and the manifest that lists them, `varying` ones as those that differ between equal runs. `keys`
    are further ones of the manifest, or others than here."""
    outputs, varied = [], []
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
        digest = hashlib.sha256(text.encode()).hexdigest()
        entry = {"role": name.split(".")[0], "file": name, "bytes": len(text.encode()), "sha256": digest}
        (varied if name in varying else outputs).append(entry)
    content: dict[str, Any] = {
        "schema_version": 1,
        "tool": tool,
        "version": "9.8.7",  # none of creflow
        "git_commit": "0123456789abcdef0123456789abcdef01234567",
        "git_dirty": False,
        "build": {"compiler": "GNU 12.2.0", "build_type": "Release", "libraries": {"hdf5": "1.10.8"}},
        "config": {},
        "config_sha256": hashlib.sha256(b"{}").hexdigest(),
        "inputs": [],
        "outputs": outputs,
        "counts": {},
        "seeds": {"seed": 2025},
        "determinism": {"threads": 2},
        "warnings": [],
    } | keys
    content["content_sha256"] = manifest.content_sha256(content)
    times = {"started": "2026-01-31T23:59:58Z", "finished": "2026-01-31T23:59:59Z", "seconds": 1.5}
    content["run"] = times | {"host": "somewhere", "files": varied, "warnings": []}
    (folder / manifest.NAME).write_text(json.dumps(content, indent=2), encoding="utf-8")
