"""The Slurm profile as Snakemake reads it."""

from __future__ import annotations

from typing import Any

import pytest
from yte import process_yaml

from .workflow import ROOT

PROFILE = ROOT / "slurm/config.v8+.yaml"
ENVIRONMENT = ("ACCOUNT", "PARTITION", "GPU_PARTITION", "GRES", "CORES", "LONGEST", "LAUNCHER")


def profile(monkeypatch: pytest.MonkeyPatch, **site: str) -> dict[str, Any]:
    """At a site with these variables."""
    for name in ENVIRONMENT:
        monkeypatch.delenv(f"CRE_SLURM_{name}", raising=False)
    for name, value in site.items():
        monkeypatch.setenv(f"CRE_SLURM_{name}", value)
    with PROFILE.open(encoding="utf-8") as stream:
        return process_yaml(stream)
