"""Provenance: who made each stage, and the digests that identify its settings and content."""

from __future__ import annotations

from dataclasses import dataclass

from .. import text
from ..inputs import Inputs, Json


@dataclass
class Provenance:
    """What the section shows."""

    provenance: list[Json]
    builds: list[tuple[str, str]]


def read(inputs: Inputs) -> Provenance:
    """The manifests of all stages, also of those that no other section speaks of."""
    return Provenance([_row(name, made) for name, made in inputs.manifests.items()], _builds(inputs.manifests))


def _row(name: str, manifest: Json) -> Json:
    return {
        "stage": name,
        "tool": manifest["tool"],
        "version": manifest["version"],
        "commit": text.short(manifest["git_commit"]) + ("+" if manifest["git_dirty"] else ""),
        "settings": text.short(manifest["config_sha256"]),
        "content": text.short(manifest["content_sha256"]),
        "seeds": ", ".join(f"{key} {value}" for key, value in sorted(manifest["seeds"].items())),
        "facts": ", ".join(f"{key} {text.cell(value)}" for key, value in sorted(manifest["determinism"].items())),
    }


def _builds(manifests: dict[str, Json]) -> list[tuple[str, str]]:
    """Compiler and libraries of the tools; each once."""
    facts: dict[str, str] = {}
    for manifest in manifests.values():
        facts["compiler"] = manifest["build"]["compiler"]
        facts |= manifest["build"]["libraries"]
    return sorted(facts.items())
