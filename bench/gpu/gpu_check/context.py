"""What every part of the check works with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from . import settings
from .programs import Done, Pack, end, run
from .record import Record

Json = dict[str, Any]


class Context:
    """The pack, the device, a folder for what is not kept, and peers that compile beside the tests."""

    def __init__(self, pack: Pack, facts: Json, device: str, threads: int, record: Record) -> None:
        """Nothing is started yet."""
        self.pack, self.facts, self.device, self.threads, self.record = pack, facts, device, threads, record
        self.sizes = settings.PROCESSOR if device == "cpu" else settings.GPU
        self.slowness = 3.0 if device == "cpu" else 1.0  # of two slow cores, in the limits of the parts
        self._folder = tempfile.TemporaryDirectory(prefix="creflow-check-")
        self.folder = Path(self._folder.name)
        self.compiling: list[subprocess.Popen] = []
        self.compiles_peers = True  # beside the tests

    def close(self) -> None:
        """Ends what still runs and removes the folder."""
        for process in self.compiling:
            end(process)
        self._folder.cleanup()

    def write(self, name: str, value: Json) -> Path:
        """A file of JSON in the folder."""
        file = self.folder / name
        file.write_text(json.dumps(value), encoding="utf-8")
        return file

    def bench(self, name: str, plan: Json, limit: float) -> Done:
        """bench-train-rate with a plan."""
        file = self.write(f"{name}.json", plan | {"device": self.device, "threads": self.threads})
        return run([self.pack.program("bench-train-rate"), file], limit, self.pack.environment())

    def peer_command(self, name: str, plan: Json) -> list[str]:
        """A process of Python that measures PyTorch."""
        file = self.write(f"{name}.json", plan | {"device": self.device, "threads": self.threads})
        return [sys.executable, "-m", "gpu_check.peers", str(file)]

    def peer_environment(self) -> dict[str, str]:
        """Compiled kernels of torch.compile are kept for the process that measures them."""
        path = os.pathsep.join([str(self.pack.folder), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
        cache = self.folder / "inductor"
        return os.environ | {
            "PYTHONPATH": path,
            "TORCHINDUCTOR_CACHE_DIR": str(cache),
            "TRITON_CACHE_DIR": str(cache / "triton"),
            "TORCHINDUCTOR_FX_GRAPH_CACHE": "1",
        }
