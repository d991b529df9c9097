"""What a finished stage says in one line, and what a finished run says in a few; read from the stages' JSON files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .stages import BASE

if TYPE_CHECKING:  # the report needs this module and not what plans a run
    from .plan import Plan

MINUS = "−"
UNDEFINED = "undefined"  # the correlation of a constant prediction, for instance; null in JSON


def of_stage(stage: str, folder: Path) -> str:
    """The headline of a stage from its output folder; nothing when the stage has no numbers to show."""
    make = _HEADLINES.get(stage)
    try:
        return make(folder) if make else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""  # a headline is a courtesy: the stage itself has succeeded


def of_run(plan: Plan) -> str:
    """The headline numbers of a finished run and where its report is."""
    metrics = _json(Path(plan.path("eval", BASE, "metrics.json")))
    tasks = metrics["tasks"]
    lines = [(f"{metrics['split']} Pearson", f"{_interval(metrics['macro']['pearson'])}, mean of {', '.join(tasks)}")]
    if metrics.get("min_gap"):
        lines.append(("MinGap rho", _interval(metrics["min_gap"]["rho"])))
    passed = sum(1 for rule in metrics["acceptance"] if rule["pass"])
    verdict = "passed" if metrics["accepted"] else "FAILED"
    lines.append(("acceptance", f"{verdict}, {passed} of {len(metrics['acceptance'])} criteria hold"))
    if plan.compared:
        ablation = _json(Path(plan.path("ablate", BASE, "ablation.json")))
        what = "Pearson" if ablation["split"] == metrics["split"] else f"{ablation['split']} Pearson"
        for variant in ablation["variants"]:
            delta = variant["delta"]["macro"]
            text = f"{what} {_interval(delta, signed)}, adjusted p {p_value(delta['p_adjusted'])}"
            lines.append((variant["name"], text))
    lines.append(("report", f"{plan.folder}/report/report.html"))
    width = max(len(name) for name, _ in lines)
    return "\n".join(f"  {name:<{width}}  {text}" for name, text in lines)


def signed(value: float | None, digits: int = 3) -> str:
    """A difference: always with its sign."""
    if value is None:
        return UNDEFINED
    return f"{MINUS if value < 0 else '+'}{abs(value):.{digits}f}"


def p_value(value: float | None) -> str:
    """A p value with two significant digits."""
    if value is None:
        return UNDEFINED
    return "< 0.0001" if value < 0.0001 else f"{value:.2g}"


def _number(value: float | None) -> str:
    return UNDEFINED if value is None else f"{value:.3f}".replace("-", MINUS)


def _interval(value: dict[str, Any], text: Callable[[float | None], str] = _number) -> str:
    if value["low"] is None or value["high"] is None:
        return text(value["value"])
    return f"{text(value['value'])} [{text(value['low'])}, {text(value['high'])}]"


def _json(file: Path) -> dict[str, Any]:
    return json.loads(file.read_text(encoding="utf-8"))


def _simulate(folder: Path) -> str:
    return f"{_json(folder / 'truth.json')['planted']['rows']:,} rows"


def _qc(folder: Path) -> str:
    report = _json(folder / "qc_report.json")
    return f"{report['kept']:,} of {report['read']:,} rows kept, {report['length']} bp, {', '.join(report['tasks'])}"


def _split(folder: Path) -> str:
    splits = _json(folder / "split_report.json")["splits"]
    return ", ".join(f"{name} {splits[name]['rows']:,}" for name in ("train", "val", "test"))


def _train(folder: Path) -> str:
    training = _json(folder / "training.json")
    best = training["best"]
    pearson = _number(best["val_pearson_mean"])
    epochs = f"{training['epochs_run']} epochs, best {best['epoch']}"
    return f"{epochs}: validation Pearson {pearson}, {training['parameters']:,} parameters"


def _eval(folder: Path) -> str:
    metrics = _json(folder / "metrics.json")
    return f"{metrics['split']} Pearson {_interval(metrics['macro']['pearson'])}, {metrics['rows']:,} rows"


def _ablate(folder: Path) -> str:
    count = len(_json(folder / "ablation.json")["variants"])
    return f"{count} variant{'s' if count != 1 else ''} against the base"


_HEADLINES: dict[str, Callable[[Path], str]] = {
    "simulate": _simulate,
    "qc": _qc,
    "split": _split,
    "train": _train,
    "eval": _eval,
    "ablate": _ablate,
}
