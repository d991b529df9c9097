"""Starts Snakemake for `./creflow run`: sorts the words, checks the config, the table and the machine, and passes on
every setting in a form that Snakemake understands.

Snakemake takes --config train.epochs=3 for a mistake, and of --config and --configfile given twice the last one.

python -m creflow_workflow.run_snakemake WORDS...    the words of `./creflow run`; run_help.txt explains them
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from . import checks, config_reader, config_words, located, places, recorded, replaced
from .colours import say
from .overrides import Override, merged
from .problems import Problem
from .words import Words, sort, take_out

HELP = Path(__file__).with_name("run_help.txt")


def snakemake_words(words: Words, found: Override) -> list[str]:
    """The words for snakemake, with the settings `found` besides those of the words."""
    settings = config_words.as_words(merged(config_words.settings(words.settings), found))
    # Both take all words up to the next option.
    config = (["--configfile", *words.files] if words.files else []) + (["--config", *settings] if settings else [])
    return [*words.targets, *config, *located.options(words.options), *words.rest]


def main(words: Sequence[str]) -> int:
    """Does not return when all is well: the process becomes snakemake."""
    try:
        folder, others = take_out(words)
        if folder is not None:
            places.work_in(folder)
        kinds = sort(others)
        if kinds.help:
            return _help(kinds.help)
        given = config_reader.collect(kinds.files or config_reader.default_files(kinds.settings), kinds.settings)
        found = located.in_config(given.values)
        given.values = merged(given.values, found)
        plan = checks.before_first_job(given, kinds)
        kinds.targets = [file for target in kinds.targets for file in plan.files_of(target)]
    except Problem as problem:
        problem.show()
        return problem.code
    if len(kinds.files) > 1 or any(recorded.is_recorded(file) for file in kinds.files):
        order = [*map(config_reader.shown, kinds.files), *(["the command line"] if kinds.settings else [])]
        say(f"creflow: settings of {', then of '.join(order)}")
    if kinds.keep:
        os.environ[replaced.KEEP] = "1"
    _become_snakemake(snakemake_words(kinds, found))


def _help(option: str) -> int:
    if option != "--help":
        _become_snakemake(["--help"])
    print(HELP.read_text(encoding="utf-8"), end="")
    return 0


def _become_snakemake(words: Sequence[str]) -> NoReturn:
    os.execv(sys.executable, [sys.executable, "-m", "snakemake", *words])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
