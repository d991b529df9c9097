"""The folds of a cross-validation: each is a variant of its own from the split to the prediction, with one key set.
Where their predictions are joined, they are the variant again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_NAME = re.compile(r"(.+)\.fold\d+")


def name_of(variant: str, number: int) -> str:
    """The name of a fold, which is also that of its folders."""
    return f"{variant}.fold{number}"


def variant_of(name: str) -> str:
    """What a name is a fold of, or the name."""
    found = _NAME.fullmatch(name)
    return found[1] if found else name


def variant_if_first(name: str) -> str:
    """What a name is the first fold of, or the name."""
    variant = variant_of(name)
    return variant if name == name_of(variant, 1) else name


def count(split: dict[str, Any], base: dict[str, Any]) -> int:
    """How many folds the split section of a variant asks for; `base` is that of the base, whose folds an extension
    keeps."""
    kept = base if split["strategy"] == "extend" else split
    if kept["strategy"] == "kfold":
        return int(kept["folds"])
    return len(kept["chromosomes"]["folds"]) if kept["strategy"] == "leave_one_chromosome_out" else 0


def names(variant: str, split: dict[str, Any], base: dict[str, Any]) -> list[str]:
    """Those of a variant in order; none without a cross-validation."""
    return [name_of(variant, number) for number in range(1, count(split, base) + 1)]


def settings(resolved: dict[str, Any], folds: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The settings of each fold: those of its variant with the number of the fold."""
    return {
        fold: resolved | {"split": resolved["split"] | {"fold": number}} for number, fold in enumerate(folds, start=1)
    }
