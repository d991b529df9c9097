"""The words of `./creflow new`: what each is, and all that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from creflow_workflow import places
from creflow_workflow.problems import INPUT, IO, USAGE, Problem, together

_PAIR = re.compile(r"([A-Za-z0-9][\w.-]*)=(.+)", re.DOTALL)
_YAML = (".yaml", ".yml")


@dataclass
class Given:
    """Files as paths that are there."""

    tables: list[str] = field(default_factory=list)
    pairs: dict[str, str] = field(default_factory=dict)  # of a condition: its table
    sequences: str | None = None


def sort(words: Sequence[str], sequences: str | None) -> Given:
    """Throws the Problem of every mistake."""
    given = Given()
    problems: list[Problem] = []
    for word in words:
        pair = None if places.find(word) else _PAIR.fullmatch(word)
        if pair is None:
            given.tables += _found(word, problems)
        elif pair[1].lower() in {name.lower() for name in given.pairs}:
            problems.append(Problem(f"{pair[1]}: two tables of one name; call one of them otherwise", USAGE))
        elif re.search(r"[^\w-]", pair[1]):
            problems.append(Problem(f"{pair[1]}: a name is of letters, digits, _ and -", USAGE))
        else:
            given.pairs[pair[1]] = next(iter(_found(pair[2], problems)), "")
    if sequences is not None:
        given.sequences = next(iter(_found(sequences, problems)), None)
    files = [str(Path(file).resolve()) for file in [*given.tables, *given.pairs.values()] if file]
    if again := next((file for file in files if files.count(file) > 1), None):
        problems.append(Problem(f"{places.shown(again)}: is given twice; name each file once", USAGE))
    if given.tables and given.pairs:
        problems.append(
            Problem(f"{places.shown(given.tables[0])}: has no name, others do: name=table for all or for none", USAGE)
        )
    if given.pairs and sequences is None:
        problems.append(Problem("tables with names need --sequences: the FASTA file or table of the design", USAGE))
    if problems:
        raise together(problems)
    return given


def _found(name: str, problems: list[Problem]) -> list[str]:
    if (path := places.find(name)) is not None:
        return [path]
    problems.append(Problem(places.no_file(name, ""), INPUT))
    return []


def out_file(name: str) -> Path:
    """The config to write: in the caller's folder. Throws a Problem when it cannot be one."""
    file = places.caller() / name
    if file.suffix not in _YAML:
        raise Problem(f"--out {name}: a config ends with .yaml", USAGE)
    if not file.parent.is_dir():
        raise Problem(f"--out {name}: there is no folder {file.parent}", IO)
    return file


def refuse_to_replace(files: Sequence[Path]) -> None:
    """Throws a Problem for those that are there."""
    if there := [places.shown(file) for file in files if file.exists()]:
        are = "is" if len(there) == 1 else "are"
        raise Problem(
            f"{' and '.join(there)} {are} there already; --force replaces, --out NAME.yaml writes elsewhere", USAGE
        )
