"""gpu.md: what the record says, for people; written anew after every part, so anything may be missing."""

from __future__ import annotations

import statistics
from typing import Any

from .goals import goals, samples_per_second
from .work import OPERATIONS, matrix_share

Json = dict[str, Any]


def markdown(data: Json) -> str:
    """The whole text."""
    parts = data["parts"]
    lines = [
        f"# creflow on {data['device']}",
        "",
        f"{data['started']}, torch {data['torch']}, Python {data['python']}; creflow {data['pack']['commit'][:12]}, "
        f"packed {data['pack']['made']}.",
        "",
    ]
    lines += environment_lines(parts.get("environment", {}))
    lines += table(
        ["part", "state", "seconds", "problem"],
        [[name, part["state"], part["seconds"], part["problem"] or ""] for name, part in parts.items()],
    )
    lines += ["## Goals", "", *table(["goal", "found", "state"], [list(goal) for goal in goals(data)])]
    lines += device_lines(parts.get("device_rates", {}))
    lines += test_lines(parts.get("tests", {}))
    for precision in ("bf16", "fp32"):
        lines += rate_lines(data, precision)
    lines += profile_lines(parts.get("profiles", {}))
    for dataset in ("small", "large", "given"):
        lines += training_lines(parts.get(f"trainings_{dataset}", {}), dataset)
    return "\n".join(lines) + "\n"


def table(head: list[str], rows: list[list[object]]) -> list[str]:
    """Of Markdown, with an empty line after it."""
    cells = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(str(cell).replace('|', '/') for cell in row)} |" for row in cells] + [""]


def environment_lines(part: Json) -> list[str]:
    """Versions and the device."""
    if "machine" not in part:
        return []
    found = [
        f"{part['processors']} x {part['processor']}, {part['machine']}",
        part.get("nvidia_smi"),
        *part["cre_train"],
    ]
    return [*(f"- {line}" for line in found if line), ""]


def device_lines(part: Json) -> list[str]:
    """Limits."""
    if "rates" not in part:
        return []
    names = {"copy_bytes": "copies, read and written (GB/s)"}
    rows: list[list[object]] = [
        [names.get(name, f"{name.replace('_', ', ')} (TFLOP/s)"), f"{rate / (1e9 if 'bytes' in name else 1e12):.3g}"]
        for name, rate in part["rates"].items()
    ]
    return [f"## Limits of {part['device']}", "", *table(["what", "rate"], rows)]


def test_lines(part: Json) -> list[str]:
    """Names and states."""
    found = part.get("tests", {})
    if not found:
        return []
    return ["## Tests", "", *table(["test", "state", "ms"], [[name, t["state"], t["ms"]] for name, t in found.items()])]


def rate_lines(data: Json, precision: str) -> list[str]:
    """creflow and PyTorch: samples per second, and the share of the matrix rate that these are."""
    own = data["parts"].get(f"rates_{precision}", {}).get("networks", {})
    peers = data["parts"].get(f"peers_{precision}", {}).get("networks", {})
    rows: list[list[object]] = []
    for network in dict.fromkeys([*own, *peers]):
        lines = [("creflow" + (", graph" if line.get("cuda_graph") else ""), line) for line in own.get(network, [])]
        lines += [("compiled" if line["compiled"] else "eager", line) for line in peers.get(network, [])]
        for who, line in sorted(lines, key=lambda item: item[1]["batch"]):
            row: list[object] = [network, line["batch"], who]
            for kind in OPERATIONS:
                rate = samples_per_second(line, kind)
                row += ["", ""] if rate is None else [f"{rate:,.0f}", share_text(data, network, precision, kind, rate)]
            memory, largest = line.get("peak_memory_bytes"), line.get("convolution")
            row.append(f"{largest['rate'] / 1e12:.3g}" if largest else "")
            rows.append([*row, f"{memory / 2**30:.2f}" if memory else "", line.get("error", "")])
    if not rows:
        return []
    head = ["network", "batch", "who", "training/s", "share", "prediction/s", "share", "convolution", "GiB", "error"]
    title = f"## Samples per second, {precision}; the network's largest convolution alone in TFLOP/s"
    return [title, "", *table(head, rows)]


def share_text(data: Json, network: str, precision: str, kind: str, rate: float) -> str:
    """Of the matrix rate."""
    rates = data["parts"].get("device_rates", {}).get("rates")
    if not rates:
        return ""
    multiply_adds = data["pack"]["networks"][network]["multiply_adds"]
    return f"{100 * matrix_share(kind, rate, multiply_adds, rates[f'matrix_{precision}']):.1f} %"


def profile_lines(part: Json) -> list[str]:
    """Top kernels."""
    lines: list[str] = []
    for name, found in part.get("profiles", {}).items():
        idle = f", {100 * found['idle_share']:.1f} % of the time nothing runs" if "idle_share" in found else ""
        lines += [f"## A training step of {name}, batch {found['batch']}, bf16", ""]
        lines += [f"{found['number_a_step']} {found['of']} a step, {found['ms_a_step']} ms{idle}.", ""]
        rows: list[list[object]] = [
            [top["name"], top["calls_a_step"], top["ms_a_step"], f"{100 * top['share']:.1f} %"] for top in found["top"]
        ]
        lines += table([found["of"][:-1], "calls", "ms", "share"], rows)
    return lines


def training_lines(part: Json, dataset: str) -> list[str]:
    """Wall times and accuracies."""
    rows: list[list[object]] = []
    for name, found in part.get("trainings", {}).items():
        for run in found["runs"]:
            times = [f"{run[key]:.1f}" for key in ("train_wall_seconds", "train_seconds", "predict_wall_seconds")]
            accuracy = [f"{run[key]:.4f}" for key in ("val_pearson", "test_pearson")]
            rate = f"{run['samples_per_second']:,.0f}"
            rows.append([name, run["epochs"], run["seed"], *times, rate, run["network_share"], *accuracy])
    if not rows:
        return []
    head = ["training", "epochs", "seed", "wall s", "in epochs s", "prediction wall s", "samples/s", "network share"]
    lines = [f"## Whole trainings, {dataset} dataset", "", *table([*head, "validation r", "test r"], rows)]
    for name, found in part["trainings"].items():
        lines += comparison_lines(name, found.get("comparison"))
    return lines


def comparison_lines(name: str, comparison: Json | None) -> list[str]:
    """Beside the processor."""
    if comparison is None:
        return []
    if comparison["state"] != "compared":
        return [f"- {name}: {comparison['state']}", ""]
    lines = []
    for kind in ("val_pearson", "test_pearson"):
        found = comparison[kind]
        means = [statistics.fmean(found[key]) for key in ("found", "expected")]
        lines.append(
            f"- {name}, {kind}: {means[0]:.4f} here, {means[1]:.4f} on the processor; difference "
            f"{found['difference']}, within {found['margin']} by seeds: {found['equal']}"
        )
    return [*lines, ""]
