"""Times training and inference beside programs that compute as well, with different ways of waiting for threads.

Two threads on two processors: alone, beside one and two spinning programs, and beside two that are nice. The rows are
what creflow does by itself (spin on a quiet machine, sleep on a busy one), settings of libgomp, and one thread. Each
number is a ratio: on the quiet machine to libgomp's own setting, on busy ones to one thread beside the same load.

    ./creflow bench busy        about 15 minutes; bench/run_busy.py --quick takes two
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from rates import measured

ROOT = Path(__file__).resolve().parents[1]
PROCESSORS = 2
OWN, LIBGOMP, ONE = "creflow", "spin 300000", "one thread"
SETTINGS: dict[str, dict[str, str]] = {
    OWN: {},
    LIBGOMP: {"GOMP_SPINCOUNT": "300000"},  # what libgomp does by itself
    "spin 20000": {"GOMP_SPINCOUNT": "20000"},
    "spin 1000": {"GOMP_SPINCOUNT": "1000"},
    "passive": {"OMP_WAIT_POLICY": "passive"},
    ONE: {},
}
QUIET = "quiet"
LOADS: dict[str, tuple[int, int]] = {  # spinning programs, and how nice they are
    QUIET: (0, 0),
    "1 beside": (1, 0),
    "2 beside": (2, 0),
    "2 nice": (2, 10),
}
MOST_LOST, MOST_ON_BUSY = 1.03, 1.5


def networks() -> dict[str, tuple[dict[str, Any], int]]:
    """Config and steps of the network of config/examples/simulated.yaml and of the default one."""
    small = yaml.safe_load((ROOT / "config/examples/simulated.yaml").read_text(encoding="utf-8"))
    return {
        "small": ({"model": small["model"], "train": {"batch": small["train"]["batch"]}}, 60),
        "default": ({"model": {}, "train": {"batch": 64}}, 4),
    }


@contextmanager
def beside(count: int, nice: int) -> Iterator[None]:
    """So many programs that do nothing but spin."""
    spinning = [subprocess.Popen(["nice", "-n", str(nice), "sh", "-c", "while :; do :; done"]) for _ in range(count)]
    try:
        yield
    finally:
        for process in spinning:
            process.kill()
            process.wait()


def milliseconds(binary: Path, config: dict[str, Any], precision: str, setting: str, steps: int) -> dict[str, float]:
    """Of a training step and of a batch of inference."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("OMP_", "GOMP_"))}
    threads = 1 if setting == ONE else PROCESSORS
    batch = config["train"]["batch"]
    plan = {"config": config, "precision": precision, "threads": threads, "steps": steps, "runs": [{"batch": batch}]}
    found = measured(binary, plan, plain | SETTINGS[setting])[0]
    return {kind: 1000 * statistics.mean(found[kind]) for kind in ("training", "inference")}


Table = dict[tuple[str, str, str], list[dict[str, float]]]  # by network, load and setting: a dict a round


def measure(given: argparse.Namespace, names: list[str], settings: list[str]) -> Table:
    """All settings in turns."""
    table: Table = {}
    for network in names:
        config, steps = networks()[network]
        for load, (count, nice) in LOADS.items():
            for _ in range(given.rounds if load == QUIET else 1):
                for setting in settings:
                    with beside(count, nice):
                        found = milliseconds(given.bin / "bench-train-rate", config, given.precision, setting, steps)
                    table.setdefault((network, load, setting), []).append(found)
    return table


def median(rounds: list[dict[str, float]], kind: str) -> float:
    """Of the rounds."""
    return statistics.median(times[kind] for times in rounds)


def show(table: Table, names: list[str], settings: list[str]) -> None:
    """Tables of milliseconds and ratios, and whether what creflow does by itself holds up."""
    lost, on_busy = 0.0, 0.0
    for network in names:
        for kind in ("training", "inference"):
            print(f"\n{network} network, {kind}: milliseconds (ratio)")
            print(f"{'':14}" + "".join(f"{load:>18}" for load in LOADS))
            for setting in settings:
                cells = []
                for load in LOADS:
                    beside_it = LIBGOMP if load == QUIET else ONE
                    time = median(table[network, load, setting], kind)
                    ratio = time / median(table[network, load, beside_it], kind)
                    cells.append(f"{time:9.1f} ({ratio:5.2f})")
                    if setting == OWN and load == QUIET:
                        lost = max(lost, ratio)
                    elif setting == OWN:
                        on_busy = max(on_busy, ratio)
                print(f"{setting:14}" + "".join(f"{cell:>18}" for cell in cells))
    print(f"\nquiet: at most {lost:.2f} times libgomp's own waiting (aim: {MOST_LOST})")
    print(f"busy: at most {on_busy:.2f} times one thread (aim: {MOST_ON_BUSY})")


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    folder = Path(os.environ.get("CREFLOW_BIN", ROOT / "build/release/bin"))
    parser.add_argument("--bin", type=Path, default=folder, help="folder of the programs")
    parser.add_argument("--precision", default="bf16", choices=["bf16", "fp32"])
    parser.add_argument("--networks", nargs="+", default=list(networks()), choices=list(networks()))
    parser.add_argument("--rounds", type=int, default=3, help="on the quiet machine; one on each busy one")
    parser.add_argument("--quick", action="store_true", help="the main settings only, of the small network")
    given = parser.parse_args()
    allowed = sorted(os.sched_getaffinity(0))
    if len(allowed) < PROCESSORS:
        parser.error(f"{PROCESSORS} processors are needed, there is 1")
    # Of a larger machine two processors, so that one or two programs beside it make it busy.
    os.sched_setaffinity(0, allowed[:PROCESSORS])
    print(f"load of the machine before: {os.getloadavg()[0]:.1f}; {given.precision}", flush=True)
    names = ["small"] if given.quick else given.networks
    settings = [OWN, LIBGOMP, ONE] if given.quick else list(SETTINGS)
    show(measure(given, names, settings), names, settings)


if __name__ == "__main__":
    main()
