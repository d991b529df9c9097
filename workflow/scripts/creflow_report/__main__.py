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
from .sources import Folders, Json, load
from .style import as_png, as_svg

TOOL = "creflow-report"


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    for word in (*options.training, *options.evaluation, *options.provenance):
        if not all(word.partition("=")):
            parser.error(f"'{word}' is not of the form NAME=DIR")
    if not any(word.startswith("base=") for word in options.evaluation):
        parser.error("--evaluation: base=DIR is missing")
    try:
        write_report(options.config, options.out, _folders(options))
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


def write_report(config_file: Path, out: Path, folders: Folders) -> None:
    """Makes report.html and figures/*.svg, *.png in `out`, and the manifest last."""
    config = _read_config(config_file)
    stage = StageRun(TOOL, out, config)
    sources = load(folders, stage)
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
    warnings = config.get("warnings", [])
    if not (isinstance(warnings, list) and all(isinstance(item, str) for item in warnings)):
        raise Problem(f"{file}: warnings must be a list of texts", CONFIG)
    return {
        "report": {"title": title},
        "run": run,
        "grid": _grid(config.get("grid", []), file),
        "warnings": warnings,
    }


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
    folder = {"type": Path, "required": True, "metavar": "DIR"}
    named = {"nargs": "*", "default": [], "metavar": "NAME=DIR"}
    parser.add_argument("--config", type=Path, required=True, metavar="FILE", help="title and run name, as JSON")
    parser.add_argument("--out", **folder, help="where report.html and figures/ go")
    parser.add_argument("--qc", **folder, help="output folder of cre-qc")
    parser.add_argument("--split", **folder, help="output folder of cre-split")
    parser.add_argument("--training", **named, help="output folders of cre-train, for instance base/seed1337=DIR")
    parser.add_argument("--evaluation", **named, help="output folders of cre-eval, base among them")
    parser.add_argument("--ablation", type=Path, metavar="DIR", help="output folder of cre-ablate")
    parser.add_argument("--provenance", **named, help="further stages whose manifests are listed")
    return parser


def _folders(options: argparse.Namespace) -> Folders:
    def pairs(words: list[str]) -> dict[str, Path]:
        return {name: Path(folder) for name, _, folder in (word.partition("=") for word in words)}

    return Folders(
        qc=options.qc,
        split=options.split,
        training=pairs(options.training),
        evaluation=pairs(options.evaluation),
        ablation=options.ablation,
        others=pairs(options.provenance),
    )


if __name__ == "__main__":
    sys.exit(main())
