"""Writes the manifest.json that the tools expect beside an artifact, for artifacts that a test makes by itself.

The format is that of lib/core/stage_run.cpp: the digest covers everything but "run" and itself, as JSON with sorted
keys and no blanks.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path


def sha256_of_file(file: Path) -> str:
    """SHA-256 of the file's bytes, hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def write_manifest(folder: Path, files: list[str], tool: str = "cre-test") -> Path:
    """Lists `files` (relative to `folder`) as outputs of `tool` in folder/manifest.json."""
    content = {
        "schema_version": 1,
        "tool": tool,
        "version": "0",
        "git_commit": "unknown",
        "git_dirty": False,
        "build": {},
        "config": {},
        "config_sha256": hashlib.sha256(b"{}").hexdigest(),
        "inputs": [],
        "outputs": [
            {
                "role": Path(name).stem,
                "file": name,
                "bytes": (folder / name).stat().st_size,
                "sha256": sha256_of_file(folder / name),
            }
            for name in files
        ],
        "counts": {},
        "seeds": {},
        "determinism": {"threads": 1},
        "warnings": [],
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    content["content_sha256"] = hashlib.sha256(canonical.encode()).hexdigest()
    content["run"] = {"files": [], "warnings": []}
    manifest = folder / "manifest.json"
    manifest.write_text(json.dumps(content, indent=2) + "\n")
    return manifest
