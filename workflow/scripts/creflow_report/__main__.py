"""Writes the report of a run: `python -m creflow_report --help`."""

from __future__ import annotations

import argparse
import platform
import sys
from pathlib import Path

import jinja2
import matplotlib
import numpy
from creflow_workflow.manifest import StageRun
from creflow_workflow.problems import INTEGRITY, IO, Problem

from .config import read_config
from .contents import FIGURE_FILES, sections_with
from .inputs import Inputs
from .page import Embedded, Part, embed, page, read_part
from .picture import Picture
from .style import NARROW, WIDE, as_pdf, as_png, as_svg

TOOL = "creflow-report"


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        write_report(options.config, options.run, options.out)
    except Problem as problem:
        return _failed(str(problem), problem.code)
    except OSError as error:
        return _failed(f"{error.filename or options.out}: {error.strerror or error}", IO)
    except (LookupError, ValueError, TypeError, AttributeError, jinja2.TemplateError) as error:
        text = f"{type(error).__name__}: {error}"
        return _failed(f"an input is damaged, or of another version of creflow ({text})", INTEGRITY)
    return 0


def _failed(message: str, code: int) -> int:
    print(f"{TOOL}: error: {' '.join(message.split())}", file=sys.stderr)
    return code


def write_report(config_file: Path, run: Path, out: Path) -> None:
    """Makes report.html and its figures in `out`, and the manifest last."""
    config = read_config(config_file)
    stage = StageRun(TOOL, out, config)
    inputs = Inputs(run, config, stage)
    parts = [read_part(section, inputs) for section in sections_with(inputs.stages)]
    for part in parts:
        part.figures = {name: _drawn(name, part, stage) for name in part.section.figures}
        for name in part.section.texts:
            stage.write("text", f"{name}.md", getattr(part.code, name)(part.shown).encode())
    stage.write("report", "report.html", page(inputs, parts).encode())
    stage.warnings = config["warnings"]
    stage.counts = {
        "figures": sum(len(part.figures) for part in parts),
        "networks": len(inputs.folders("train")),
    }
    stage.finish(
        {
            "jinja2": jinja2.__version__,
            "matplotlib": matplotlib.__version__,
            "numpy": numpy.__version__,
            "python": platform.python_version(),
        }
    )


def _drawn(name: str, part: Part, stage: StageRun) -> Embedded:
    """Writes a figure; returns it for the page, in which it stands for wide and for narrow windows."""
    draw = getattr(part.code, name)
    picture: Picture = draw(part.shown, WIDE)
    svg = as_svg(picture.figure, name)
    written = {"svg": svg, "png": as_png(picture.figure), "pdf": as_pdf(picture.figure), "tsv": picture.data.as_tsv()}
    for kind in FIGURE_FILES:
        stage.write("figure", f"figures/{name}.{kind}", written[kind])
    return embed(name, picture, svg, as_svg(draw(part.shown, NARROW).figure, f"{name}-narrow"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=TOOL, description="Writes the HTML report of a run.")
    config_help = "title, run name and the folders of each stage, as JSON; the workflow writes it"
    parser.add_argument("--config", type=Path, required=True, metavar="FILE", help=config_help)
    parser.add_argument("--run", type=Path, required=True, metavar="DIR", help="where the folders of the stages are")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where report.html and figures/ go")
    return parser


if __name__ == "__main__":
    sys.exit(main())
