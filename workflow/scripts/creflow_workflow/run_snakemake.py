"""Starts Snakemake for `./creflow run`: checks the words, and passes on every setting in a form that it understands.

Snakemake takes --config train.epochs=3 for a mistake, and of --config and --configfile given twice the last one.

python -m creflow_workflow.run_snakemake WORDS...    the words that go to snakemake
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from . import config_files, config_words
from .problems import Problem


def snakemake_words(words: Sequence[str]) -> list[str]:
    """The words for snakemake. Throws the Problem of a bad file or setting."""
    config_files.check(words)
    files, settings, others = config_files.split(words)
    passed = config_words.as_words(config_words.settings(settings))
    # Both take all words up to the next option: an option follows, so that no target is taken for one of theirs.
    options = (["--configfile", *files] if files else []) + (["--config", *passed] if passed else [])
    at = next((i for i, word in enumerate(others) if word.startswith("-")), len(others))
    return [*others[:at], *options, *others[at:]]


def main(words: Sequence[str]) -> int:
    """Does not return when all is well: the process becomes snakemake."""
    try:
        passed = snakemake_words(words)
    except Problem as problem:
        print(f"creflow: error: {problem}", file=sys.stderr)
        return problem.code
    os.execvp("snakemake", ["snakemake", *passed])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
