"""Runs a program and says what it took."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Timed:
    """One run of a program."""

    wall: float  # s
    processor: float  # s, user and system
    memory: float  # MB, the largest
    said: str


def run(words: list[object]) -> Timed:
    """Runs a program to its end; what it says on standard output is kept."""
    with tempfile.TemporaryFile("w+") as said:
        start = time.perf_counter()
        process = subprocess.Popen([str(word) for word in words], stdout=said, stderr=subprocess.PIPE, text=True)
        problem = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"{words[0]} failed with exit code {process.returncode}: {problem}")
        said.seek(0)
        return Timed(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000, said.read())
