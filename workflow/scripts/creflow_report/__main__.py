"""Writes the report of a run: `python -m creflow_report --help`."""

from __future__ import annotations

import argparse
import json
import platform
import sys
from pathlib import Path
from typing import Any

import jinja2
import matplotlib
import numpy
from creflow_workflow.manifest import StageRun
from creflow_workflow.problems import CONFIG, INTEGRITY, IO, Problem

from .ablation import groups
from .figures import pictures
from .page import embed, page
from .sources import NEEDED, Json, load
from .style import as_png, as_svg

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
    """Makes report.html and figures/*.svg, *.png in `out`, and the manifest last."""
    config = _read_config(config_file)
    stage = StageRun(TOOL, out, config)
    sources = load(run, config["stages"], stage)
    embedded = {}
    variants = groups(sources.ablation, config["grid"]) if sources.ablation else []
    for picture in pictures(sources, variants):
        svg = as_svg(picture.figure, picture.name)
        stage.write("figure", f"figures/{picture.name}.svg", svg)
        stage.write("figure", f"figures/{picture.name}.png", as_png(picture.figure))
        embedded[picture.name] = embed(picture, svg)
    stage.write("report", "report.html", page(sources, embedded, variants, config).encode())
    stage.warnings = config["warnings"]
    stage.counts = {"figures": len(embedded), "networks": len(sources.training)}
    stage.finish(
        {
            "jinja2": jinja2.__version__,
            "matplotlib": matplotlib.__version__,
            "numpy": numpy.__version__,
            "python": platform.python_version(),
        }
    )


def _read_config(file: Path) -> Json:
    """Just the settings that there are; all of them are text, which the digest of a manifest depends on."""
    try:
        config = json.loads(file.read_text(encoding="utf-8"))
        title, run = config["report"]["title"], config["run"]
        f"{title}{run}".encode()
    except (ValueError, LookupError, TypeError) as error:
        text = f"{type(error).__name__}: {error}"
        raise Problem(f"{file}: needs report.title and run, as JSON ({text})", CONFIG) from error
    if not (isinstance(title, str) and isinstance(run, str)):
        raise Problem(f"{file}: report.title and run must be text", CONFIG)
    stages = _texts(config, "stages", file)
    if missing := [name for name in NEEDED if name not in stages]:
        raise Problem(f"{file}: stages needs {', '.join(missing)}", CONFIG)
    return {
        "report": {"title": title},
        "run": run,
        "grid": _grid(config.get("grid", []), file),
        "stages": stages,
        "warnings": _texts(config, "warnings", file),
    }


def _texts(config: Json, key: str, file: Path) -> list[str]:
    texts = config.get(key, [])
    if not (isinstance(texts, list) and all(isinstance(item, str) for item in texts)):
        raise Problem(f"{file}: {key} must be a list of texts", CONFIG)
    return texts


def _grid(grid: Any, file: Path) -> list[Json]:  # noqa: ANN401 - JSON
    """Groups of variants, each with what it changes; they may be left out."""
    try:
        return [
            {
                "title": str(group["title"]),
                "variants": [
                    {
                        "name": str(variant["name"]),
                        "changes": [str(text) for text in variant["changes"]],
                        "pair_of": variant.get("pair_of"),
                    }
                    for variant in group["variants"]
                ],
            }
            for group in grid
        ]
    except (LookupError, TypeError) as error:
        text = f"{type(error).__name__}: {error}"
        raise Problem(
            f"{file}: grid needs groups with title and variants, as the workflow writes it ({text})"
        ) from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=TOOL, description="Writes the HTML report of a run.")
    config_help = "title, run name and stages (qc/base and so on), as JSON; the workflow writes it"
    parser.add_argument("--config", type=Path, required=True, metavar="FILE", help=config_help)
    parser.add_argument("--run", type=Path, required=True, metavar="DIR", help="where the folders of the stages are")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where report.html and figures/ go")
    return parser


if __name__ == "__main__":
    sys.exit(main())
