"""From tables to a config: what is joined, described and written."""

from __future__ import annotations

import json
import re
import shlex
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from creflow_workflow import places
from creflow_workflow.manifest import write_atomically
from creflow_workflow.problems import INPUT, USAGE, Problem, together

from .config_text import config_text
from .described import Description, check, describe
from .joined import Joined, join, join_sequences
from .layouts import known_layout
from .measured import Condition, read_condition
from .sequences import read_design
from .words import Given, out_file, refuse_to_replace

_FEW_ROWS = 1000
_LONGEST_NAME = 60  # of a run that is called by its conditions
_ONE_CONDITION = re.compile(r"(?:reporter_experiment\.oligo\.)?([A-Za-z0-9][\w-]*)(?:\..*)?")


@dataclass
class Made:
    """What was written."""

    file: Path
    table: Path | None  # the joined one
    found: Description
    said: list[str]  # of the joining

    def summary(self) -> str:
        """For the console; the last line is what to type next."""
        qc, names = self.found["qc"], [task["name"] for task in self.found["config"]["qc"]["tasks"]]
        lines = [*self.said, f"tasks: {', '.join(names)}; {qc['kept']:,} of {qc['read']:,} rows would be kept"]
        lines += [f"{rule['rejects']:,} rejected as {rule['code']} ({rule['title']})" for rule in qc["rules"]]
        maybe = [f"{c['name']} ({c['role']})" for c in self.found["columns"] if c["role"] and not c["certain"]]
        if qc["kept"] < _FEW_ROWS:
            lines.append(
                f"{qc['kept']:,} rows are few for a network: the linear baseline of a run is likely to be better"
            )
        lines += [f"less certain: {', '.join(maybe)}"] if maybe else []
        lines += [f"worth a look: {finding['text']}" for finding in qc["findings"]]
        lines += [f"with these settings quality control stops: {qc['problem']}"] if qc["problem"] else []
        written = " and ".join(places.shown(file) for file in (self.table, self.file) if file)
        return "\n".join([*lines, f"wrote {written}", f"next: {run_command(self.file)}"])


def run_command(config: Path) -> str:
    """How to run a config from where the user stands."""
    return shlex.join([places.creflow(), "run", places.shown(config)])


def make(given: Given, out: str | None, command: str, *, force: bool) -> Made:
    """Throws the Problem of all mistakes that can be seen at once; writes the files of a config, or nothing."""
    named = None if out is None else out_file(out)
    if given.sequences is None:
        found = describe(given.tables[0])
        file = named or out_file(f"{found['config']['run'] if found['config'] else 'mine'}.yaml")
        _refuse(file, None, force)
        _usable(found, given.tables[0])
        for other in given.tables[1:]:
            check(other, found["config"])
        tables = [str(Path(table).resolve()) for table in given.tables]
        said = _several(given.tables)
        write_atomically(file, _text(found, file, tables, said, command))
        return Made(file, None, found, said)
    joining, name = _joining(given, given.sequences)
    file = named or out_file(f"{name}.yaml")
    table = file.with_name(f"{file.stem}.tsv.gz")
    _refuse(file, table, force)
    joined = joining()
    found = _described(joined, table)
    text = _text(found, file, [str(table)], joined.said, command)
    joined.write(table)
    write_atomically(file, text)
    return Made(file, table, found, joined.said)


def _refuse(file: Path, table: Path | None, force: bool) -> None:
    if not force:
        refuse_to_replace([one for one in (file, table) if one])


def _usable(found: Description, table: str) -> None:
    if found["config"] is None:
        lacks = found["unusable"].startswith("no column holds sequences of DNA")
        more = "; ./creflow new TABLE --sequences FILE joins them" if lacks else ""
        raise Problem(f"{places.shown(table)}: {found['unusable']}{more}", INPUT)


def _several(tables: list[str]) -> list[str]:
    if len(tables) == 1:
        return []
    return [f"{len(tables)} tables are one; what is said of rows is said of the first, {places.shown(tables[0])}"]


def _joining(given: Given, sequences: str) -> tuple[Callable[[], Joined], str]:
    """What joins the tables, and what the result is called."""
    if pairs := given.pairs or _pairs_by_layout(given.tables):
        name = "-".join(pairs)
        return lambda: _join_pairs(pairs, sequences), name if len(name) <= _LONGEST_NAME else "joined"
    table = given.tables[0]
    return lambda: join_sequences(table, read_design(sequences)), _condition_in(table) or "joined"


def _pairs_by_layout(tables: list[str]) -> dict[str, str]:
    """Of files that MPRAsnakeflow and MPRAlib wrote, by the conditions in their names; none for another table."""
    if len(tables) == 1 and known_layout(describe(tables[0])) is None:
        return {}
    names = [_condition_in(table) for table in tables]
    if len({name.lower() for name in names}) < len(tables) or "" in names:
        raise Problem("the names of the files do not tell conditions apart: write name=table for each", USAGE)
    return dict(zip(names, tables, strict=True))


def _condition_in(table: str) -> str:
    """What the name of a file says; nothing where it begins with neither letter nor digit."""
    match = _ONE_CONDITION.fullmatch(Path(table).name)
    return match[1] if match else ""


def _join_pairs(pairs: dict[str, str], sequences: str) -> Joined:
    conditions: list[Condition] = []
    problems: list[Problem] = []
    for name, file in pairs.items():
        try:
            conditions.append(read_condition(name, file))
        except Problem as problem:
            problems.append(problem)
    try:
        design = read_design(sequences)
    except Problem as problem:
        problems.append(problem)
    if problems:
        raise together(problems)
    return join(conditions, design)


def _described(joined: Joined, table: Path) -> Description:
    """Of the joined table before it is written."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / table.name
        joined.write(file)
        found = describe(file, *([f"qc.tasks={json.dumps(joined.tasks)}"] if joined.tasks else []))
    _usable(found, str(table))
    return found


def _text(found: Description, file: Path, tables: list[str], said: list[str], command: str) -> bytes:
    run = re.sub(r"[^A-Za-z0-9._-]", "-", file.stem).lstrip("_.-") or "mine"
    head = [f"Made by: {command}", *said]
    return config_text(found, run, tables, head, run_command(file)).encode()
