"""Writes a config for a table: `./creflow new --help`."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Sequence
from typing import NoReturn

from creflow_workflow.problems import USAGE, Problem

from .make import make
from .words import sort


def main(arguments: Sequence[str]) -> int:
    """Runs the command line; returns the exit code."""
    try:
        options = command_line().parse_args(arguments)
        given = sort(options.tables, options.sequences)
        made = make(given, options.out, shlex.join(["./creflow", "new", *arguments]), force=options.force)
    except Problem as problem:
        problem.show()
        return problem.code
    print(made.summary())
    return 0


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line, as all mistakes are told."""
        raise Problem(f"{message}; {self.prog} --help says more", USAGE)


def command_line() -> argparse.ArgumentParser:
    """Its options."""
    parser = _Parser(
        prog="./creflow new",
        description="Writes a config for a table: what it holds, which column is what and why, the network for its "
        "size. Tables of single conditions, as MPRAsnakeflow and MPRAlib write them, are joined with the sequences of "
        "their design.",
        epilog="examples: ./creflow new my.csv; ./creflow new K562=a.tsv.gz HepG2=b.tsv.gz --sequences design.fa",
        allow_abbrev=False,
    )
    tables = "a table (several of the same columns are one), or NAME=TABLE for each cell type or condition"
    parser.add_argument("tables", nargs="+", metavar="TABLE", help=tables)
    sequences = "names and sequences of the design: FASTA, or a table; plain or gzip"
    parser.add_argument("--sequences", metavar="FILE", help=sequences)
    out = "the config to write; the table's or the conditions' name without it. A joined table lies beside it"
    parser.add_argument("--out", metavar="NAME.yaml", help=out)
    parser.add_argument("--force", action="store_true", help="replace files that are there")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
