"""Parts of the check: what there is, the unit tests on the device, PyTorch beside it."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import time
from pathlib import Path
from typing import Any

from . import settings
from .context import Context
from .programs import end, run

Json = dict[str, Any]
FILTER = "*Gpu*"  # the suites Gpu and GpuMasks, and StepGraph.OnAGpuEqualsStepsOneByOne


def environment(context: Context, limit: float) -> tuple[Json, str | None]:
    """Device, driver, versions."""
    name, query = "nvidia-smi", "name,driver_version,memory.total,clocks.max.sm,power.limit"
    found: Json = {
        "machine": platform.platform(),
        "processors": len(os.sched_getaffinity(0)),
        "processor": processor_name(),
    }
    if context.device != "cpu":
        try:
            done = run([name, f"--query-gpu={query}", "--format=csv,noheader"], limit / 2)
            found["nvidia_smi"] = done.output.strip() or done.problem()
        except FileNotFoundError:
            found["nvidia_smi"] = "there is no nvidia-smi"
    done = run([context.pack.program("cre-train"), "--version"], limit / 2, context.pack.environment())
    found["cre_train"] = done.output.strip().splitlines()
    return found, done.problem()


def processor_name() -> str:
    """From /proc/cpuinfo."""
    names = re.findall(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    return names[0] if names else platform.machine()


def tests(context: Context, limit: float) -> tuple[Json, str | None]:
    """GPU tests of test_train, while the peers' kernels are compiled on the other cores."""
    start = time.monotonic()
    if context.compiles_peers:
        start_compiling(context)
    stand_in = {"CREFLOW_TEST_DEVICE": "cpu"} if context.device == "cpu" else {}
    output, found, problem = "", {}, None
    for program in ("test_layers", "test_train"):
        command = [context.pack.program(program), f"--gtest_filter={FILTER}"]
        left = limit - (time.monotonic() - start)
        done = run(command, left, context.pack.environment(OMP_NUM_THREADS="1", **stand_in))
        output += done.output + done.errors
        (context.record.folder / "tests.log").write_text(output, encoding="utf-8")
        states = re.findall(
            r"^\[ +(OK|FAILED|SKIPPED) +\] (\S+?)(?:, where .*)? \((\d+) ms\)$", done.output, flags=re.MULTILINE
        )
        found |= {name: {"state": state, "ms": int(ms)} for state, name, ms in states}
        problem = problem or done.problem()
    seconds = time.monotonic() - start
    wait_for_compiling(context, limit - seconds)
    bad = [name for name, test in found.items() if test["state"] != "OK"]
    problem = problem or (f"not passed: {', '.join(bad)}" if bad else None)
    if not problem and not found:
        problem = "no test ran"
    return {"tests": found, "seconds_of_tests": round(seconds, 1)}, problem


def peer_plan(context: Context, network: str, precision: str) -> Json:
    """Of all that is measured of PyTorch."""
    sizes = context.sizes
    return {
        "model": context.facts["networks"][network]["model"],
        "tasks": settings.TASKS,
        "length": settings.LENGTH,
        "precision": precision,
        "steps": sizes.steps,
        "seconds": sizes.seconds,
        "eager": sizes.peer_batches,
        "compiled": sizes.compiled.get(network, ()),
    }


def start_compiling(context: Context) -> None:
    """torch.compile takes most of a minute a network; beside the tests it costs nothing."""
    for network in settings.NETWORKS:
        plan = peer_plan(context, network, "bf16") | {"eager": [], "only_compile": True}
        if plan["compiled"]:
            command = context.peer_command(f"compile-{network}", plan)
            environment = context.peer_environment()
            process = subprocess.Popen(
                command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
            )
            context.compiling.append(process)


def wait_for_compiling(context: Context, limit: float) -> None:
    """What is not ready then is compiled when it is measured: nothing may run beside the measurements."""
    until = time.monotonic() + limit
    for process in context.compiling:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            end(process)
    context.compiling.clear()


def peers(context: Context, precision: str, limit: float) -> tuple[Json, str | None]:
    """Eager PyTorch and torch.compile, network by network."""
    until, found, problems = time.monotonic() + limit, {}, []
    for network in settings.NETWORKS:
        plan = peer_plan(context, network, precision)
        if precision == "fp32" and context.device != "cpu":  # what is compiled beside the tests is bf16
            plan["compiled"] = ()
        left = until - time.monotonic()
        if left < settings.LEAST_SECONDS:
            problems.append(f"{network}: no time was left")
            continue
        command = context.peer_command(f"peer-{network}-{precision}", plan)
        done = run(command, left, context.peer_environment())
        found[network] = done.lines()
        problems += [f"{network}: {problem}" for problem in [done.problem()] if problem]
        problems += [f"{network}, {line['batch']}: {line['error']}" for line in found[network] if "error" in line]
    return {"networks": found}, "; ".join(problems) or None
