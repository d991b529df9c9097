"""The networks of config/models: each is complete, builds, and has the size that its README says."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from creflow_workflow import settings

RunTool = Callable[..., subprocess.CompletedProcess[str]]
MODELS = Path(__file__).resolve().parents[2] / "config" / "models"
PRESETS = sorted(file.name for file in MODELS.glob("*.json"))


def readme_parameters() -> dict[str, str]:
    """Parameters of each file as the table says."""
    rows = re.findall(r"^\| `([\w-]+\.json)` \|.*\| ([\d,]+) \|$", (MODELS / "README.md").read_text(), re.MULTILINE)
    return dict(rows)


def test_readme_names_every_preset() -> None:
    assert sorted(readme_parameters()) == PRESETS


@pytest.mark.parametrize("name", PRESETS)
def test_preset_builds_with_the_stated_size(run_tool: RunTool, name: str) -> None:
    length = 600 if name == "malinois.json" else 200
    done = run_tool("cre-train", "--describe", "--config", MODELS / name, "--tasks", 3, "--length", length)
    assert done.stdout.splitlines()[-1].split()[1] == readme_parameters()[name]


@pytest.mark.parametrize("name", PRESETS)
def test_preset_is_a_config_of_a_run(name: str) -> None:
    preset = json.loads((MODELS / name).read_text())
    assert set(preset) == {"model", "train"}
    resolved = settings.resolve(preset, name)
    assert resolved["model"]["architecture"] == preset["model"]["architecture"]
