"""Times training and inference beside PyTorch: the same network, batch, precision and threads, in turns in one run.

The peer is eager PyTorch from Python as people write it (nn.Conv1d, nn.Dropout, weight norm, autocast, fused AdamW off
as by default), with the network of creflow_torch.py. Prints samples per second and the ratio, as JSON.

    ./creflow bench train
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "python"))

from creflow_torch import CreflowModel  # noqa: E402
from creflow_workflow import settings  # noqa: E402


class Eager:
    """The peer: one network, one batch."""

    def __init__(self, model: dict[str, Any], tasks: int, length: int, batch: int, precision: str) -> None:
        """model: the resolved section `model`."""
        torch.manual_seed(1)
        construct = {"upstream": "", "insert_length": length, "downstream": "", "reverse": "insert"}
        scaler = {"mean": [0.0] * tasks, "sd": [1.0] * tasks}
        self.network = CreflowModel(model, [f"task{k}" for k in range(tasks)], construct, scaler)
        self.x = nn.functional.one_hot(torch.randint(0, 4, (batch, length)), 4).transpose(1, 2).float().contiguous()
        self.y = torch.randn(batch, tasks)
        self.optimizer = torch.optim.AdamW(self.network.parameters(), lr=1e-3)
        self.autocast = torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == "bf16")

    def train_step(self) -> Tensor:
        """One optimizer step."""
        self.optimizer.zero_grad(set_to_none=True)
        with self.autocast:
            predicted = self.network(self.x)
        loss = nn.functional.huber_loss(predicted.float(), self.y)
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        return loss

    @torch.no_grad()
    def predict(self) -> Tensor:
        """One batch of predictions."""
        with self.autocast:
            return self.network(self.x)

    def seconds(self, steps: int) -> dict[str, list[float]]:
        """Times of single steps, the first of each kind left out."""
        times: dict[str, list[float]] = {}
        for name, body, mode in (("training", self.train_step, True), ("inference", self.predict, False)):
            self.network.train(mode)
            times[name] = []
            for _ in range(steps + 1):
                start = time.perf_counter()
                body()
                times[name].append(time.perf_counter() - start)
            times[name].pop(0)
        return times


def creflow_seconds(binary: Path, config: Path, given: argparse.Namespace, precision: str) -> dict[str, list[float]]:
    """The same of creflow, in a process of its own."""
    words = [binary, config, precision, given.threads, given.tasks, given.length, given.steps]
    done = subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def compare(given: argparse.Namespace, preset: Path, precision: str) -> dict[str, Any]:
    """Rates of both programs, from the median of all steps."""
    config = json.loads(preset.read_text(encoding="utf-8"))
    config["train"] = config.get("train", {}) | {"batch": given.batch}
    model = settings.resolve({"model": config["model"]}, preset.name)["model"]
    eager = Eager(model, given.tasks, given.length, given.batch, precision)
    times: dict[str, dict[str, list[float]]] = {"creflow": {}, "pytorch": {}}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "config.json"
        file.write_text(json.dumps(config), encoding="utf-8")
        for _ in range(given.rounds):
            for name, found in (
                ("creflow", creflow_seconds(given.bin / "bench-train-rate", file, given, precision)),
                ("pytorch", eager.seconds(given.steps)),
            ):
                for kind, values in found.items():
                    times[name].setdefault(kind, []).extend(values)
    result: dict[str, Any] = {"network": preset.stem, "precision": precision, "threads": given.threads}
    for kind in ("training", "inference"):
        rates = {name: given.batch / statistics.median(found[kind]) for name, found in times.items()}
        result[kind] = {name: round(rate, 1) for name, rate in rates.items()}
        result[kind]["ratio"] = round(rates["creflow"] / rates["pytorch"], 2)
    return result


def main() -> None:
    """Prints one JSON object for each network and precision."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, default=ROOT / "build" / "release" / "bin", help="folder of the programs")
    parser.add_argument("--networks", nargs="+", default=["multiscale"], help="files of config/models, without .json")
    parser.add_argument("--precisions", nargs="+", default=["bf16", "fp32"], choices=["bf16", "fp32"])
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--tasks", type=int, default=3)
    parser.add_argument("--length", type=int, default=200)
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--steps", type=int, default=4, help="steps of each program in a round")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    for network in given.networks:
        for precision in given.precisions:
            print(json.dumps(compare(given, ROOT / "config" / "models" / f"{network}.json", precision)), flush=True)


if __name__ == "__main__":
    main()
