"""Runs programs of the pack beside the torch that is there, each with a limit of time."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Done:
    """What a program left: it may have been ended at its limit, or by its own error."""

    code: int
    timed_out: bool
    output: str
    errors: str
    seconds: float

    def problem(self) -> str | None:
        """One line, or nothing when all went well."""
        if self.timed_out:
            return f"ended after {self.seconds:.0f} s, which is its limit"
        last = [line for line in self.errors.strip().splitlines() if line.strip()][-1:]
        return None if self.code == 0 else f"exit code {self.code}: {''.join(last)[:300]}"

    def lines(self) -> list[Json]:
        """The lines of JSON among its output."""
        found = []
        for line in self.output.splitlines():
            if line.startswith("{"):
                try:
                    found.append(json.loads(line))
                except json.JSONDecodeError:  # it was ended while it wrote
                    continue
        return found


def run(words: list[object], limit: float, environment: dict[str, str] | None = None) -> Done:
    """With its whole group ended at the limit."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.monotonic()
        process = subprocess.Popen(
            [str(word) for word in words], stdout=output, stderr=errors, env=environment, start_new_session=True
        )
        timed_out = False
        try:
            process.wait(max(limit, 0.1))
        except subprocess.TimeoutExpired:
            timed_out = True
        finally:
            end(process)
        texts = []
        for file in (output, errors):
            file.seek(0)
            texts.append(file.read().decode(errors="replace"))
        return Done(process.returncode, timed_out, texts[0], texts[1], time.monotonic() - start)


def end(process: subprocess.Popen) -> None:
    """A process that may still run, with what it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def torch_folder() -> Path:
    """The package of the Python at hand; it is not imported."""
    found = importlib.util.find_spec("torch")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("check: error: this python3 has no torch; run the check with the Python that has it")
    return Path(next(iter(found.submodule_search_locations)))


def torch_version(folder: Path) -> str:
    """ "2.11.0+cu130", from torch/version.py."""
    found = re.search(r"__version__ = '([^']+)'", (folder / "version.py").read_text(encoding="utf-8"))
    return found[1] if found else "unknown"


@dataclass(frozen=True)
class Pack:
    """The folder that bench/gpu/pack made."""

    folder: Path

    def facts(self) -> Json:
        """pack.json."""
        return json.loads((self.folder / "pack.json").read_text(encoding="utf-8"))

    def program(self, name: str) -> Path:
        """One of bin/."""
        return self.folder / "bin" / name

    def environment(self, **more: str) -> dict[str, str]:
        """Own libraries first, then LibTorch of the Python at hand."""
        libraries = [str(self.folder / "lib"), str(torch_folder() / "lib")]
        if before := os.environ.get("LD_LIBRARY_PATH"):
            libraries.append(before)
        return os.environ | {"LD_LIBRARY_PATH": ":".join(libraries)} | more
