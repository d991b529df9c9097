"""The stages of a run in the order they depend on each other. What the workflow knows of a stage is said here, once;
docs/architecture.md has the recipe for a new one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from . import headlines


@dataclass(frozen=True)
class Stage:
    """One stage: a tool, and what plan, terminal and report have to know of it."""

    name: str  # of its rule in rules/<name>.smk, and of its folder in the results
    tool: str
    sections: tuple[str, ...]  # of the config: what the tool reads
    title: str  # what the report calls it
    reads: tuple[str, ...] = ()  # files of earlier stages, each checked against the manifest beside it
    # A job for each variant that differs from the base up to here, and variants may change the sections; else one job
    # for all of the run.
    per_variant: bool = True
    per_seed: bool = False  # a job for each seed of a variant
    ensemble: bool = False  # where there are several seeds, a job more of all of them: rule <name>_ensemble
    per_fold: bool = False  # of a cross-validation a job for each fold of a variant
    pool: bool = False  # there a job more, which joins what the folds predict: rule <name>_pool
    only_if: str = ""  # what the plan must be, for this stage to run
    # Keys of a section that the workflow passes itself, and where they are at the top level of the config.
    passed: dict[str, dict[str, str]] = field(default_factory=dict)
    told_in: str = "provenance"  # the section of the report that speaks of it
    headline: Callable[[Path], str] = headlines.nothing  # what the terminal says of a finished job, from its folder

    @property
    def needs_device(self) -> bool:
        """Does it run on the GPU, if there is one?"""
        return any("device" in keys.values() for keys in self.passed.values())


STAGES: dict[str, Stage] = {
    stage.name: stage
    for stage in (
        Stage(
            "simulate",
            tool="cre-simulate",
            sections=("simulate",),
            title="Simulated table",
            per_variant=False,
            only_if="simulated",
            told_in="quality",
            headline=headlines.of_counts("{rows:,} rows"),
        ),
        Stage(
            "qc",
            tool="cre-qc",
            sections=("qc",),
            title="Quality control",
            reads=("simulate/elements.tsv.gz",),
            told_in="quality",
            headline=headlines.of_qc,
        ),
        Stage(
            "split",
            tool="cre-split",
            sections=("split",),
            title="Split",
            reads=("qc/elements.h5",),
            per_fold=True,
            told_in="split",
            headline=headlines.of_counts("train {train:,}, val {val:,}, test {test:,}"),
        ),
        Stage(
            "encode",
            tool="cre-encode",
            sections=("encode", "construct"),
            title="Encoding",
            reads=("qc/elements.h5", "split/split.h5"),
            per_fold=True,
        ),
        Stage(
            "baseline",
            tool="cre-baseline",
            sections=("baseline",),
            title="Linear baseline",
            reads=("encode/dataset.h5",),
            per_variant=False,
            per_fold=True,
            pool=True,
            only_if="with_baseline",
            told_in="accuracy",
            headline=headlines.of_baseline,
        ),
        Stage(
            "train",
            tool="cre-train",
            sections=("model", "train"),
            title="Training",
            reads=("encode/dataset.h5",),
            per_seed=True,
            per_fold=True,
            passed={"train": {"seed": "seeds", "device": "device"}},
            told_in="training",
            headline=headlines.of_train,
        ),
        Stage(
            "predict",
            tool="cre-predict",
            sections=("predict",),
            title="Prediction",
            reads=("encode/dataset.h5", "train/model.h5"),
            per_seed=True,
            ensemble=True,
            per_fold=True,
            pool=True,
            passed={"predict": {"device": "device"}},
            told_in="accuracy",
        ),
        Stage(
            "eval",
            tool="cre-eval",
            sections=("eval",),
            title="Accuracy",
            reads=("predict/predictions.h5",),
            told_in="accuracy",
            headline=headlines.of_eval,
        ),
        Stage(
            "ablate",
            tool="cre-ablate",
            sections=("ablate",),
            title="Ablations",
            reads=("predict/predictions.h5",),
            per_variant=False,
            only_if="compared",
            told_in="ablation",
            headline=headlines.of_ablate,
        ),
    )
}

# The stages with variants.
CHAIN = tuple(stage.name for stage in STAGES.values() if stage.per_variant)

# Sections a variant may override. There is one table, one linear baseline and one comparison: simulate, baseline and
# ablate are the same for all.
VARIANT_SECTIONS = tuple(section for name in CHAIN for section in STAGES[name].sections)

PASSED_BY_WORKFLOW = {section: keys for stage in STAGES.values() for section, keys in stage.passed.items()}

# Settings of quality control that decide what is measured and which element a row is: a variant with others could not
# be compared with the base row by row.
FIXED_IN_VARIANTS = (
    "columns.id",
    "columns.sequence",
    "columns.target_cell",
    "columns.min_gap",
    "replicates.merge",
    "replicates.minimum",
    "replicates.rows",
    "duplicates",
)

BASE = "base"


@cache
def chain_to(last: str) -> tuple[str, ...]:
    """The stages with variants whose settings decide what the stage `last` makes: it and those that it depends on."""
    needed = {last}
    for stage in reversed(STAGES.values()):
        if stage.name in needed:
            needed |= {file.split("/")[0] for file in stage.reads}
    return tuple(name for name in CHAIN if name in needed)
