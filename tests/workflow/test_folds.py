"""A cross-validation: every fold is split, encoded, trained and predicted by itself, what they predict of their test
rows is joined, and the rest of the run is as ever."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from creflow_workflow.plan import Plan
from creflow_workflow.problems import Problem
from helpers.manifest import sha256_of_file
from helpers.workflow import ROOT, TINY, planned, snakemake, write_config

CONFIG: dict[str, Any] = TINY | {
    "seeds": [7, 8],
    "split": {"strategy": "kfold", "folds": 3},
    "predict": {"with_baseline": True, "weighting": "greedy"},
    "variants": {
        "longer": {"train": {"epochs": 3}},
        "lenient": {"qc": {"se_threshold": 0.8}, "predict": {"with_baseline": False}},
    },
}
FOLDS = ("base.fold1", "base.fold2", "base.fold3")


def plan(**sections: Any) -> Plan:  # noqa: ANN401 - JSON
    return Plan(CONFIG | sections, "config.yaml", ROOT / "workflow")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("folds")
    write_config(folder, CONFIG)
    snakemake(folder)
    return folder / "results/tiny"


def test_every_row_is_predicted_by_the_fold_that_tests_it(run: Path) -> None:
    import creflow_artifacts as artifacts

    for which in ("seed7", "ensemble"):
        pooled = artifacts.read(run / f"predict/base/{which}/predictions.h5")
        kept = artifacts.read(run / "qc/base/elements.h5")
        assert pooled["id"] == kept["id"]
        assert set(pooled["split"]) == {2}
        tested = np.zeros(len(pooled["id"]), int)
        for fold in FOLDS:
            own = artifacts.read(run / f"predict/{fold}/{which}/predictions.h5")
            rows = own["split"] == 2
            tested += rows
            for name in ("predicted", "forward", "reverse", "low", "high"):
                np.testing.assert_array_equal(pooled[name][rows], own[name][rows])
            assert set(own["model_sha256"]) <= set(pooled["model_sha256"])  # of them the linear model of the fold
            assert own["model_sha256"][-1] == sha256_of_file(run / "baseline" / fold / "baseline.h5")
        assert (tested == 1).all()


def test_evaluation_and_ablation_see_all_rows(run: Path) -> None:
    kept = json.loads((run / "qc/base/qc_report.json").read_text())["kept"]
    metrics = json.loads((run / "eval/base/metrics.json").read_text())
    assert metrics["rows"] == kept
    assert metrics["baseline"]["pearson"]["macro"] is not None
    ablation = json.loads((run / "ablate/ablation.json").read_text())
    assert [variant["name"] for variant in ablation["variants"]] == ["longer", "lenient"]
    text = (run / "report/report.html").read_text()
    assert "base.fold1" in text


def test_a_variant_with_other_rows_keeps_the_folds(run: Path) -> None:
    import creflow_artifacts as artifacts

    for number in (1, 2, 3):
        splits = {}
        for variant in ("base", "lenient"):
            ids = artifacts.read(run / f"qc/{variant}/elements.h5")["id"]
            split = artifacts.read(run / f"split/{variant}.fold{number}/split.h5")["split"]
            splits[variant] = dict(zip(ids, split, strict=True))
        assert len(splits["lenient"]) > len(splits["base"])
        assert all(splits["lenient"][name] == where for name, where in splits["base"].items())


def test_nothing_runs_twice(run: Path) -> None:
    folder = run.parents[1]
    assert not planned(folder)
    write_config(folder, CONFIG | {"split": CONFIG["split"] | {"folds": 4}})
    assert planned(folder)["train"] == 4 * 3 * 2


def test_plan() -> None:
    made = plan()
    assert made.variants_of("split")[:3] == list(FOLDS) and made.variants_of("qc") == ["base", "lenient"]
    assert made.variants_of("eval") == ["base", "longer", "lenient"] == made.pooled_at("predict")
    assert made.source_of("split", "longer.fold2") == "base.fold2" and made.source_of("train", "longer") == "longer"
    assert made.settings_of("split", "base.fold2")["split"]["fold"] == 2
    assert made.base_of_split("base.fold1") == []
    assert made.base_of_split("lenient.fold3")[2] == "results/tiny/split/base.fold3/split.h5"
    assert made.path("baseline", "base", "predictions.h5") == "results/tiny/baseline/predictions.h5"
    assert made.path("baseline", "base.fold1", "predictions.h5") == "results/tiny/baseline/base.fold1/predictions.h5"
    assert made.jobs_of("baseline") == ["baseline/base.fold1", "baseline/base.fold2", "baseline/base.fold3", "baseline"]
    assert len(made.jobs_of("train")) == 18


def test_chromosomes_in_turn() -> None:
    split = {"strategy": "leave_one_chromosome_out", "chromosomes": {"folds": ["chr1", "chr2"]}}
    assert plan(split=split, variants={}).variants_of("train") == ["base.fold1", "base.fold2"]


@pytest.mark.parametrize(
    ("sections", "said"),
    [
        ({"split": {"strategy": "kfold", "fold": 2}}, "split.fold: leave it out; a run makes every fold"),
        ({"variants": {"x": {"split": {"strategy": "random"}}}}, "variants.x.split.strategy: has no folds as the base"),
        ({"extends": "other"}, "split.strategy: kfold tests every row in its turn, so no other run can be extended"),
    ],
)
def test_what_does_not_go_together(sections: dict[str, Any], said: str) -> None:
    with pytest.raises(Problem) as raised:
        plan(**sections)
    assert said in raised.value.messages[0]
