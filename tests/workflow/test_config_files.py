"""The words that say what the config is: found among the others, and a bad file is one line, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from creflow_workflow.config_files import SWITCHES, check, split
from creflow_workflow.problems import Problem
from snakemake.cli import get_argument_parser


@pytest.mark.parametrize(
    ("words", "files", "settings", "others"),
    [
        (["-n"], [], [], ["-n"]),
        (["--configfile", "a.yaml", "--config", "run=x"], ["a.yaml"], ["run=x"], []),
        (["--cores", "2", "--configfile=a.yaml", "target"], ["a.yaml"], [], ["--cores", "2", "target"]),
        (["--configfiles", "a.yaml", "b.yaml", "-n", "target"], ["a.yaml", "b.yaml"], [], ["-n", "target"]),
        (["-C", "run=x", "threads=2", "-n"], [], ["run=x", "threads=2"], ["-n"]),
        (["-Crun=x", "target"], [], ["run=x"], ["target"]),
        (["-C=run=x"], [], ["run=x"], []),
        (["-Ctable=a\nb"], [], ["table=a\nb"], []),
        (["-Crun=x", "-Ctrain.epochs=3", "--config", "seeds=[1]"], [], ["run=x", "train.epochs=3", "seeds=[1]"], []),
        (["-nCrun=x", "target"], [], ["run=x"], ["-n", "target"]),
        (["-npC", "run=x", "threads=2"], [], ["run=x", "threads=2"], ["-np"]),
        (["-c", "2", "-c2", "-qC", "--", "-Crun=x"], [], [], ["-c", "2", "-c2", "-qC", "--", "-Crun=x"]),
    ],
)
def test_what_the_words_say(words: list[str], files: list[str], settings: list[str], others: list[str]) -> None:
    assert split(words) == (files, settings, others)


def test_letters_without_a_value_are_those_of_snakemake() -> None:
    """After any other letter, C is a part of its value."""
    actions = [action for action in get_argument_parser()._actions if action.nargs == 0]
    letters = [option[1] for action in actions for option in action.option_strings if not option.startswith("--")]
    assert sorted(letters) == list(SWITCHES)


@pytest.mark.parametrize(
    ("content", "code", "part"),
    [
        (None, 5, "c.yaml: cannot be read: No such file or directory"),
        (b"run: [1,\n", 3, "c.yaml: line 2: not valid YAML"),
        (b"run: caf\xe9\n", 3, "c.yaml: byte 9 is no UTF-8"),
        (b"", 3, "c.yaml: holds no keys and values"),
    ],
)
def test_message(tmp_path: Path, content: bytes | None, code: int, part: str) -> None:
    file = tmp_path / "c.yaml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(Problem) as caught:
        check(["--configfile", str(file)])
    assert part in str(caught.value) and "\n" not in str(caught.value) and caught.value.code == code


def test_a_good_file_passes(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_bytes(b"run: x\n")
    check([f"--configfile={tmp_path / 'c.yaml'}", "-Ctrain.epochs=3"])
