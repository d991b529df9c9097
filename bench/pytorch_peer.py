"""The peer of the benchmarks: a network as people train it with PyTorch from Python.

nn.Conv1d, nn.Dropout, weight norm, autocast, AdamW and clipping as PyTorch has them, with the network of
creflow_torch.py, which must be importable; eager, in channels-last memory, or compiled by torch.compile.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import torch
from channels_last import as_images, to_channels_last
from creflow_torch import CreflowModel
from torch import Tensor, nn


class Peer:
    """One network, one batch of random data."""

    def __init__(
        self,
        model: dict[str, Any],
        tasks: int,
        length: int,
        batch: int,
        precision: str,
        device: str = "cpu",
        compiled: bool = False,
        channels_last: bool = False,
    ) -> None:
        """model: the resolved section `model`."""
        torch.manual_seed(1)
        torch.backends.cudnn.allow_tf32 = False  # fp32 is fp32, as in creflow
        construct = {"upstream": "", "insert_length": length, "downstream": "", "reverse": "insert"}
        scaler = {"mean": [0.0] * tasks, "sd": [1.0] * tasks}
        self.device = torch.device(device)
        self.network = CreflowModel(model, [f"task{k}" for k in range(tasks)], construct, scaler).to(self.device)
        if channels_last:
            to_channels_last(self.network)
        self.forward = torch.compile(self.network, dynamic=False) if compiled else self.network
        codes = torch.randint(0, 4, (batch, length))
        x = nn.functional.one_hot(codes, 4).transpose(1, 2).float().contiguous().to(self.device)
        self.x = as_images(x) if channels_last else x
        self.y = torch.randn(batch, tasks).to(self.device)
        self.optimizer = torch.optim.AdamW(self.network.parameters(), lr=1e-3)
        self.autocast = torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=precision == "bf16")

    def train_step(self) -> Tensor:
        """One optimizer step."""
        self.optimizer.zero_grad(set_to_none=True)
        with self.autocast:
            predicted = self.forward(self.x)
        loss = nn.functional.huber_loss(predicted.float(), self.y)
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        return loss

    @torch.no_grad()
    def predict(self) -> Tensor:
        """One batch of predictions."""
        with self.autocast:
            return self.forward(self.x)

    def _wait(self) -> None:
        if self.device.type == "cuda":
            torch.cuda.synchronize(self.device)

    def _times(self, body: Callable[[], Tensor], steps: int, block: int, limit: float) -> list[float]:
        """Of a call, the mean over blocks of `block` calls: the device need not wait for the host within a block."""
        times: list[float] = []
        started = time.perf_counter()
        while len(times) * block < steps and (len(times) < 2 or time.perf_counter() - started < limit):
            self._wait()
            start = time.perf_counter()
            for _ in range(block):
                body()
            self._wait()
            times.append((time.perf_counter() - start) / block)
        return times

    def seconds(self, steps: int, block: int = 1, warm: int = 1, limit: float = 1e9) -> dict[str, list[float]]:
        """Times of training steps and of batches of inference, `warm` calls of each kind before them."""
        found: dict[str, list[float]] = {}
        for name, body, mode in (("training", self.train_step, True), ("inference", self.predict, False)):
            self.network.train(mode)
            for _ in range(warm):
                body()
            found[name] = self._times(body, steps, block, limit)
        return found


def one_line(error: Exception) -> str:
    """What went wrong, where a result of PyTorch would stand: it is one, too."""
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0] if lines else ''}"
