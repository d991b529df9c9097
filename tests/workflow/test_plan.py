"""Variants, paths and settings without running anything."""

from __future__ import annotations

import ast
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from creflow_workflow.config_mistakes import range_text
from creflow_workflow.overrides import merged
from creflow_workflow.plan import Plan, write_if_changed
from creflow_workflow.problems import Problem
from creflow_workflow.report_sources import REPORT_SOURCES
from creflow_workflow.schemas import config_schema
from creflow_workflow.settings import fill, resolve

ROOT = Path(__file__).resolve().parents[2]


def plan(**config: Any) -> Plan:  # noqa: ANN401 - JSON
    """A plan of a config with these keys."""
    return Plan(config, "config.yaml", ROOT / "workflow")


def test_a_variant_uses_the_base_until_it_differs() -> None:
    """Each variant starts at the first stage that it changes."""
    p = plan(
        variants={
            "wide": {"encode": {"winsorize": "0.005/0.995"}},
            "long": {"train": {"epochs": 99}},
            "forward": {"predict": {"reverse_complement": False}},
        }
    )
    assert p.variants_of("split") == ["base"]
    assert p.variants_of("encode") == ["base", "wide"]
    assert p.variants_of("train") == ["base", "wide", "long"]
    assert p.variants_of("predict") == p.variants_of("eval") == ["base", "wide", "long", "forward"]
    assert p.path("train", "forward", "seed1337", "model.h5") == "results/mine/train/base/seed1337/model.h5"
    assert p.path("eval", "forward", "metrics.json") == "results/mine/eval/forward/metrics.json"
    assert p.path("ablate", "forward", "ablation.json") == "results/mine/ablate/ablation.json"


def test_an_artifact_comes_with_its_manifest() -> None:
    """Also when the file is in a folder below the stage's."""
    p = plan()
    assert p.artifact("qc", "base", "elements.h5") == [
        "results/mine/qc/base/elements.h5",
        "results/mine/qc/base/manifest.json",
    ]
    assert p.artifact("train", "base", "seed1", "model.h5")[1] == "results/mine/train/base/seed1/manifest.json"


def test_what_is_evaluated() -> None:
    """The only network, or the mean of several."""
    assert plan(seeds=[5]).evaluated() == ("seed5", "predictions.h5")
    assert plan(seeds=[5, 6]).evaluated() == ("ensemble", "predictions.h5")


def test_jobs() -> None:
    """Of each stage by name, whatever the variants are called; the report lists neither the means of networks nor what
    quality control and split of a variant did."""
    p = plan(seeds=[5, 6], variants={"ensemble": {"qc": {"se_threshold": 0.4}}})
    assert p.jobs_of("simulate") == ["simulate"]
    assert p.jobs_of("qc") == ["qc/base", "qc/ensemble"]
    networks = ["base/seed5", "base/seed6", "ensemble/seed5", "ensemble/seed6"]
    assert p.jobs_of("train") == [f"train/{name}" for name in networks]
    assert p.jobs_of("predict") == [f"predict/{name}" for name in (*networks, "base/ensemble", "ensemble/ensemble")]
    assert [*p.rules_of("predict")] == ["predict", "predict_ensemble"] and [*p.rules_of("train")] == ["train"]
    left_out = {"qc/ensemble", "split/ensemble", "predict/base/ensemble", "predict/ensemble/ensemble"}
    assert p.jobs_of_report() == [job for job in p.jobs() if job not in left_out]
    alone = plan(seeds=[5], table="t.tsv")
    assert alone.stages == ["qc", "split", "encode", "baseline", "train", "predict", "eval"]
    assert [*alone.rules_of("predict")] == ["predict"] and len(alone.jobs()) == 7


def test_the_linear_baseline_is_a_choice() -> None:
    """It is there unless it is switched off; then its other keys have no effect, and nobody is warned of the switch."""
    p = plan(baseline={"gc": True}, variants={"long": {"train.epochs": 99}})
    assert p.jobs_of("baseline") == ["baseline"] and "baseline" in p.stages and p.warnings == []
    assert p.path("baseline", "long", "predictions.h5") == "results/mine/baseline/predictions.h5"
    off = plan(baseline={"enabled": False})
    assert "baseline" not in off.stages and "baseline" not in off.jobs() and off.warnings == []
    unused = plan(baseline={"enabled": False, "gc": True})
    assert unused.warnings == ["baseline.gc has no effect with baseline.enabled: false"]
    with pytest.raises(Problem, match=r"variants.wide.baseline: unknown key"):
        plan(variants={"wide": {"baseline": {"gc": True}}})


def test_equal_settings_have_equal_text() -> None:
    """Order of keys and ways to write a number do not matter; the value does."""
    one = plan(train={"epochs": 3, "optimizer": {"learning_rate": "1e-3"}}).config_text("train")
    other = plan(train={"optimizer": {"learning_rate": 0.001}, "epochs": 3.0}).config_text("train")
    assert one == other
    assert plan(train={"epochs": 4, "optimizer": {"learning_rate": 0.001}}).config_text("train") != one


def test_settings_hold_the_sections_of_their_tool_only() -> None:
    """A stage's file changes only when its own sections do."""
    assert set(plan().settings_of("encode")) == {"encode", "construct"}
    assert "seed" not in plan().settings_of("train")["train"], "the seed comes from the list of seeds"


def test_sizes_of_other_architectures_are_left_out() -> None:
    """A variant may choose another network over a base that has sizes of its own; what is unused reruns nothing."""
    base = {"multiscale": {"stem_channels": 8}}
    p = plan(model=base, variants={"legnet": {"model": {"architecture": "legnet"}}})
    assert p.settings_of("train")["model"]["multiscale"]["stem_channels"] == 8
    model = p.settings_of("train", "legnet")["model"]
    assert "legnet" in model and "multiscale" not in model and "context" in model
    other = plan(model=base | {"legnet": {"stem_channels": 8}})
    assert other.config_text("train") == p.config_text("train")
    assert plan(variants={"unused": {"model": {"legnet": {"stem_channels": 8}}}}).left_out == {
        "unused": "it changes sizes of another network than multiscale"
    }
    with pytest.raises(Problem, match="changes nothing"):
        plan(variants={"same": {"model": {"architecture": "multiscale"}}})


@pytest.mark.parametrize("example", sorted(file.name for file in (ROOT / "config" / "examples").glob("*.yaml")))
@pytest.mark.parametrize("preset", sorted(file.name for file in (ROOT / "config" / "models").glob("*.json")))
def test_every_network_goes_with_every_example(example: str, preset: str) -> None:
    """As config/models/README.md says: the file of the network after that of the data."""
    config = yaml.safe_load((ROOT / "config" / "examples" / example).read_text())
    network = json.loads((ROOT / "config" / "models" / preset).read_text())
    p = plan(**{**config, **{name: merged(config.get(name, {}), section) for name, section in network.items()}})
    assert p.settings_of("train")["model"]["architecture"] == network["model"]["architecture"]


def test_motif_scores_are_asked_for_before_anything_runs() -> None:
    """A network that reads them, in the base or in a variant."""
    with pytest.raises(Problem, match=r"variants.prior.model.motifs: concatenate needs encode.motifs"):
        plan(variants={"prior": {"model": {"motifs": "concatenate"}}})
    motifs = {"encode": {"motifs": "motifs.meme"}}
    assert plan(variants={"prior": {"model": {"motifs": "auxiliary"}} | motifs}).left_out == {}


def test_ablation_follows_evaluation() -> None:
    """Unless it is told otherwise."""
    judged = {"split": "val", "bootstrap": {"resamples": 77}}
    settings = plan(eval=judged).settings_of("ablate")["ablate"]
    assert (settings["split"], settings["resamples"]) == ("val", 77)
    assert plan(eval=judged, ablate={"resamples": 5000}).settings_of("ablate")["ablate"]["resamples"] == 5000


def test_values_from_the_command_line_are_typed() -> None:
    """Snakemake hands over texts for what stands within braces."""
    config = resolve({"train": {"epochs": "3"}, "predict": {"reverse_complement": "false"}}, "c")
    assert config["train"]["epochs"] == 3
    assert config["predict"]["reverse_complement"] is False
    with pytest.raises(Problem, match=r"predict\.reverse_complement"):
        resolve({"predict": {"reverse_complement": "perhaps"}}, "c")


def test_lists_of_a_variant_replace_sections_merge() -> None:
    """merged() on nested values."""
    base = {"a": {"x": 1, "y": 2}, "kernels": [1, 2, 3]}
    assert merged(base, {"a": {"y": 5}, "kernels": [9]}) == {"a": {"x": 1, "y": 5}, "kernels": [9]}
    assert base["a"]["y"] == 2, "the base stays as it is"


def test_defaults_reach_items_of_lists() -> None:
    """A task without a standard_error key gets the default of that key."""
    schema = {"properties": {"tasks": {"items": {"properties": {"se": {"default": None}, "name": {}}}}}}
    assert fill({"tasks": [{"name": "a"}]}, schema) == {"tasks": [{"name": "a", "se": None}]}


def test_every_default_is_allowed_by_its_schema() -> None:
    """The config of nothing but defaults is valid."""
    resolve(fill({}, config_schema()), "defaults")


def test_range_text() -> None:
    """As the tools word it."""
    assert range_text({"minimum": 0, "exclusiveMaximum": 1}) == "in [0, 1)"
    assert range_text({"exclusiveMinimum": 0}) == "above 0"
    assert range_text({}) == "any number"
    assert range_text({"minimum": 0, "maximum": 4294967295}) == "in [0, 4294967295]"


def test_a_file_that_would_stay_the_same_is_not_touched(tmp_path: Path) -> None:
    """Its time must not change, or Snakemake would see an update."""
    file = tmp_path / "a" / "b.json"
    write_if_changed(file, "{}")
    os.utime(file, ns=(1, 1))
    write_if_changed(file, "{}")
    assert file.stat().st_mtime_ns == 1
    write_if_changed(file, "[]")
    assert file.read_text() == "[]"
    assert [entry.name for entry in file.parent.iterdir()] == ["b.json"]


@pytest.mark.parametrize(
    "name", ["config.yaml", "examples/gosai.yaml", "examples/lentimpra.yaml", "examples/lncrna.yaml"]
)
def test_shipped_configs_are_valid(name: str) -> None:
    """Every key exists and every variant changes something."""
    config = yaml.safe_load((ROOT / "config" / name).read_text(encoding="utf-8"))
    made = Plan(config, name, ROOT / "workflow")
    assert made.folder == f"results/{config['run']}"
    assert json.loads(made.config_text("qc"))["qc"]["tasks"]


def test_whatever_the_report_imports_reruns_it() -> None:
    """Every module of the workflow's own that creflow_report names is among the sources whose digest is a parameter."""
    imported = {
        node.module
        for file in (ROOT / "workflow/scripts/creflow_report").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("creflow_workflow")
    }
    imported |= {"creflow_workflow.manifest"} if "creflow_workflow" in imported else set()  # from package import module
    assert len(imported) > 3
    files = {f"scripts/{module.replace('.', '/')}.py" for module in imported - {"creflow_workflow"}}
    assert files <= set(REPORT_SOURCES)


@pytest.mark.parametrize("name", REPORT_SOURCES)
def test_digest_of_the_report_follows_each_source(tmp_path: Path, name: str) -> None:
    """One more character in one file of it makes another digest."""
    shutil.copytree(ROOT / "workflow", tmp_path / "workflow", ignore=shutil.ignore_patterns("__pycache__"))
    before = Plan({}, "config.yaml", tmp_path / "workflow").programs.report_build
    source = tmp_path / "workflow" / name
    changed = max(source.rglob("*.*"), key=lambda file: len(file.parts)) if source.is_dir() else source
    changed.write_text(changed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert Plan({}, "config.yaml", tmp_path / "workflow").programs.report_build != before
