"""gpu.json and gpu.md, written anew after every part: a run that is cut off keeps what it had."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from .report import markdown

Json = dict[str, Any]


class Record:
    """What is known so far."""

    def __init__(self, folder: Path, facts: Json) -> None:
        """Makes the folder and writes what there is before anything is measured."""
        self.folder, self.data = folder, facts | {"parts": {}}
        folder.mkdir(parents=True, exist_ok=True)
        self.save()

    def save(self) -> None:
        """Both files, each complete at any time."""
        self._write("gpu.json", json.dumps(self.data, indent=1))
        self._write("gpu.md", markdown(self.data))

    def add(self, part: str, state: str, seconds: float, found: Json, problem: str | None = None) -> None:
        """state: "done", "partly" (with a problem), "failed" or "left out"."""
        self.data["parts"][part] = {"state": state, "seconds": round(seconds, 1), "problem": problem} | found
        self.save()

    def _write(self, name: str, text: str) -> None:
        temporary = self.folder / f".{name}.tmp"
        with temporary.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.folder / name)
