"""The commands of .pre-commit-config.yaml find nothing in any file, and the continuous integration runs what exists."""

from __future__ import annotations

import os
import re
import subprocess
from typing import Any

import pytest
import yaml
from helpers.repository import repository_files, shell_scripts
from helpers.workflow import ROOT


def read(name: str) -> dict[str, Any]:
    """A YAML file of the repository."""
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


HOOKS = {hook["id"]: hook for repo in read(".pre-commit-config.yaml")["repos"] for hook in repo["hooks"]}


def files_of(hook: dict[str, Any]) -> list[str]:
    """What pre-commit would give to a hook if everything had changed."""
    return [name for name in repository_files() if re.search(hook["files"], name)]


@pytest.mark.parametrize("name", sorted(HOOKS))
def test_hooks_find_nothing(name: str) -> None:
    """On every file that is theirs."""
    files = files_of(HOOKS[name])
    assert files
    done = subprocess.run(
        [*HOOKS[name]["entry"].split(), *files], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_hooks_are_those_of_contributing() -> None:
    """Each a program of .venv, so that nobody has another version; none is gone, and the text names them all."""
    assert sorted(HOOKS) == ["clang-format", "ruff-check", "ruff-format", "shellcheck", "snakefmt"]
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    requirements = (ROOT / "envs/requirements.txt").read_text(encoding="utf-8")
    for hook in HOOKS.values():
        assert hook["language"] == "system"
        program = hook["entry"].split()[0].removeprefix(".venv/bin/")
        assert f"`{program}`" in contributing
        assert re.search(rf"^{program}(-py)?==", requirements, flags=re.MULTILINE)


def test_no_shell_script_is_overlooked() -> None:
    """Scripts are known by their first line, the hook by their names."""
    assert files_of(HOOKS["shellcheck"]) == shell_scripts()
    assert {"creflow", ".ci/run", "workflow/scripts/start_over.sh"} <= set(shell_scripts())


def test_continuous_integration_runs_what_is_here() -> None:
    """Tests and checks on Debian 12; what its steps call exists and can be executed."""
    jobs = read(".github/workflows/ci.yml")["jobs"]
    calls = {}
    for name, job in jobs.items():
        assert job["container"] == "debian:12"
        *before, last = [step["run"] for step in job["steps"] if "run" in step]
        assert not any("./" in step for step in before)
        calls[name] = last
    assert calls == {"test": "./.ci/run", "check": "./creflow check"}
    for call in calls.values():
        assert os.access(ROOT / call.split()[0], os.X_OK), call
