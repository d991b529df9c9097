"""Writes the comparison of runs: `./creflow compare --help`."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import NoReturn

from creflow_workflow.colours import say
from creflow_workflow.manifest import StageRun

from ..command import LIBRARIES, exit_code
from ..drawing import Job, draw
from . import pairs, settings, tables
from .figure import curves
from .page import page
from .runs import Run, opened, resolved

TOOL = "creflow-compare"


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    options = _parser().parse_args(arguments)
    return exit_code(TOOL, options.out or Path("results"), lambda: write_comparison(options.runs, options.out))


def write_comparison(names: list[str], out: Path | None) -> None:
    """Makes compare.html and its figure, and the manifest last."""
    found = resolved(names)
    out = out or Path("results") / _name(found)
    stage = StageRun(TOOL, out, {"runs": [run.label for run in found]})
    runs = [opened(run, stage) for run in found]
    shown = tables.compared(runs)
    paired = pairs.paired(runs, out, stage)
    figure = draw(Job("curves", curves, runs)).write(stage)
    html = page(runs, settings.differing(runs), shown, paired, figure)
    stage.write("comparison", "compare.html", html.encode())
    stage.counts = {"runs": len(runs)}
    stage.finish(LIBRARIES)
    print(out / "compare.html")


def _name(runs: list[Run]) -> str:
    """The folder of a comparison, below results."""
    return re.sub(r"[^A-Za-z0-9._-]+", "_", "compare-" + "-".join(run.label for run in runs))[:120]


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line, as all mistakes are told."""
        say(f"{TOOL}: error: {message}; {self.prog} --help says more")
        self.exit(2)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="./creflow compare",
        description="One page about several finished runs: what differs in their settings, Table 1 side by side, "
        "paired differences where the same rows were evaluated, and the learning curves.",
    )
    runs_help = "names of runs below results/, or folders; differences are from the first"
    parser.add_argument("runs", nargs="+", metavar="RUN", help=runs_help)
    out_help = "where compare.html goes; results/compare-RUN-RUN is the default"
    parser.add_argument("--out", type=Path, metavar="DIR", help=out_help)
    return parser


if __name__ == "__main__":
    sys.exit(main())
