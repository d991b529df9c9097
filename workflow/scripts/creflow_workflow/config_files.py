"""Finds and checks what snakemake's words say of the config: over a bad file or setting it would end in a traceback."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from . import config_reader, config_words
from .problems import Problem

FILES = ("--configfile", "--configfiles")
SETTINGS = ("--config", "-C")
# Letters of Snakemake that take no value, and may stand together in front of another one: -nCrun=demo.
SWITCHES = "DFSafhklnptv"
_SHORT = re.compile(rf"-([{SWITCHES}]*)C(.*)", re.DOTALL)


def split(words: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Config files, settings, and all other words. Of an option that is given twice, everything counts."""
    files: list[str] = []
    settings: list[str] = []
    others: list[str] = []
    target = others
    for number, word in enumerate(words):
        if word == "--":  # what follows is no option
            return files, settings, [*others, *words[number:]]
        if not word.startswith("-"):
            target.append(word)
            continue
        switches, option, value = _option(word)
        target = files if option in FILES else settings if option in SETTINGS else others
        if target is others:
            others.append(word)
            continue
        others += switches
        if value is not None:  # and what follows is no more of it
            target.append(value)
            target = others
    return files, settings, others


def _option(word: str) -> tuple[list[str], str, str | None]:
    """The switches in front of a short option, the option, and the value that is attached to it."""
    if short := _SHORT.fullmatch(word):
        return [f"-{short[1]}"] if short[1] else [], "-C", short[2].removeprefix("=") or None
    option, equals, value = word.partition("=")
    return [], option, value if equals else None


def check(words: Sequence[str]) -> None:
    """Throws a Problem when a file cannot be read or understood, or a word of --config is no setting."""
    files, settings, _ = split(words)
    if any(word.partition("=")[0] in FILES for word in words) and not all(files or [""]):
        raise Problem("--configfile: the name of a file is missing after it")
    for file in files:
        config_reader.read_file(Path(file), file)
    config_words.settings(settings)
