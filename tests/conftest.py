"""Fixtures shared by the CLI, workflow and parity tests."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))  # `from helpers import ...`
sys.path[:0] = [str(ROOT / "workflow" / "scripts"), str(ROOT / "python")]  # `from creflow_workflow import ...`


SLOW = tuple(f"tests/{folder}/" for folder in ("cluster", "report", "workflow"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that of several processes none has it alone at the end."""
    items.sort(key=lambda item: next((i for i, folder in enumerate(SLOW) if item.nodeid.startswith(folder)), len(SLOW)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:  # noqa: ANN401 - theirs
    """Who does what of several processes, see ByWhatIsShared."""
    return ByWhatIsShared(config, log)


class ByWhatIsShared(LoadScopeScheduling):
    """One process runs all tests of a file, and all of the files that share what takes long: the one cluster, the runs
    that reports are made of."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        if file.startswith("tests/cluster/"):
            return "cluster"
        return "any_run" if file.startswith("tests/report/") and _uses_any_run(file) else file


@cache
def _uses_any_run(file: str) -> bool:
    return "any_run" in (ROOT / file).read_text(encoding="utf-8")


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
