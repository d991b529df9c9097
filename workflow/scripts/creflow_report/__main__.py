"""Writes the report of a run: `python -m creflow_report --help`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from creflow_workflow.manifest import StageRun
from creflow_workflow.progress import Progress

from .command import LIBRARIES, exit_code
from .config import read_config
from .contents import sections_with
from .drawing import Job, draw_all
from .inputs import Inputs
from .page import page, read_part
from .page_digest import digest_of
from .snakemake_caption import snakemake_caption

TOOL = "creflow-report"


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    options = _parser().parse_args(arguments)
    return exit_code(TOOL, options.out, lambda: write_report(options.config, options.run, options.out, options.threads))


def write_report(config_file: Path, run: Path, out: Path, threads: int) -> None:
    """Makes report.html and its figures in `out`, and the manifest last."""
    config = read_config(config_file)
    stage = StageRun(TOOL, out, config)
    inputs = Inputs(run, config, stage)
    parts = [read_part(section, inputs) for section in sections_with(inputs.about)]
    jobs = [
        Job(name, getattr(part.code, name), part.shown, config["report"]["images"])
        for part in parts
        for name in part.section.figures
    ]
    figures = {}
    with Progress(out, "drawing", len(jobs), "figures") as progress:
        for drawn in draw_all(jobs, threads):
            figures[drawn.embedded.name] = drawn.write(stage)
            progress.advance()
    for part in parts:
        part.figures = {name: figures[name] for name in part.section.figures}
        for name, figure in part.figures.items():
            stage.write("caption", f"captions/{name}.rst", snakemake_caption(figure.said).encode())
        for name in part.section.texts:
            stage.write("text", f"{name}.md", getattr(part.code, name)(part.shown).encode())
    html = page(inputs, parts)
    stage.write_varying("report", "report.html", html.encode())
    stage.write("page_digest", "page.sha256", f"{digest_of(html)}  report.html without what varies\n".encode())
    stage.warnings = config["warnings"]
    stage.counts = {
        "figures": sum(len(part.figures) for part in parts),
        "networks": len(inputs.folders("train")),
    }
    stage.finish(LIBRARIES)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=TOOL, description="Writes the HTML report of a run.")
    config_help = "title, run name and the folders of each stage, as JSON; the workflow writes it"
    parser.add_argument("--config", type=Path, required=True, metavar="FILE", help=config_help)
    parser.add_argument("--run", type=Path, required=True, metavar="DIR", help="where the folders of the stages are")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where report.html and figures/ go")
    parser.add_argument("--threads", type=int, default=1, metavar="N", help="figures drawn at a time (default: 1)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
