"""Checks the files behind --configfile before Snakemake reads them: it would end in a traceback over a bad one.

python -m creflow_workflow.config_files WORDS...    the words that go to snakemake
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import yaml

from .problems import CONFIG, IO, Problem

OPTIONS = ("--configfile", "--configfiles")


def named_files(words: Sequence[str]) -> list[str]:
    """The files that follow --configfile up to the next option, or stand behind its '='."""
    files: list[str] = []
    follows = False
    for word in words:
        option, equals, value = word.partition("=")
        if word.startswith("-"):
            follows = option in OPTIONS and not equals
            files += [value] if option in OPTIONS and equals else []
        elif follows:
            files.append(word)
    return files


def check(file: str) -> None:
    """Throws a Problem when the file cannot be read, is no YAML or no section of keys and values."""
    try:
        content = yaml.safe_load(Path(file).read_text(encoding="utf-8"))
    except OSError as error:
        raise Problem(f"{file}: cannot be read: {error.strerror} (--configfile)", IO) from error
    except UnicodeDecodeError as error:
        raise Problem(f"{file}: byte {error.start + 1} is no UTF-8; save the config as UTF-8", CONFIG) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Problem(f"{file}: line {line}: not valid YAML: {error.problem}", CONFIG) from error
    except yaml.YAMLError as error:
        raise Problem(f"{file}: not valid YAML: {' '.join(str(error).split())}", CONFIG) from error
    if not isinstance(content, dict):
        raise Problem(f"{file}: holds no keys and values; an example is config/config.yaml", CONFIG)


def main(words: Sequence[str]) -> int:
    """Exit code 0, or that of the first problem, which is printed in one line."""
    try:
        for file in named_files(words):
            check(file)
    except Problem as problem:
        print(f"creflow: error: {problem}", file=sys.stderr)
        return problem.code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
