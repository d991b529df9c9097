"""./creflow: help, mistakes, and set-up on machines that lack things (played by small stand-in programs)."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

Result = subprocess.CompletedProcess[str]
# What the front door calls on every machine.
BASICS = ("bash", "cat", "dirname", "env", "grep", "mkdir", "readlink", "rm", "sha256sum", "sleep", "tail", "tr")


def creflow(root: Path, *words: str, **environment: str) -> Result:
    """Runs the front door."""
    return subprocess.run(
        [str(root / "creflow"), *words],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def bare_machine(root: Path, tmp_path: Path) -> tuple[Path, str]:
    """A checkout of the front door alone, and a PATH of stand-ins: no package is installed, the user is not root."""
    checkout, programs = tmp_path / "checkout", tmp_path / "bin"
    checkout.mkdir()
    programs.mkdir()
    shutil.copy(root / "creflow", checkout)
    shutil.copytree(root / "envs", checkout / "envs")
    for name in BASICS:
        (programs / name).symlink_to(shutil.which(name) or name)
    stand_in(programs, "dpkg-query", "exit 1")
    stand_in(programs, "id", "echo 1000")
    return checkout, str(programs)


def stand_in(folder: Path | str, name: str, script: str) -> None:
    """A program that does what `script` says."""
    file = Path(folder) / name
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)


def test_help_is_on_stdout(root: Path) -> None:
    """And lists every command."""
    for words in ((), ("help",), ("--help",)):
        done = creflow(root, *words)
        assert done.returncode == 0 and done.stderr == ""
        for command in ("setup", "run", "test", "bench", "cancel", "clean"):
            assert f"./creflow {command}" in done.stdout


def test_unknown_word_of_setup(root: Path) -> None:
    """It ends before anything is installed."""
    done = creflow(root, "setup", "--gpu")
    assert (done.returncode, done.stderr) == (2, "creflow: error: unknown word '--gpu'; allowed: --cuda\n")


def test_unknown_command(root: Path) -> None:
    """One line on stderr and the exit code for usage."""
    done = creflow(root, "rnu")
    assert done.returncode == 2
    assert done.stderr == "creflow: error: unknown command 'rnu'; ./creflow help lists them\n"


def test_set_up_again_is_quick_and_changes_nothing(root: Path) -> None:
    """The second of two set-ups finds nothing to do."""
    first = creflow(root, "setup")
    assert first.returncode == 0, first.stderr
    second = creflow(root, "setup")
    assert second.returncode == 0
    assert second.stderr == "creflow: ready: ./creflow run\n"
    assert "no work to do" in (root / "build/release/creflow.log").read_text()


def test_missing_packages_are_named(bare_machine: tuple[Path, str]) -> None:
    """Without root, sudo and conda: the names, the command, and nothing done."""
    checkout, path = bare_machine
    done = creflow(checkout, "setup", PATH=path)
    assert done.returncode == 1
    packages = [line for line in (checkout / "envs/apt.txt").read_text().splitlines() if not line.startswith("#")]
    assert f"missing packages: {' '.join(packages)}; " in done.stderr
    assert f"apt-get install --yes --quiet --no-install-recommends {' '.join(packages)}" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (checkout / ".venv").exists()


def test_only_what_is_missing_is_named(bare_machine: tuple[Path, str]) -> None:
    """Installed packages are not listed."""
    checkout, path = bare_machine
    stand_in(path, "dpkg-query", 'case "$*" in *ninja-build*) exit 1;; *) echo installed;; esac')
    done = creflow(checkout, "setup", PATH=path)
    assert "missing packages: ninja-build; " in done.stderr


def test_root_installs_packages(bare_machine: tuple[Path, str]) -> None:
    """apt-get gets the names; its failure ends set-up with the command to try by hand."""
    checkout, path = bare_machine
    stand_in(path, "id", "echo 0")
    stand_in(path, "apt-get", 'echo "asked: $*" >&2; test "$1" = update')
    done = creflow(checkout, "setup", PATH=path)
    assert done.returncode == 1
    assert "asked: install --yes --quiet --no-install-recommends g++ cmake" in done.stderr
    assert "the packages could not be installed; run by hand: apt-get install" in done.stderr


@pytest.mark.parametrize("name", ["conda", "mamba", "micromamba"])
def test_conda_is_used_without_root(bare_machine: tuple[Path, str], name: str) -> None:
    """The environment file goes to conda, and what follows runs inside it."""
    checkout, path = bare_machine
    stand_in(path, name, f'echo "{name}: $*" >&2; case "$1" in run) exit 1;; *) mkdir -p .conda;; esac')
    done = creflow(checkout, "setup", PATH=path)
    verb = "create --yes" if name == "micromamba" else "env create"
    assert f"{name}: {verb} --prefix {checkout}/.conda --file envs/creflow.yaml" in done.stderr
    assert f"{name}: run --prefix {checkout}/.conda python3" in done.stderr


def test_benchmarks_are_discovered(root: Path) -> None:
    """A name that does not exist is answered with those that do."""
    done = creflow(root, "bench", "no-such-thing")
    assert done.returncode == 1
    assert "no benchmark 'no-such-thing'; there are:" in done.stderr


def test_cancel_ends_the_jobs_of_this_folder(bare_machine: tuple[Path, str]) -> None:
    """Not those of another checkout, nor other jobs that were submitted from here."""
    checkout, path = bare_machine
    for name in ("awk", "paste"):
        Path(path, name).symlink_to(shutil.which(name) or name)
    queue = checkout / "queue"
    queue.write_text(f"7|cre_1|{checkout}\n8|cre_2|/elsewhere\n9|mine|{checkout}\n10|cre_1|{checkout}\n")
    stand_in(path, "squeue", f"cat {queue}")
    stand_in(path, "scancel", f'echo "asked: $*" >&2; echo "8|cre_2|/elsewhere" >{queue}')
    done = creflow(checkout, "cancel", PATH=path)
    assert done.returncode == 0, done.stderr
    assert "creflow: cancelling 7 10\nasked: 7 10\n" in done.stderr
    again = creflow(checkout, "cancel", PATH=path)
    assert (again.returncode, again.stderr) == (0, f"creflow: no jobs of {checkout} in the queue\n")


def test_cancel_without_slurm(bare_machine: tuple[Path, str]) -> None:
    """And with a Slurm that does not answer: an error, not an empty queue."""
    checkout, path = bare_machine
    done = creflow(checkout, "cancel", PATH=path)
    assert (done.returncode, done.stderr) == (1, "creflow: error: no Slurm here: squeue is not found\n")
    Path(path, "awk").symlink_to(shutil.which("awk") or "awk")
    stand_in(path, "squeue", "echo squeue: no controller >&2; exit 1")
    done = creflow(checkout, "cancel", PATH=path)
    assert done.returncode == 1
    assert done.stderr.endswith("creflow: error: squeue failed; the line above says why\n")
