"""Fixtures shared by the CLI, workflow and parity tests."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))  # `from helpers import ...`
sys.path[:0] = [str(ROOT / "workflow" / "scripts"), str(ROOT / "python")]  # `from creflow_workflow import ...`


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of several processes (`./creflow test`), one runs all tests that share what was run for them: those of a file, of
    the files with any_run, and of the one cluster. What takes longest begins first: none has it alone at the end."""

    def file_of(item: pytest.Item) -> str:
        return item.nodeid.partition("::")[0]

    shared = {file_of(item): "any_run" for item in items if "any_run" in getattr(item, "fixturenames", ())}
    shared |= {file_of(item): "cluster" for item in items if item.nodeid.startswith("tests/cluster/")}
    for item in items:
        item.add_marker(pytest.mark.xdist_group(shared.get(file_of(item), file_of(item))))
    first = [f"tests/{folder}/" for folder in ("cluster", "report", "workflow")]
    items.sort(key=lambda item: next((i for i, name in enumerate(first) if item.nodeid.startswith(name)), len(first)))


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def binary() -> Callable[[str], Path]:
    """binary("cre-qc") is the path of the built tool: in $CREFLOW_BIN, else in build/release/bin."""
    folder = Path(os.environ.get("CREFLOW_BIN", ROOT / "build" / "release" / "bin"))

    def find(name: str) -> Path:
        path = folder / name
        if not path.is_file():
            pytest.fail(f"{path} is not built; run ./creflow setup, or set CREFLOW_BIN to the folder of the tools")
        return path

    return find


@pytest.fixture(scope="session")
def run_tool(binary: Callable[[str], Path]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """run_tool("cre-qc", "--table", table, expect=4) runs a tool and checks its exit code (default 0).

    Returns the finished process with its stdout and stderr as text. Further keywords go to subprocess.run.
    """

    def run(name: str, *arguments: object, expect: int = 0, **options: object) -> subprocess.CompletedProcess[str]:
        command = [str(binary(name)), *(str(argument) for argument in arguments)]
        settings: dict[str, object] = {"capture_output": True, "text": True, "timeout": 600, "check": False}
        done = subprocess.run(command, **(settings | options))  # type: ignore[call-overload]
        assert done.returncode == expect, (
            f"{' '.join(command)}\nended with {done.returncode}, expected {expect}\n"
            f"stdout: {done.stdout}\nstderr: {done.stderr}"
        )
        return done

    return run


@pytest.fixture(scope="session")
def finished_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the tiny workflow ran once. Not to be changed."""
    folder = tmp_path_factory.mktemp("run")
    from helpers.workflow import TINY, snakemake, write_config

    write_config(folder, TINY)
    snakemake(folder)
    return folder


@pytest.fixture(scope="session")
def fake_tools(finished_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tools that compute nothing and are done at once, with what that run holds; for CREFLOW_BIN."""
    from helpers.fake_tools import write_fake_tools

    return write_fake_tools(tmp_path_factory.mktemp("tools"), finished_run / "results/tiny")
