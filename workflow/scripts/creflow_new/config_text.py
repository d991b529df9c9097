"""The config as text: what was found and guessed, the settings, and others that people set first."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence

import yaml

from .described import Description

_WIDTH = 116
# Keys of the top level that stand behind a # where the config has none of them.
_OTHERS = {
    "seeds": ("[1337, 1338, 1339]", "several networks, whose mean is evaluated"),
    "threads": ("8", "of each job"),
    "device": ("cuda", "networks on a GPU"),
    "report": ("{title: Regulatory activity from sequence}", "the heading of the report"),
    "split": ("{group_by: auto}", "which rows stay together: equal sequences, and those of a group column"),
    "train": ("{epochs: 40, optimizer: {learning_rate: 0.001}}", "the network's training"),
}


def config_text(found: Description, run: str, tables: Sequence[str], head: Sequence[str], command: str) -> str:
    """`head`: what is said above what was found in the table. `command` runs the config."""
    lines = [*_comment(head), "#"] if head else []
    lines += [found["comment"].rstrip("\n").removesuffix("\n#"), "#"]
    lines += _comment(["What was guessed says why; maybe is less certain. Correct it where it is wrong, then:"])
    lines += [f"#   {command}", "", *_settings(found["config_text"], run, tables)]
    lines += ["", "# More that people set first; config/README.md explains every key:", *_others(found)]
    return "\n".join(lines) + "\n"


def _comment(texts: Sequence[str]) -> list[str]:
    wrapper = textwrap.TextWrapper(_WIDTH, break_on_hyphens=False, break_long_words=False)
    return [f"# {line}" for text in texts for line in wrapper.wrap(text)]


def _settings(text: str, run: str, tables: Sequence[str]) -> list[str]:
    """With the run and tables of their own."""
    lines = text.rstrip("\n").split("\n")
    for number, line in enumerate(lines):
        if line.startswith("run: "):
            is_plain = run[0].isalpha() and yaml.safe_load(run) == run  # no number, date, yes or no
            lines[number] = f"run: {run if is_plain else json.dumps(run)}"
        elif line.startswith("table: "):
            lines[number] = f"table: {json.dumps(tables[0] if len(tables) == 1 else list(tables), ensure_ascii=False)}"
    return lines


def _others(found: Description) -> list[str]:
    lines = [f"# {key}: {value}  # {why}" for key, (value, why) in _OTHERS.items() if key not in found["config"]]
    words = "train.epochs=20 train.optimizer.learning_rate=0.0005 seeds=[1,2,3]"
    return [*lines, f"# Single ones can follow the command as words: {words}"]
