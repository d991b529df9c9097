"""Times training and inference beside PyTorch: the same network, batch, precision and threads, in turns in one run.

The peer is PyTorch from Python as people write it (pytorch_peer.py): eager, eager in channels-last memory, and by
torch.compile. First what the machine can do at all. Prints JSON lines; docs/benchmarks.md says what they mean.

    ./creflow bench train
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import torch

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / folder) for folder in ("python", "workflow/scripts", "bench/gpu")]

from creflow_workflow import settings  # noqa: E402
from gpu_check.parts_tests import processor_name  # noqa: E402
from gpu_check.work import OPERATIONS, matrix_share  # noqa: E402
from pytorch_peer import Peer, one_line  # noqa: E402
from rates import measured  # noqa: E402

Json = dict[str, Any]
PEERS: dict[str, dict[str, bool]] = {
    "eager": {},
    "channels_last": {"channels_last": True},
    "compiled": {"compiled": True},
}


def machine_line(given: argparse.Namespace) -> Json:
    """What bounds every program here."""
    plan = {"device_rates": True, "threads": given.threads}
    rates = measured(given.bin / "bench-train-rate", plan)[0]["rates"]
    return {
        "machine": processor_name(),
        "threads": given.threads,
        "matrix_gflop_per_s": {name: giga(rates[f"matrix_{name}"]) for name in ("bf16", "fp32")},
        "memory_gb_per_s": giga(rates["copy_bytes"]),
    }


def giga(rate: float) -> float:
    """Rounded."""
    return round(rate / 1e9, 1)


class Programs:
    """creflow and its peers with one network and precision, and what was measured of them so far."""

    def __init__(self, given: argparse.Namespace, preset: Path, precision: str) -> None:
        """Nothing is measured yet."""
        self.given = given
        self.config = json.loads(preset.read_text(encoding="utf-8"))
        self.precision = precision
        model = settings.resolve({"model": self.config["model"]}, preset.name)["model"]
        sizes = (given.tasks, given.length, given.batch, precision)
        self.peers = {name: Peer(model, *sizes, **PEERS[name]) for name in given.peers}
        self.times: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in ("creflow", *self.peers)}
        self.errors: dict[str, str] = {}  # by name of a peer that cannot be measured
        self.matrix_rates: list[float] = []  # by round: what a machine can do changes with what runs beside
        self.lines: list[Json] = []  # of creflow, by round

    def measure(self) -> None:
        """A round."""
        sizes = {name: getattr(self.given, name) for name in ("threads", "tasks", "length", "steps")}
        run = {"batch": self.given.batch, "convolution": True}
        plan = sizes | {"config": self.config, "precision": self.precision, "device_rates": True, "runs": [run]}
        device, line = measured(self.given.bin / "bench-train-rate", plan)
        self.matrix_rates.append(device["rates"][f"matrix_{self.precision}"])
        self.lines.append(line)
        self._add("creflow", line)
        for name in [name for name in self.peers if name not in self.errors]:
            try:
                self._add(name, self.peers[name].seconds(self.given.steps))
            except Exception as error:
                if name != "compiled":  # that one needs a compiler, and a network that it knows how to compile
                    raise
                self.errors[name] = one_line(error)

    def _add(self, name: str, found: Json) -> None:
        for kind in OPERATIONS:
            self.times[name][kind] += found[kind]

    def rates(self, kind: str) -> dict[str, float | str]:
        """Samples per second from the median of all steps, or why there are none."""
        return {
            name: self.errors.get(name) or self.given.batch / statistics.median(times[kind])
            for name, times in self.times.items()
        }


def entries(kind: str, rates: dict[str, float | str], multiply_adds: int, matrix_rate: float) -> Json:
    """By program; "creflow" is among them."""
    found: Json = {}
    for name, rate in rates.items():
        if isinstance(rate, str):
            found[name] = {"error": rate}
            continue
        share = matrix_share(kind, rate, multiply_adds, matrix_rate)
        found[name] = {"samples_per_s": round(rate, 1), "matrix_share": round(share, 3)}
        if name != "creflow":
            found[name]["ratio"] = round(rates["creflow"] / rate, 2)
    return found


def compare(given: argparse.Namespace, preset: Path, precision: str) -> Json:
    """The line of a network and precision."""
    programs = Programs(given, preset, precision)
    for _ in range(given.rounds):
        programs.measure()
    multiply_adds = programs.lines[0]["multiply_adds"]
    matrix_rate = statistics.median(programs.matrix_rates)
    largest = statistics.median(line["convolution"]["rate"] for line in programs.lines)
    found: Json = {
        "network": preset.stem,
        "precision": precision,
        "threads": given.threads,
        "batch": given.batch,
        "multiply_adds": multiply_adds,
        "matrix_gflop_per_s": giga(matrix_rate),
        "convolution": {
            "layer": programs.lines[0]["convolution"]["layer"],
            "gflop_per_s": giga(largest),
            "matrix_share": round(largest / matrix_rate, 3),
        },
    }
    for kind in OPERATIONS:
        found[kind] = entries(kind, programs.rates(kind), multiply_adds, matrix_rate)
    return found


def main() -> None:
    """Prints one JSON object for the machine, then one for each network and precision."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, default=ROOT / "build" / "release" / "bin", help="folder of the programs")
    parser.add_argument("--models", type=Path, default=ROOT / "config" / "models", help="folder of the networks")
    parser.add_argument("--networks", nargs="+", default=["multiscale"], help="files of --models, without .json")
    parser.add_argument("--precisions", nargs="+", default=["bf16", "fp32"], choices=["bf16", "fp32"])
    parser.add_argument("--peers", nargs="+", default=list(PEERS), choices=list(PEERS), help="forms of PyTorch")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--tasks", type=int, default=3)
    parser.add_argument("--length", type=int, default=200)
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--steps", type=int, default=4, help="steps of each program in a round")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    print(json.dumps(machine_line(given)), flush=True)
    for network in given.networks:
        for precision in given.precisions:
            print(json.dumps(compare(given, given.models / f"{network}.json", precision)), flush=True)


if __name__ == "__main__":
    main()
