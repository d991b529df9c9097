"""How far a job is, in the small file that stages keep in their folder while they run (lib/core/progress_file.h)."""

from __future__ import annotations

import contextlib
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAME = "progress.json"
PAUSE = 1.0  # seconds between two writes


@dataclass(frozen=True)
class State:
    """What the file says."""

    label: str  # "training"
    step: str  # "epoch 5 of 12", or nothing
    note: str  # "validation r 0.812", or nothing
    unit: str  # "elements"
    done: int
    total: int  # 0: unknown
    per_second: float
    seconds_left: float | None
    may_end_earlier: bool  # seconds_left is the longest it can take


def read(folder: Path, since: float) -> State | None:
    """The file in the folder of a stage; nothing where none was written `since` (seconds of the epoch): what a killed
    process left is of no use."""
    file = folder / NAME
    try:
        if file.stat().st_mtime < since:
            return None
        return State(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


class Progress:
    """Writes the file at most once a second while a loop runs; removes it at the end. A courtesy: it never fails."""

    def __init__(self, folder: Path, label: str, total: int, unit: str) -> None:
        """`unit` is a plural noun."""
        self.file = folder / NAME
        self.fixed: dict[str, Any] = {"label": label, "step": "", "note": "", "unit": unit, "total": total}
        self.done = 0
        self.started = self.written = time.monotonic()

    def __enter__(self) -> Progress:
        """Takes away what a killed process left. Nothing is written yet: what is quick needs no file."""
        self._remove()
        return self

    def advance(self) -> None:
        """One more is done."""
        self.done += 1
        now = time.monotonic()
        if now - self.written >= PAUSE:
            self.written = now
            self._write(now - self.started)

    def __exit__(self, *_: object) -> None:
        """Leaves nothing behind."""
        self._remove()

    def _remove(self) -> None:
        with contextlib.suppress(OSError):
            self.file.unlink(missing_ok=True)

    def _write(self, seconds: float) -> None:
        rate = self.done / seconds
        left = (self.fixed["total"] - self.done) / rate
        state = self.fixed | {"done": self.done, "per_second": rate, "seconds_left": left, "may_end_earlier": False}
        temporary = self.file.with_name(f".{NAME}")
        with contextlib.suppress(OSError):
            temporary.write_text(json.dumps(state), encoding="utf-8")
            temporary.replace(self.file)
