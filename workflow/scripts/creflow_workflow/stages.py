"""The stages of a run in the order they depend on each other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    """One stage: the tool that runs it and the config sections that this tool reads."""

    name: str
    tool: str
    sections: tuple[str, ...]


STAGES: dict[str, Stage] = {
    stage.name: stage
    for stage in (
        Stage("simulate", "cre-simulate", ("simulate",)),
        Stage("qc", "cre-qc", ("qc",)),
        Stage("split", "cre-split", ("split",)),
        Stage("encode", "cre-encode", ("encode", "construct")),
        Stage("train", "cre-train", ("model", "train")),
        Stage("predict", "cre-predict", ("predict",)),
        Stage("eval", "cre-eval", ("eval",)),
        Stage("ablate", "cre-ablate", ("ablate",)),
    )
}

# Each of these reads what the one before it wrote; a variant runs anew from the first stage that it changes.
CHAIN = ("qc", "split", "encode", "train", "predict", "eval")

# Sections a variant may override. There is one table and one comparison: simulate and ablate are the same for all.
VARIANT_SECTIONS = ("qc", "split", "encode", "construct", "model", "train", "predict", "eval")

# Settings of quality control that decide what is measured and which element a row is: a variant with others could not
# be compared with the base row by row.
FIXED_IN_VARIANTS = ("columns.id", "columns.sequence", "columns.target_cell", "columns.min_gap")

BASE = "base"
