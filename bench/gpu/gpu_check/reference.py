"""Trains on the processor, with the pack's own programs and data, what the check trains on a GPU and compares."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from . import settings
from .parts_tests import processor_name
from .programs import Pack
from .train_once import Programs, train_once

ROOT = Path(__file__).resolve().parents[3]
NOT_COVERED = "wide networks on the large dataset, which take hours on a processor; fp32; other seeds and epochs"


def main() -> int:
    """Writes the file after every training."""
    parser = argparse.ArgumentParser(prog="reference", description=__doc__)
    parser.add_argument("--pack", type=Path, default=ROOT / "build" / "gpu" / "pack", help="(%(default)s)")
    parser.add_argument("--out", type=Path, default=ROOT / "bench" / "gpu" / "reference.json", help="(%(default)s)")
    parser.add_argument("--threads", type=int, default=min(2, len(os.sched_getaffinity(0))))
    compared = [training.name for training in settings.TRAININGS if training.compared]
    parser.add_argument("--trainings", nargs="+", choices=compared, default=compared, help="those alone (all)")
    given = parser.parse_args()
    pack = Pack(given.pack.resolve())
    facts = pack.facts()
    reference: dict[str, Any] = {
        "made": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "machine": platform.platform(),
        "processor": processor_name(),
        "threads": given.threads,
        "torch": facts["torch"],
        "commit": facts["commit"],
        "not_covered": NOT_COVERED,
        "trainings": {},
    }
    programs = Programs(pack, "cpu", given.threads, time.monotonic() + 24 * 3600)
    with tempfile.TemporaryDirectory() as folder:
        for training in settings.TRAININGS:
            if training.name not in given.trainings or training.dataset not in facts["datasets"]:
                continue
            runs: list[dict[str, Any]] = []
            reference["trainings"][training.name] = {
                "epochs": training.epochs,
                "dataset": training.dataset,
                "dataset_sha256": facts["datasets"][training.dataset]["sha256"],
                "runs": runs,
            }
            for seed in training.seeds:
                runs.append(train_once(programs, training, seed, "bf16", Path(folder) / "training"))
                run = runs[-1]
                print(f"reference: {training.name}, seed {seed}: {run}", file=sys.stderr, flush=True)
                given.out.write_text(json.dumps(reference, indent=1) + "\n", encoding="utf-8")
    return 0
