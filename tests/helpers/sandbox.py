"""A copy of the checkout in which ./creflow is set up with tools that were built before."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from .workflow import ROOT

PARTS = ("config", "docs", "envs", "python", "slurm", "workflow")
FILES = ("creflow", "CMakeLists.txt", "CMakePresets.json", "README.md")


class Sandbox:
    """Runs commands as a reader of the pages does, in the root folder of the clone."""

    def __init__(self, root: Path, binaries: Path) -> None:
        """Makes it in an empty folder; nothing is downloaded, built or written elsewhere."""
        self.root = root
        for part in PARTS:
            shutil.copytree(
                ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__", "build", "*.egg-info")
            )
        for file in FILES:
            shutil.copy(ROOT / file, root)
        (root / "build/release").mkdir(parents=True)
        (root / "build/release/bin").symlink_to(binaries.resolve())
        self._environment()
        self._stand_ins()

    def _environment(self) -> None:
        ours, made = Path(sys.prefix), self.root / ".venv"
        made.mkdir()
        for part in ("bin", "lib", "pyvenv.cfg"):
            (made / part).symlink_to(ours / part)
        digest = hashlib.sha256()
        for name in ("requirements.txt", "constraints.txt"):
            digest.update((self.root / "envs" / name).read_bytes())
        (made / "creflow.stamp").write_text(f"{digest.hexdigest()}  -")

    def _stand_ins(self) -> None:
        """Programs of a machine on which all is installed and built."""
        for name in ("build.ninja", "CMakeCache.txt"):
            (self.root / "build/release" / name).touch()
        programs = self.root / ".stand-ins"
        programs.mkdir()
        for name, script in {"dpkg-query": "echo installed", "cmake": "exit 0", "xdg-open": "exit 1"}.items():
            (programs / name).write_text(f"#!/bin/sh\n{script}\n")
            (programs / name).chmod(0o755)

    def run(self, script: str, program: str = "bash", timeout: int = 300) -> str:
        """What a script says, on both streams; an AssertionError when it fails."""
        words = {"bash": ["bash", "-eu", "-c", script], "python": [".venv/bin/python", "-c", script]}[program]
        path = f"{self.root}/.stand-ins:{self.root}/.venv/bin:{os.environ['PATH']}"
        environment = {name: value for name, value in os.environ.items() if name not in ("CREFLOW_BIN", "DISPLAY")}
        done = subprocess.run(
            words,
            cwd=self.root,
            env=environment | {"PATH": path, "PYTHONPATH": f"{self.root}/python", "NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=timeout,
        )
        assert done.returncode == 0, f"{script}\nended with {done.returncode}\n{done.stdout}"
        return done.stdout
