"""Reads config/report.json: what the report is about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from creflow_workflow import folds
from creflow_workflow.problems import CONFIG, Problem

from .contents import IMAGES, LEARNING_CURVE
from .inputs import Json

NEEDED = ("qc/base", "split/base", "eval/base")  # the report is about these, whatever else there is
ABOUT_TABLE = ("licence", "citation")  # keys of report that may be null


def read_config(file: Path) -> Json:
    """Just the settings that there are; all of them are text, which the digest of a manifest depends on."""
    try:
        config = json.loads(file.read_text(encoding="utf-8"))
        report, run = config["report"], config["run"]
        title, about = report["title"], {key: report.get(key) for key in ABOUT_TABLE}
        images = report.get("images", list(IMAGES))
        f"{title}{run}{''.join(map(str, about.values()))}".encode()
    except (ValueError, LookupError, TypeError) as error:
        text = f"{type(error).__name__}: {error}"
        raise Problem(f"{file}: needs report.title and run, as JSON ({text})", CONFIG) from error
    if not (isinstance(title, str) and isinstance(run, str)):
        raise Problem(f"{file}: report.title and run must be text", CONFIG)
    if wrong := next((key for key, value in about.items() if not (value is None or isinstance(value, str))), None):
        raise Problem(f"{file}: report.{wrong} must be text or null", CONFIG)
    if not (isinstance(images, list) and all(kind in IMAGES for kind in images)):
        raise Problem(f"{file}: report.images must be a list of {' and '.join(IMAGES)}", CONFIG)
    warnings = config.get("warnings", [])
    if not _are_texts(warnings):
        raise Problem(f"{file}: warnings must be a list of texts", CONFIG)
    return {
        "report": {"title": title, "images": images} | about,
        "run": run,
        "grid": _grid(config.get("grid", []), file),
        "stages": _stages(config.get("stages", {}), file),
        "warnings": warnings,
    } | ({LEARNING_CURVE: _curve(config[LEARNING_CURVE], file)} if LEARNING_CURVE in config else {})


def _are_texts(value: Any) -> bool:  # noqa: ANN401 - JSON
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _stages(stages: Any, file: Path) -> dict[str, list[str]]:  # noqa: ANN401 - JSON
    """The folders of each stage. Lists, since their order counts in tables and colours, and a map is written sorted."""
    if not (isinstance(stages, dict) and all(map(_are_texts, stages.values()))):
        raise Problem(f"{file}: stages must map each stage to a list of its folders", CONFIG)
    for stage, folders in stages.items():
        if other := next((folder for folder in folders if folder.split("/")[0] != stage), None):
            raise Problem(f"{file}: stages.{stage}: '{other}' must be '{stage}' or a folder in it", CONFIG)
    listed = [folder for folders in stages.values() for folder in folders]
    if missing := [folder for folder in NEEDED if not {folder, folds.name_of(folder, 1)} & set(listed)]:
        raise Problem(f"{file}: stages needs {', '.join(missing)}", CONFIG)
    return stages


def _curve(curve: Any, file: Path) -> list[Json]:  # noqa: ANN401 - JSON
    """Variants that differ in their number of training rows, the base among them; numbers are text, see above."""
    try:
        return [{"variant": str(one["variant"]), "share": f"{float(one['share']):g}"} for one in curve]
    except (LookupError, TypeError, ValueError) as error:
        text = f"{type(error).__name__}: {error}"
        raise Problem(f"{file}: {LEARNING_CURVE} needs objects with variant and share ({text})", CONFIG) from error


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
