"""Parts of the check: what the device does, samples per second of the networks, where a step's time goes."""

from __future__ import annotations

import gzip
import shutil
import time
from pathlib import Path
from typing import Any

from . import settings
from .context import Context
from .trace import step_profile

Json = dict[str, Any]


def device_rates(context: Context, limit: float) -> tuple[Json, str | None]:
    """Matrix products and copies."""
    done = context.bench("device", {"device_rates": True}, limit)
    lines = done.lines()
    return (lines[0] if lines else {}), done.problem()


def rate_plan(context: Context, network: str, precision: str) -> Json:
    """Without its runs."""
    sizes = context.sizes
    return {
        "config": context.facts["networks"][network]["config"],
        "precision": precision,
        "tasks": settings.TASKS,
        "length": settings.LENGTH,
        "steps": sizes.steps,
        "seconds": sizes.seconds,
        "batches": sizes.inference_batches,
    }


def rates(context: Context, precision: str, limit: float) -> tuple[Json, str | None]:
    """Every network at every batch, with and without graphs: a process a network."""
    until, found, problems = time.monotonic() + limit, {}, []
    sizes = context.sizes
    runs = [
        {"batch": batch, "cuda_graph": graph, "convolution": not graph}
        for batch in sizes.batches
        for graph in sizes.graphs
    ]
    for number, network in enumerate(settings.NETWORKS):
        left = until - time.monotonic()
        if left < settings.LEAST_SECONDS:
            problems.append(f"{network}: no time was left")
            continue
        share = left / (len(settings.NETWORKS) - number) * 1.5  # one that is slow does not take all
        plan = rate_plan(context, network, precision) | {"runs": runs}
        done = context.bench(f"rates-{network}-{precision}", plan, min(left, share))
        found[network] = done.lines()
        problems += [f"{network}: {problem}" for problem in [done.problem()] if problem]
        problems += [f"{network}, {line['batch']}: {line['error']}" for line in found[network] if "error" in line]
    return {"networks": found}, "; ".join(problems) or None


def profiles(context: Context, limit: float) -> tuple[Json, str | None]:
    """Three steps under PyTorch's profiler, as a graph where there are any; the traces are kept, packed."""
    until, found, problems = time.monotonic() + limit, {}, []
    batch = 1024 if 1024 in context.sizes.batches else context.sizes.batches[-1]
    for network in settings.PROFILED:
        file = context.folder / f"trace-{network}.json"
        run = {"batch": batch, "cuda_graph": context.sizes.graphs[-1], "profile": str(file)}
        few = {"steps": 3, "batches": 1, "runs": [run]}
        left = until - time.monotonic()
        if left < settings.LEAST_SECONDS:
            problems.append(f"{network}: no time was left")
            continue
        done = context.bench(f"profile-{network}", rate_plan(context, network, "bf16") | few, left)
        problems += [f"{network}: {problem}" for problem in [done.problem()] if problem]
        if file.exists():
            found[network] = {"batch": batch} | step_profile(file, steps=3)
            keep(file, context.record.folder)
    return {"profiles": found}, "; ".join(problems) or None


def keep(trace: Path, folder: Path) -> None:
    """Packed; Perfetto and chrome://tracing read it so."""
    with trace.open("rb") as source, gzip.open(folder / f"{trace.name}.gz", "wb") as target:
        shutil.copyfileobj(source, target)
