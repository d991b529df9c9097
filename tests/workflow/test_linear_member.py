"""The linear baseline as a member of every prediction: what is read, what reruns, and what cannot be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from creflow_workflow.plan import Plan
from creflow_workflow.problems import Problem
from helpers.workflow import ROOT, TINY, planned, snakemake, write_config

PREDICT = {"with_baseline": True, "weighting": "greedy"}
CONFIG: dict[str, Any] = TINY | {
    "seeds": [7, 8],
    "predict": PREDICT,
    "variants": {
        "forward-only": {"predict": {"reverse_complement": False}},
        "network-alone": {"predict": {"with_baseline": False}},
    },
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("member")
    write_config(folder, CONFIG)
    snakemake(folder, "--until", "eval", "ablate")
    return folder


def models_of(job: Path) -> list[str]:
    """The roles of the models that a prediction is made of."""
    made = json.loads((job / "manifest.json").read_text())
    return [entry["role"] for entry in made["inputs"] if entry["role"] != "dataset"]


def test_it_is_a_member_where_it_is_wanted(folder: Path) -> None:
    import creflow_artifacts as artifacts

    run = folder / "results/tiny/predict"
    for variant in ("base", "forward-only"):
        assert models_of(run / variant / "seed7") == ["model", "baseline"]
        assert models_of(run / variant / "ensemble") == ["model", "model", "baseline"]
    assert models_of(run / "network-alone/seed7") == ["model"]
    made = artifacts.read(run / "base/ensemble/predictions.h5")
    assert len(made["model_weight"]) == 3 and made["model_weight"].sum() == pytest.approx(1)
    table = artifacts.rows(run / "base/ensemble/predictions.h5")
    assert "model_weight" not in table and len(table) == len(made["id"])
    assert artifacts.read(run.parent / "baseline/baseline.h5").attributes["settings"]["words"] == [3]


def test_what_reruns(folder: Path) -> None:
    assert not planned(folder, "--until", "eval", "ablate")
    write_config(folder, CONFIG | {"baseline": {"words": [4], "gaps": []}})
    rules = planned(folder, "--until", "eval", "ablate")
    assert {"baseline", "predict", "predict_ensemble", "eval", "ablate"} <= set(rules) and "train" not in rules
    assert rules["predict"] == 4  # two seeds of the two variants that read it
    write_config(folder, CONFIG)


@pytest.mark.parametrize("name", ["learning-curve.yaml", "grid.yaml"])
def test_shipped_variants_are_of_networks(name: str) -> None:
    """Also on top of a config that ./creflow new made: some of their variants have other rows."""
    shipped = yaml.safe_load((ROOT / "config" / name).read_text(encoding="utf-8"))
    assert shipped["predict"] == {"with_baseline": False, "weighting": "equal"}
    plan = Plan({"predict": PREDICT} | shipped, name, ROOT / "workflow")
    assert not any(plan.linear_member(variant) for variant in plan.variants)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"baseline": {"enabled": False}}, "predict.with_baseline: there is no baseline, since baseline.enabled is"),
        (
            {"variants": {"lenient": {"qc": {"se_threshold": 0.8}}}},
            "variants.lenient.predict.with_baseline: the linear baseline is fitted to the base's rows, and this",
        ),
    ],
)
def test_what_cannot_be(change: dict[str, Any], message: str) -> None:
    with pytest.raises(Problem) as told:
        Plan(CONFIG | change, "config.yaml", ROOT / "workflow")
    assert message in str(told.value)
