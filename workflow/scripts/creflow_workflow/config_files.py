"""Checks the words that go to snakemake before it reads them: over a bad file or word it would end in a traceback.

python -m creflow_workflow.config_files WORDS...    checks; the exit code is that of the first problem
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from . import config_reader, config_words
from .problems import Problem

FILES = ("--configfile", "--configfiles")
SETTINGS = ("--config", "-C")


def named_files(words: Sequence[str]) -> list[str]:
    """The files that follow --configfile up to the next option, or stand behind its '='."""
    return split(words)[0]


def split(words: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Config files, settings, and all other words. Of an option that is given twice, everything counts."""
    files: list[str] = []
    settings: list[str] = []
    others: list[str] = []
    target = others
    for number, word in enumerate(words):
        if word == "--":  # what follows is no option
            return files, settings, [*others, *words[number:]]
        option, equals, value = word.partition("=")
        if word.startswith("-"):
            target = files if option in FILES else settings if option in SETTINGS else others
            if target is others:
                others.append(word)
            elif equals:
                target.append(value)
                target = others
        else:
            target.append(word)
    return files, settings, others


def check(words: Sequence[str]) -> None:
    """Throws a Problem when a file cannot be read or understood, or a word of --config is no setting."""
    files, settings, _ = split(words)
    if any(word.partition("=")[0] in FILES for word in words) and not all(files or [""]):
        raise Problem("--configfile: the name of a file is missing behind it")
    for file in files:
        config_reader.read_file(Path(file), file)
    config_words.settings(settings)


def main(words: Sequence[str]) -> int:
    """Exit code 0, or that of the first problem, which is printed in one line."""
    try:
        check(words)
    except Problem as problem:
        print(f"creflow: error: {problem}", file=sys.stderr)
        return problem.code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
