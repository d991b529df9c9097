"""The settings of a run as its user gave them, kept in its results: `./creflow run NAME` goes on with them."""

from __future__ import annotations

from pathlib import Path

NAME = "run.json"


def settings_file(run: str) -> Path:
    """Where they are."""
    return Path("results") / run / "config" / NAME


def is_recorded(file: str) -> bool:
    """Is a config the one that a run kept?"""
    return Path(file).name == NAME and Path(file).parent.name == "config"
