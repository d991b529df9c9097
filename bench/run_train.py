"""Times training and inference beside PyTorch: the same network, batch, precision and threads, in turns in one run.

The peer is eager PyTorch from Python as people write it (pytorch_peer.py). Prints samples per second and the ratio, as
JSON.

    ./creflow bench train
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
from pathlib import Path
from typing import Any

import torch

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "python"), str(ROOT / "workflow/scripts")]

from creflow_workflow import settings  # noqa: E402
from pytorch_peer import Peer  # noqa: E402
from rates import measured  # noqa: E402

KINDS = ("training", "inference")


def creflow_seconds(binary: Path, config: dict[str, Any], given: argparse.Namespace, precision: str) -> dict[str, Any]:
    """The same of creflow, in a process of its own."""
    sizes = {name: getattr(given, name) for name in ("threads", "tasks", "length", "steps")}
    plan = sizes | {"config": config, "precision": precision, "runs": [{"batch": given.batch}]}
    return {kind: times for kind, times in measured(binary, plan)[0].items() if kind in KINDS}


def compare(given: argparse.Namespace, preset: Path, precision: str) -> dict[str, Any]:
    """Rates of both programs, from the median of all steps."""
    config = json.loads(preset.read_text(encoding="utf-8"))
    model = settings.resolve({"model": config["model"]}, preset.name)["model"]
    eager = Peer(model, given.tasks, given.length, given.batch, precision)
    times: dict[str, dict[str, list[float]]] = {"creflow": {}, "pytorch": {}}
    for _ in range(given.rounds):
        for name, found in (
            ("creflow", creflow_seconds(given.bin / "bench-train-rate", config, given, precision)),
            ("pytorch", eager.seconds(given.steps)),
        ):
            for kind, values in found.items():
                times[name].setdefault(kind, []).extend(values)
    result: dict[str, Any] = {"network": preset.stem, "precision": precision, "threads": given.threads}
    for kind in KINDS:
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
