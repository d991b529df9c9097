"""What stages.py declares of a stage, compared with what does not follow from it: rules, Slurm profile, CMake, docs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from creflow_report.contents import SECTIONS
from creflow_workflow.plan import Plan
from creflow_workflow.schemas import UNUSED_UNLESS
from creflow_workflow.stages import CHAIN, STAGES, VARIANT_SECTIONS, Stage, chain_to
from helpers.slurm import profile
from helpers.workflow import ROOT

EACH = pytest.mark.parametrize("stage", STAGES.values(), ids=STAGES)
RULE = re.compile(r"^ *(?:use rule \w+ as|rule) (\w+)(?: with)?:", re.MULTILINE)


def text_of(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")


def rules_in(file: Path) -> list[str]:
    """The names of the rules in a file, also of those that are made of another one."""
    return RULE.findall(file.read_text(encoding="utf-8"))


@EACH
def test_its_rules(stage: Stage) -> None:
    """In a file of its name: one for its jobs, one for their mean; what they are told of is this stage."""
    rules = rules_in(ROOT / f"workflow/rules/{stage.name}.smk")
    more = [name for name, is_there in (("ensemble", stage.ensemble), ("pool", stage.pool)) if is_there]
    assert rules == [stage.name, *(f"{stage.name}_{name}" for name in more)]
    text = text_of(f"workflow/rules/{stage.name}.smk")
    told = re.findall(r'(?:tool|build|config_text|config_file|again)\("(\w+)"', text)
    assert len(told) == 4 + len(rules) + 4 * stage.pool and set(told) == {stage.name}
    assert ("{{variant}}" in text) == stage.per_variant and ("{{seed}}" in text) == stage.per_seed
    assert ("plan.device" in text) == stage.needs_device and ("wildcards.seed" in text) == (
        "seeds" in [place for keys in stage.passed.values() for place in keys.values()]
    )


def test_no_other_rules() -> None:
    files = {file.stem for file in ROOT.glob("workflow/rules/*.smk")}
    assert files == {*STAGES, "common", "report"}


@EACH
def test_what_it_reads(stage: Stage) -> None:
    """Files of stages before it. That these are what it really reads shows in every run that goes on: where manifests
    have other inputs, finished jobs run again."""
    before = list(STAGES)[: list(STAGES).index(stage.name)]
    assert {file.split("/")[0] for file in stage.reads} <= set(before)
    assert not stage.per_seed or stage.per_variant, "seeds are of variants"
    assert not stage.ensemble or stage.per_seed, "an ensemble is of seeds"


@EACH
def test_its_sections(stage: Stage) -> None:
    """Are those of the tool, are read by no other one, and have the keys that the workflow passes."""
    properties = json.loads(text_of(f"workflow/schemas/{stage.tool}.schema.json"))["properties"]
    assert set(properties) == set(stage.sections)
    others = [name for other in STAGES.values() if other != stage for name in other.sections]
    assert not set(stage.sections) & set(others)
    run = json.loads(text_of("workflow/schemas/workflow.schema.json"))["properties"]
    for section, keys in stage.passed.items():
        assert set(keys) <= set(properties[section]["properties"]) and set(keys.values()) <= set(run)
    has_device = [name for name in stage.sections if "device" in properties[name]["properties"]]
    assert bool(has_device) == stage.needs_device


@EACH
def test_when_it_runs(stage: Stage) -> None:
    """What it asks of the plan is something a plan says, and then its sections are warned of, as a whole or, where the
    switch is one of its keys, all other keys."""
    if not stage.only_if:
        return
    assert isinstance(getattr(Plan, stage.only_if), property)
    if stage.only_if not in UNUSED_UNLESS:
        keys = json.loads(text_of(f"workflow/schemas/{stage.tool}.schema.json"))["properties"][stage.name]["properties"]
        unused = {key for key, schema in keys.items() if {"enabled": [False]} in schema.get("x-unused-when", [])}
        assert unused == set(keys) - {"enabled"}


@EACH
def test_where_the_report_speaks_of_it(stage: Stage) -> None:
    assert stage.told_in in [section.name for section in SECTIONS if section.only_with in ("", stage.name)]


def test_where_its_tool_is_built() -> None:
    """Each with its line; cre-audit is the only tool that is no stage's."""
    assert set(re.findall(r"cre_add_tool\((\S+)", text_of("tools/CMakeLists.txt"))) == {
        "cre-audit",
        *(stage.tool for stage in STAGES.values()),
    }


def test_which_readers_are_told_of() -> None:
    """README.md has a row a stage, in this order, and the map in docs/architecture.md every folder of lib/."""
    rows = re.findall(r"^\| (\w+) \| `(cre-\w+)` \|", text_of("README.md"), re.MULTILINE)
    assert rows == [(stage.name, stage.tool) for stage in STAGES.values()]
    folders = re.findall(r"^add_subdirectory\((\w+)\)", text_of("lib/CMakeLists.txt"), re.MULTILINE)
    assert re.findall(r"^  (\w+)/ +\S", text_of("docs/architecture.md"), re.MULTILINE) == folders


def test_what_slurm_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every rule is in a group or has memory and time of its own; what needs the device gets it, and so does what is in
    a group with that."""
    rules = {rule for file in ROOT.glob("workflow/rules/*.smk") for rule in rules_in(file)}
    settings = profile(monkeypatch, GRES="gpu:1", GPU_PARTITION="gpus")
    groups, resources = settings["groups"], settings["set-resources"]
    assert rules >= {*groups, *resources}, "Snakemake ignores a misspelled rule"
    for rule in rules - set(groups):
        assert {"mem_mb", "runtime"} <= set(resources.get(rule, {})), f"{rule} is in no group"
    stage_of = {rule: STAGES.get(rule.removesuffix("_ensemble")) for rule in rules}
    needing = {rule for rule, stage in stage_of.items() if stage and stage.needs_device}
    groups_with_device = {groups[rule] for rule in needing if rule in groups}
    asking = {rule for rule in resources if {"gres", "slurm_partition"} <= set(resources[rule])}
    assert asking == needing | {rule for rule, group in groups.items() if group in groups_with_device}


def test_stages_with_variants() -> None:
    """As docs/ablation.md says: all but the table, the linear baseline and the comparison."""
    once = {"simulate", "baseline", "ablate"}
    assert set(CHAIN) == set(STAGES) - once
    assert set(VARIANT_SECTIONS) == {name for stage in STAGES.values() for name in stage.sections} - once


def test_what_decides_what_a_stage_makes() -> None:
    """Also through several stages."""
    assert chain_to("qc") == ("qc",)
    assert chain_to("encode") == ("qc", "split", "encode")
    assert chain_to("eval") == ("qc", "split", "encode", "train", "predict", "eval")


def test_the_recipe() -> None:
    """At most seven files that are there; test_new_stage.py follows it."""
    recipe = re.findall(r"^  \d\. `(.+?)`", text_of("docs/architecture.md"), re.MULTILINE)
    assert 0 < len(recipe) <= 7 and all((ROOT / file).is_file() for file in recipe)
