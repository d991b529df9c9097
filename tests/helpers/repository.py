"""The files of the repository, as git knows them."""

from __future__ import annotations

import subprocess

import pytest

from .workflow import ROOT


def repository_files() -> list[str]:
    """Paths of what is committed and of new files that git does not ignore; skips where there is no checkout."""
    if not (ROOT / ".git").exists():
        pytest.skip("no git checkout, so that sources are not told from other files")
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return sorted(name for name in listed if (ROOT / name).is_file())


def shell_scripts() -> list[str]:
    """Those of them that say in their first line that a shell runs them."""

    def is_script(name: str) -> bool:
        with (ROOT / name).open("rb") as file:
            first = file.readline(80)
        return first.startswith(b"#!") and first.rstrip().endswith(b"sh")

    return [name for name in repository_files() if is_script(name)]
