"""A process that measures PyTorch: eager, and compiled. Takes a plan (JSON), prints a line of JSON for each run.

The plan: model (resolved), tasks, length, precision, device, threads, steps, seconds; eager and compiled (batches
each); only_compile (compiled networks are run once and not measured: their kernels stay in the cache).
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import torch
from pytorch_peer import Peer, one_line

Json = dict[str, Any]


def measure(plan: Json, batch: int, compiled: bool) -> Json:
    """One network and batch; an error is a result, too."""
    on_gpu = plan["device"].startswith("cuda")
    if on_gpu:
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
    found: Json = {"batch": batch, "compiled": compiled}
    start = time.perf_counter()
    try:
        sizes = (plan["tasks"], plan["length"], batch, plan["precision"], plan["device"])
        peer = Peer(plan["model"], *sizes, compiled=compiled)
        if plan.get("only_compile"):
            peer.seconds(1, warm=0, limit=0.0)
        else:
            found |= peer.seconds(
                plan["steps"], block=5 if on_gpu else 1, warm=3 if on_gpu else 1, limit=plan["seconds"]
            )
    except Exception as error:
        found["error"] = one_line(error)
    found["all_seconds"] = round(time.perf_counter() - start, 1)  # with compiling
    if on_gpu:
        found["peak_memory_bytes"] = torch.cuda.max_memory_reserved()
    return found


def main() -> None:
    """Prints each result as soon as it is there."""
    plan = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    torch.set_num_threads(plan["threads"])
    for compiled, batches in ((False, plan["eager"]), (True, plan["compiled"])):
        for batch in batches:
            print(json.dumps(measure(plan, batch, compiled)), flush=True)


if __name__ == "__main__":
    main()
