"""Where the time of a step goes, from a trace of PyTorch's profiler (Chrome's format)."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

Json = dict[str, Any]
ON_DEVICE = {"kernel", "gpu_memcpy", "gpu_memset"}
TOP = 20


def step_profile(file: Path, steps: int) -> Json:
    """The kernels that take most time, their number, and the share of the time in which the device does nothing.

    On a processor, which has no kernels, operations by the time that they take themselves.
    """
    events = [event for event in json.loads(file.read_text(encoding="utf-8"))["traceEvents"] if event.get("ph") == "X"]
    kernels = [event for event in events if event.get("cat") in ON_DEVICE]
    own = [event for event in events if event.get("cat") == "cpu_op"]
    times = [(kernel["name"], kernel["dur"]) for kernel in kernels] if kernels else own_times(own)
    names: dict[str, list[float]] = defaultdict(list)
    for name, microseconds in times:
        names[name].append(microseconds)
    whole = sum(microseconds for _, microseconds in times)
    largest = sorted(names.items(), key=lambda item: -sum(item[1]))[:TOP]
    found: Json = {
        "of": "kernels" if kernels else "operations",
        "number_a_step": round(len(times) / steps, 1),
        "ms_a_step": round(whole / 1000 / steps, 3),
        "top": [
            {
                "name": name[:160],
                "calls_a_step": round(len(durations) / steps, 1),
                "ms_a_step": round(sum(durations) / 1000 / steps, 4),
                "share": round(sum(durations) / whole, 4),
            }
            for name, durations in largest
        ],
    }
    if kernels:
        first = min(kernel["ts"] for kernel in kernels)
        last = max(kernel["ts"] + kernel["dur"] for kernel in kernels)
        found["idle_share"] = round(1.0 - busy_time(kernels) / (last - first), 4)
    return found


def busy_time(kernels: list[Json]) -> float:
    """Microseconds in which at least one runs."""
    busy, until = 0.0, float("-inf")
    for start, end in sorted((kernel["ts"], kernel["ts"] + kernel["dur"]) for kernel in kernels):
        busy += max(0.0, end - max(start, until))
        until = max(until, end)
    return busy


def own_times(operations: list[Json]) -> list[tuple[str, float]]:
    """Each operation's time without that of the operations within it, thread by thread."""
    threads: dict[Any, list[Json]] = defaultdict(list)
    for operation in operations:
        threads[operation.get("tid")].append(operation)
    times = []
    for list_of_thread in threads.values():
        around: list[list[Any]] = []  # name, end, own time
        for operation in sorted(list_of_thread, key=lambda event: (event["ts"], -event["dur"])):
            while around and around[-1][1] <= operation["ts"]:
                times.append((around[-1][0], around.pop()[2]))
            if around:
                around[-1][2] -= operation["dur"]
            around.append([operation["name"], operation["ts"] + operation["dur"], operation["dur"]])
        times += [(name, own) for name, _, own in around]
    return times
