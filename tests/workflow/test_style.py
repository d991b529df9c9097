"""The workflow as its users and Snakemake's catalogue expect it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from helpers.repository import shell_scripts
from helpers.workflow import ROOT, TINY, snakemake, write_config

PROGRAMS = Path(sys.executable).parent


def test_lint_is_clean(tmp_path: Path) -> None:
    """With the report, the ensembles and the comparison in the plan."""
    write_config(tmp_path, TINY | {"seeds": [7, 8]})
    assert "in a good condition" in snakemake(tmp_path, "--lint").stderr


@pytest.mark.parametrize(
    "command",
    [
        ["snakefmt", "--check", "workflow"],
        ["ruff", "check", "--no-cache", "."],
        ["ruff", "format", "--no-cache", "--check", "."],
    ],
)
def test_sources_are_formatted(command: list[str]) -> None:
    """As CONTRIBUTING.md asks."""
    program, *words = command
    done = subprocess.run([str(PROGRAMS / program), *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_shell_scripts_are_clean() -> None:
    """Whatever their name is, shellcheck finds nothing, neither style nor information."""
    scripts = shell_scripts()
    assert {"creflow", ".ci/run", "tests/cluster/slurm_lab.sh", "workflow/scripts/start_over.sh"} <= set(scripts)
    command = [str(PROGRAMS / "shellcheck"), "--norc", *scripts]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_lines_of_rules_are_not_too_long() -> None:
    """snakefmt does not break texts and comments."""
    files = [ROOT / "creflow", *ROOT.glob("workflow/Snakefile"), *ROOT.glob("workflow/rules/*.smk")]
    assert len(files) > 9
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            assert len(line) <= 120, f"{file.name}: line {number}"


def test_catalogue_entry() -> None:
    """The deployments it announces are those that the rules offer."""
    entry = yaml.safe_load((ROOT / ".snakemake-workflow-catalog.yml").read_text(encoding="utf-8"))
    assert entry["usage"]["software-stack-deployment"] == {"conda": True, "apptainer": True}
    assert "container:" in (ROOT / "workflow/Snakefile").read_text(encoding="utf-8")
    for rules in ROOT.glob("workflow/rules/*.smk"):
        text = rules.read_text(encoding="utf-8")
        assert text.count("\nrule ") == text.count("\n    conda:\n"), rules.name
