"""What a word of `./creflow run` looks like by itself: a config, something to make, the name of a run or an example."""

from __future__ import annotations

from pathlib import Path

from . import places
from .recorded import settings_file
from .stages import STAGES

RULES = ("all", "ablation_plan", *STAGES, "report")
EXAMPLES = Path("config/examples")


def as_value(word: str | None) -> str | None:
    """A word that means nothing by itself may be the value of the one before it."""
    means_something = word is None or word.startswith("-") or "=" in word or is_config(word) or is_target(word)
    return None if means_something or named(word) else word


def is_config(word: str) -> bool:
    """Is it a file of settings? What a run recorded for its tools is none."""
    if "results" in Path(word).parts:
        return False
    return word.endswith((".yaml", ".yml")) or (word.endswith(".json") and places.find(word) is not None)


def is_target(word: str) -> bool:
    """Is it a stage, or a result?"""
    return word in RULES or "results" in Path(word).parts


def target(word: str) -> str:
    """Results are named from the folder that holds results/."""
    return places.near(word) if Path(word).is_absolute() else word.removeprefix("./")


def config(word: str) -> str:
    """The file of settings where it is found."""
    return places.find(word) or word


def named(word: str) -> str:
    """The config that a name stands for: that of an earlier run, else an example; or nothing."""
    recorded = settings_file(word)
    if recorded.is_file():
        return str(recorded)
    return places.near(places.ROOT / EXAMPLES / f"{word}.yaml") if word in examples() else ""


def examples() -> list[str]:
    """Their names."""
    return sorted(file.stem for file in (places.ROOT / EXAMPLES).glob("*.yaml"))
