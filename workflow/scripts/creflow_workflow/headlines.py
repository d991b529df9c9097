"""What the terminal says of a finished job in one line, read from what its stage wrote; numbers as texts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

UNDEFINED = "undefined"  # the correlation of a constant prediction, for instance; null in JSON


def nothing(_: Path) -> str:
    """Of a stage without numbers to show."""
    return ""


def of_counts(text: str) -> Callable[[Path], str]:
    """The counts in the manifest: "{rows:,} rows"."""
    return lambda folder: text.format_map(read_json(folder / "manifest.json")["counts"])


def of_qc(folder: Path) -> str:
    """Rows, length and tasks."""
    report = read_json(folder / "qc_report.json")
    return f"{report['kept']:,} of {report['read']:,} rows kept, {report['length']} bp, {', '.join(report['tasks'])}"


def of_baseline(folder: Path) -> str:
    """What the linear model reached; nothing where folds are joined."""
    if not (folder / "baseline.json").is_file():
        return ""
    baseline = read_json(folder / "baseline.json")
    reached = [task["val_pearson"] for task in baseline["tasks"].values()]
    mean = None if None in reached else sum(reached) / len(reached)
    return f"validation Pearson {number(mean)}, {baseline['features']:,} features"


def of_train(folder: Path) -> str:
    """Epochs, what they reached, and the size of the network."""
    training = read_json(folder / "training.json")
    best = training["best"]
    pearson = number(best["val_pearson_mean"])
    count = training["epochs_run"]
    epochs = f"{count:,} epoch{'s' if count != 1 else ''}, best {best['epoch']:,}"
    return f"{epochs}: validation Pearson {pearson}, {training['parameters']:,} parameters"


def of_eval(folder: Path) -> str:
    """The mean correlation."""
    metrics = read_json(folder / "metrics.json")
    return f"{metrics['split']} Pearson {interval(metrics['macro']['pearson'])}, {metrics['rows']:,} rows"


def of_ablate(folder: Path) -> str:
    """How many were compared."""
    count = len(read_json(folder / "ablation.json")["variants"])
    return f"{count} variant{'s' if count != 1 else ''} against the base"


def signed(value: float | None, digits: int = 3) -> str:
    """A difference: always with its sign."""
    if value is None:
        return UNDEFINED
    return f"{'-' if value < 0 else '+'}{abs(value):.{digits}f}"


def p_value(value: float | None) -> str:
    """A p value with two significant digits."""
    if value is None:
        return UNDEFINED
    return "< 0.0001" if value < 0.0001 else f"{value:.2g}"


def number(value: float | None) -> str:
    """Three decimals."""
    return UNDEFINED if value is None else f"{value:.3f}"


def interval(value: dict[str, Any], text: Callable[[float | None], str] = number) -> str:
    """The value, with its limits where it has any."""
    if value["low"] is None or value["high"] is None:
        return text(value["value"])
    return f"{text(value['value'])} [{text(value['low'])}, {text(value['high'])}]"


def read_json(file: Path) -> dict[str, Any]:
    """What a JSON file holds."""
    return json.loads(file.read_text(encoding="utf-8"))
