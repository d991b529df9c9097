"""One command on a machine with a GPU and torch: tests, rates, peers, whole trainings; results as they come."""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import settings
from .context import Context
from .parts_rates import device_rates, profiles, rates
from .parts_tests import environment, peers, tests
from .parts_trainings import trainings
from .programs import Pack, torch_folder, torch_version
from .record import Record

Json = dict[str, Any]
# Of a part: what was found, and what kept it from being all; called with the seconds that it has.
Part = Callable[[Context, float], tuple[Json, str | None]]

PARTS: dict[str, Part] = {
    "environment": environment,
    "device_rates": device_rates,
    "tests": tests,
    "rates_bf16": lambda context, limit: rates(context, "bf16", limit),
    "profiles": profiles,
    "peers_bf16": lambda context, limit: peers(context, "bf16", limit),
    "trainings_small": lambda context, limit: trainings(context, "small", limit),
    "trainings_large": lambda context, limit: trainings(context, "large", limit),
    "trainings_given": lambda context, limit: trainings(context, "given", limit),
    "rates_fp32": lambda context, limit: rates(context, "fp32", limit),
    "peers_fp32": lambda context, limit: peers(context, "fp32", limit),
}


class Ended(BaseException):
    """A signal asked to end."""


def raise_ended(*_: object) -> None:
    """As a signal handler."""
    raise Ended


def run_part(name: str, part: Part, context: Context, record: Record, deadline: float) -> None:
    """Whatever happens in it, the others go on."""
    left = deadline - time.monotonic()
    if left < settings.LEAST_SECONDS:
        record.add(name, "left out", 0.0, {}, "no time was left")
        return
    start = time.monotonic()
    limit = min(left, settings.LIMITS[name] * context.slowness)
    print(f"check: {name} (at most {limit:.0f} s)", file=sys.stderr, flush=True)
    try:
        found, problem = part(context, limit)
        record.add(name, "partly" if problem else "done", time.monotonic() - start, found, problem)
    except Ended:
        record.add(name, "failed", time.monotonic() - start, {}, "the check was ended")
        raise
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
        record.add(name, "failed", time.monotonic() - start, {}, f"{type(error).__name__}: {error} ({place})")


def main() -> int:
    """Exit code 0 when all parts are done and all tests passed."""
    parser = argparse.ArgumentParser(prog="check", description=__doc__)
    parser.add_argument("--device", default="cuda", help="cuda, or cpu to see that the check is in order")
    parser.add_argument("--minutes", type=float, default=8.0, help="after which no part goes on (%(default)s)")
    parser.add_argument("--out", type=Path, default=Path("gpu-check"), help="folder of gpu.json and gpu.md")
    parser.add_argument("--parts", nargs="+", default=list(PARTS), choices=list(PARTS), help="those alone")
    parser.add_argument("--pack", type=Path, default=Path(__file__).resolve().parents[1], help="(%(default)s)")
    parser.add_argument("--threads", type=int, default=min(16, len(os.sched_getaffinity(0))))
    given = parser.parse_args()
    started = time.monotonic()
    asked = [name for name in PARTS if name in given.parts]
    pack = Pack(given.pack.resolve())
    if not (pack.folder / "pack.json").exists():
        parser.error(f"{pack.folder} is no pack; bench/gpu/pack makes one, with this check in it")
    facts = pack.facts()
    found = torch_version(torch_folder())
    if found.split("+")[0] != facts["torch"].split("+")[0]:
        parser.error(f"the pack is built for torch {facts['torch']}, {sys.executable} has {found}")
    if "given" not in facts["datasets"] and "trainings_given" in asked:
        asked.remove("trainings_given")
    record = Record(
        given.out,
        {
            "device": given.device,
            "started": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "minutes": given.minutes,
            "torch": found,
            "python": platform.python_version(),
            "pack": facts,
        },
    )
    context = Context(pack, facts, given.device, given.threads, record)
    context.compiles_peers = "peers_bf16" in asked
    signal.signal(signal.SIGTERM, raise_ended)
    signal.signal(signal.SIGINT, raise_ended)
    try:
        for name, part in PARTS.items():
            if name in asked:
                run_part(name, part, context, record, started + 60 * given.minutes)
    except Ended:
        print("check: ended by a signal", file=sys.stderr)
    finally:
        context.close()
        record.data["seconds"] = round(time.monotonic() - started, 1)
        record.save()
    print((given.out / "gpu.md").read_text(encoding="utf-8"))
    parts = record.data["parts"]
    good = all(part["state"] == "done" for part in parts.values()) and len(parts) == len(asked)
    return 0 if good else 1
