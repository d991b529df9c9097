"""What a GPU should reach, and what it did."""

from __future__ import annotations

import statistics
from typing import Any

from . import settings

Json = dict[str, Any]
Goal = tuple[str, str, str]  # what, found, "reached", "not reached" or "not measured"


def samples_per_second(line: Json, kind: str) -> float | None:
    """From the median time of a measured line."""
    times = line.get(kind)
    return line["batch"] / statistics.median(times) if times else None


def best(lines: list[Json], kind: str, batch: int | None = None) -> float | None:
    """The highest rate, of one batch or of all."""
    rates = [samples_per_second(line, kind) for line in lines if batch is None or line["batch"] == batch]
    return max((rate for rate in rates if rate), default=None)


def judged(what: str, found: float | None, goal: float, text: str, smaller: bool = False) -> Goal:
    """text: how the number is written."""
    if found is None:
        return what, "", "not measured"
    reached = found <= goal if smaller else found >= goal
    return what, text.format(found), "reached" if reached else "not reached"


def goals(data: Json) -> list[Goal]:
    """In the order of the table."""
    parts, wanted = data["parts"], settings.GOALS
    own = parts.get("rates_bf16", {}).get("networks", {})
    graphs = [line for line in own.get("multiscale", []) if line["cuda_graph"]]
    samples = wanted["multiscale_samples"]
    what = f"multiscale trains at least {samples:,} samples/s in bf16 with graphs"
    rows = [judged(what, best(graphs, "training"), samples, "{:,.0f}")]
    for kind, name in (("training", "training"), ("inference", "prediction")):
        goal = wanted[f"{name}_ratio"]
        for network in settings.NETWORKS:
            ratio, batch = compiled_ratio(parts, network, kind)
            what = f"{network}: {name} at least {goal} times torch.compile, bf16{batch}"
            rows.append(judged(what, ratio, goal, "{:.2f}"))
    what = f"the grid of {settings.GRID_VARIANTS} variants x {settings.GRID_SEEDS} seeds on 77,000 rows within an hour"
    rows.append(judged(what, grid_hours(data), wanted["grid_hours"], "{:.2f} h (estimate, all epochs)", smaller=True))
    rows.append(tests_passed(parts.get("tests", {})))
    rows += accuracies(parts)
    return rows


def compiled_ratio(parts: Json, network: str, kind: str) -> tuple[float | None, str]:
    """creflow's best rate beside that of torch.compile, at the batch where both are measured."""
    own = parts.get("rates_bf16", {}).get("networks", {}).get(network, [])
    peers = parts.get("peers_bf16", {}).get("networks", {}).get(network, [])
    compiled = [line for line in peers if line["compiled"]]
    for batch in sorted({line["batch"] for line in compiled}, reverse=True):
        rates = best(own, kind, batch), best(compiled, kind, batch)
        if all(rates):
            return rates[0] / rates[1], f", batch {batch}"
    return None, ""


def grid_hours(data: Json) -> float | None:
    """Of the base of config/grid.yaml for every variant, at its best rate and with all epochs that it may have; other
    variants are of about its size, and early stopping makes it less. One training after the other."""
    lines = data["parts"].get("rates_bf16", {}).get("networks", {}).get("resnet_dilated", [])
    training, prediction = best(lines, "training"), best(lines, "inference")
    counts = data["pack"]["datasets"]["large"]["counts"]
    if training is None or prediction is None or data["device"] == "cpu":
        return None
    epochs = data["pack"]["networks"]["resnet_dilated"]["max_epochs"]
    seconds = epochs * (counts["train"] / training + 2 * counts["val"] / prediction)
    return settings.GRID_VARIANTS * settings.GRID_SEEDS * seconds / 3600


def tests_passed(part: Json) -> Goal:
    """All GPU tests."""
    what, found = "the tests on the device pass", part.get("tests", {})
    if not found:
        return what, "", "not measured"
    passed = sum(test["state"] == "OK" for test in found.values())
    return (
        what,
        f"{passed} of {len(found)}",
        "reached" if passed == len(found) and not part["problem"] else "not reached",
    )


def accuracies(parts: Json) -> list[Goal]:
    """Equal to the processor's."""
    rows = []
    for dataset in ("small", "large", "given"):
        for name, found in parts.get(f"trainings_{dataset}", {}).get("trainings", {}).items():
            comparison = found.get("comparison")
            if comparison is None:
                continue
            what = f"{name}: test Pearson equals the processor's within the spread of seeds"
            test = comparison.get("test_pearson", {})
            if test.get("equal") is None:
                rows.append((what, comparison["state"], "not measured"))
            else:
                text = f"differs by {test['difference']}, within {test['margin']}"
                rows.append((what, text, "reached" if test["equal"] else "not reached"))
    return rows
