"""The numbers shown at the end of a run are named after the split they are of, and undefined ones are called so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from creflow_workflow import console
from creflow_workflow.plan import Plan

ROOT = Path(__file__).resolve().parents[2]
NO_VALUE = {"value": None, "low": None, "high": None}


def summary(folder: Path, monkeypatch: pytest.MonkeyPatch, eval_split: str, ablate_split: str, value: Any) -> str:  # noqa: ANN401 - JSON
    """numbers() on two hand-written files; `value` is what every interval is."""
    monkeypatch.chdir(folder)
    plan = Plan({"variants": {"long": {"train": {"epochs": 99}}}}, "config.yaml", ROOT / "workflow")
    rules = [{"pass": False}]
    metrics = {"split": eval_split, "tasks": ["K562"], "macro": {"pearson": value}, "min_gap": {"rho": value}}
    delta = value | {"p_adjusted": None if value["value"] is None else 0.02}
    for file, content in (
        (plan.path("eval", "base", "metrics.json"), metrics | {"acceptance": rules, "accepted": False}),
        (plan.path("ablate", "base", "ablation.json"), {"split": ablate_split, "variants": [{"name": "long"}]}),
    ):
        if "variants" in content:
            content["variants"][0]["delta"] = {"macro": delta}
        path = Path(file)
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(content), encoding="utf-8")
    return console.numbers(plan)


def test_the_split_is_that_of_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named once when both stages judge by the same rows, twice when not."""
    value = {"value": -0.05, "low": -0.07, "high": 0.03}
    (tmp_path / "a").mkdir()
    text = summary(tmp_path / "a", monkeypatch, "val", "val", value)
    assert "val Pearson  -0.050 [-0.070, 0.030], mean of K562" in text
    assert "long         Pearson -0.050 [-0.070, +0.030], adjusted p 0.02" in text
    assert "test" not in text
    (tmp_path / "b").mkdir()
    text = summary(tmp_path / "b", monkeypatch, "test", "val", value)
    assert "test Pearson" in text and "long          val Pearson -0.050" in text


def test_undefined_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A constant prediction has no correlation."""
    text = summary(tmp_path, monkeypatch, "test", "test", NO_VALUE)
    assert "test Pearson  undefined, mean of K562" in text
    assert "MinGap rho    undefined" in text
    assert "Pearson undefined, adjusted p undefined" in text
