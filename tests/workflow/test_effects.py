"""Settings without effect: told to who set them, unless some variant uses them, and kept from the tools."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from creflow_workflow.overrides import merged
from creflow_workflow.plan import Plan
from creflow_workflow.problems import Problem

ROOT = Path(__file__).resolve().parents[2]


def plan(text: str) -> Plan:
    return Plan(yaml.safe_load(text), "c.yaml", ROOT / "workflow")


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        ("train: {epochs: 3}", []),
        ("train: {loss: {kind: mse}}", []),
        ("model: {legnet: {stem_channels: 8}}", ["model.legnet has no effect with model.architecture: multiscale"]),
        ("model: {architecture: legnet, legnet: {stem_channels: 8}}", []),
        ("model: {multiscale: {norm: batch, norm_groups: 4}}",
         ["model.multiscale.norm_groups has no effect with model.multiscale.norm: batch"]),
        ("model: {multiscale: {norm: weight+group, norm_groups: 4}}", []),
        ("model: {multiscale: {stem_kernels: [7], stem: sequential_dilated}}",
         ["model.multiscale.stem_kernels has no effect with model.multiscale.stem: sequential_dilated"]),
        ("model: {context: {width: 32}}", ["model.context.width has no effect with model.context.layers: 0"]),
        ("model: {motif_dropout: 0.1}", ["model.motif_dropout has no effect with model.motifs: none"]),
        ("train: {loss: {kind: mse, delta: 2}}", ["train.loss.delta has no effect with train.loss.kind: mse"]),
        ("train: {loss: {motif_weight: 2}}", ["train.loss.motif_weight has no effect with model.motifs: none"]),
        ("train: {task_weights: {cap: 3, alpha: 2}}",
         ["train.task_weights.cap has no effect with train.task_weights.kind: equal",
          "train.task_weights.alpha has no effect with train.task_weights.kind: equal"]),
        ("train: {schedule: {warmup: 0.1, warmup_epochs: 3}}",
         ["train.schedule.warmup has no effect with train.schedule.warmup_epochs: 3.0"]),
        ("train: {schedule: {restart_steps: 10}}",
         ["train.schedule.restart_steps has no effect with train.schedule.kind: default and "
          "train.optimizer.preset: standard"]),
        ("train: {schedule: {restart_steps: 10}, optimizer: {preset: malinois}}", []),
        ("train: {augmentation: {max_shift: 5}}",
         ["train.augmentation.max_shift has no effect with train.augmentation.shift: 0.0"]),
        ("train: {uniform_weight_epochs: 5}",
         ["train.uniform_weight_epochs has no effect with qc.se_rule: A and qc.weights: none"]),
        ("{train: {uniform_weight_epochs: 5}, qc: {se_rule: C}}", []),
        ("qc: {se_rule: C, se_threshold: 0.3}", ["qc.se_threshold has no effect with qc.se_rule: C"]),
        ("qc: {off_length: adjust, length_outlier_fraction: 0.1}",
         ["qc.length_outlier_fraction has no effect with qc.off_length: adjust"]),
        ("encode: {motif_pseudocount: 0.1}", ["encode.motif_pseudocount has no effect with encode.motifs: null"]),
        ("{table: x.tsv, simulate: {seed: 3}}", ["simulate has no effect with table: x.tsv"]),
        ("table_source: the authors", ["table_source has no effect with table: null"]),
        ("ablate: {alpha: 0.01}", ["ablate has no effect with variants: {}"]),
        ("{ablate: {alpha: 0.01}, variants: {a: {train.epochs: 3}}}", []),
    ],
)  # fmt: skip
def test_a_key_that_was_set(text: str, warnings: list[str]) -> None:
    assert plan(text).warnings == warnings


def test_a_key_that_a_variant_uses() -> None:
    base = "model: {legnet: {stem_channels: 8}, context: {width: 32}}\n"
    assert plan(base + "variants: {l: {model.architecture: legnet}, c: {model.context.layers: 1}}").warnings == []
    assert plan(base + "variants: {c: {model.context.layers: 1}}").warnings == [
        "model.legnet has no effect with model.architecture: multiscale"
    ]


def test_keys_of_variants() -> None:
    """A variant with something else besides, one that changes nothing else, and members of a product."""
    p = plan("variants: {a: {train.epochs: 3, train.loss.kl_weight: 2}, b: {train.loss.kl_weight: 2}}")
    why = "train.loss.kl_weight has no effect with train.loss.kind: huber"
    assert p.warnings == [f"variant b is left out: {why}", f"variant a: {why}"]
    product = "grid: {g: {matrix: {train.loss.kind: [mse, %s], train.loss.delta: [2]}}}"
    assert plan(product % "huber").warnings == []
    made = plan(product % "gaussian_nll")
    assert made.warnings == ["grid.g: train.loss.delta has no effect with train.loss.kind: mse"]
    with pytest.raises(Problem, match="variant kind-mse_delta-3 has the same settings as variant kind-mse_delta-2"):
        plan("grid: {g: {matrix: {train.loss.kind: [mse], train.loss.delta: [2, 3]}}}")


def test_what_has_no_effect_reruns_nothing() -> None:
    """Its stage gets the default, which is then what the manifest says."""
    one, other = plan("train: {loss: {kind: mse}}"), plan("train: {loss: {kind: mse, delta: 2}}")
    assert one.config_text("train") == other.config_text("train")
    assert other.settings_of("train")["train"]["loss"]["delta"] == 1.0
    assert plan("train: {loss: {delta: 2}}").settings_of("train")["train"]["loss"]["delta"] == 2.0
    assert one.config_text("report") != other.config_text("report"), "the report tells it"


@pytest.mark.parametrize(
    "name", ["config", "examples/gosai", "examples/lentimpra", "examples/lncrna", "examples/simulated", "grid"]
)
def test_shipped_configs_set_nothing_in_vain(name: str) -> None:
    config = yaml.safe_load((ROOT / f"config/{name}.yaml").read_text(encoding="utf-8"))
    assert Plan(config, name, ROOT / "workflow").warnings == []
    if name == "grid":
        short: dict[str, Any] = yaml.safe_load((ROOT / "config/grid-short.yaml").read_text(encoding="utf-8"))
        assert Plan(merged(config, short), name, ROOT / "workflow").warnings == []
