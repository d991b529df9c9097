"""What contents.py lists of the report, compared with what does not follow from it: modules, templates, inputs."""

from __future__ import annotations

import importlib
import inspect
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from creflow_report.contents import LEARNING_CURVE, SECTIONS, Section, figures_with, files_of
from creflow_workflow import manifest
from creflow_workflow.stages import STAGES
from helpers.workflow import ROOT

ABOUT = (*STAGES, LEARNING_CURVE)  # of a run that has everything
# How many folders lead to the files of a job: 1 for "ablate", 2 for "eval/base", 3 for "train/base/seed7".
JOB_DEPTHS = {name: 1 + stage.per_variant + stage.per_seed for name, stage in STAGES.items()}
EACH = pytest.mark.parametrize("section", SECTIONS, ids=[section.name for section in SECTIONS])


def test_each_section_has_its_two_files() -> None:
    """And there are no others: a section that is not listed would never be shown."""
    names = [section.name for section in SECTIONS]
    modules = (ROOT / "workflow/scripts/creflow_report/sections").glob("*.py")
    templates = (ROOT / "workflow/report/sections").iterdir()
    assert sorted(file.stem for file in modules if file.stem != "__init__") == sorted(names)
    assert sorted(file.name for file in templates) == sorted(f"{name}.html.j2" for name in names)


@EACH
def test_its_figures(section: Section) -> None:
    """Are all functions of its module that draw one; its template has a place for each, in this order."""
    module = importlib.import_module(f"creflow_report.sections.{section.name}")
    functions = inspect.getmembers(module, inspect.isfunction)
    own = [function for _, function in functions if function.__module__ == module.__name__]
    drawing = [one.__name__ for one in own if one.__annotations__.get("return") == "Picture"]
    assert sorted(drawing) == sorted(section.figures)
    template = (ROOT / f"workflow/report/sections/{section.name}.html.j2").read_text(encoding="utf-8")
    assert re.findall(r"parts\.figure\(figures\.(\w+)\)", template) == list(section.figures)


@EACH
def test_its_stages(section: Section) -> None:
    """Those whose files it shows, and what it is left out without, are stages of a run, or its learning curve."""
    assert {file.split("/")[0] for file in section.reads} <= set(STAGES)
    assert section.only_with in ("", *ABOUT)


def test_names_are_used_once() -> None:
    """Those of sections are ids in the page, those of figures are files in one folder."""
    for names in ([section.name for section in SECTIONS], figures_with(ABOUT)):
        assert not [name for name, times in Counter(names).items() if times > 1]


def test_figures_of_a_run() -> None:
    """Those of sections that need a stage are only in the report of a run with it."""
    assert figures_with(ABOUT) == [name for section in SECTIONS for name in section.figures]
    for one in {section.only_with for section in SECTIONS if section.only_with}:
        left = [section for section in SECTIONS if section.only_with != one]
        assert figures_with(set(ABOUT) - {one}) == [name for section in left for name in section.figures]
    assert "ablation" not in figures_with(set(STAGES) - {"ablate"})


def test_what_is_shown_is_what_is_read(any_run: Path) -> None:
    """A file that a section reads without saying so would leave a finished report as it is when that file changes."""
    read = Counter(entry["file"] for entry in manifest.read(any_run / "report")["inputs"])
    config = json.loads((any_run / "config/report.json").read_text(encoding="utf-8"))
    about = [*config["stages"], *([LEARNING_CURVE] if LEARNING_CURVE in config else [])]
    jobs = [job for jobs in config["stages"].values() for job in jobs]
    assert read == Counter(Path(file).name for job in jobs for file in files_of(job, about))


def test_files_of_a_job() -> None:
    """By its name, whatever its variant is called."""
    for section in SECTIONS:
        for file in section.reads:
            parts = file.replace("*", "any").split("/")
            depth = JOB_DEPTHS[parts[0]]
            assert "/".join(parts[depth:]) in files_of("/".join(parts[:depth]), ABOUT)
    scatter = "tables/scatter.tsv"
    assert scatter in files_of("eval/base", STAGES) and scatter not in files_of("eval/other", STAGES)
    assert "metrics.json" in files_of("eval/*", STAGES) and files_of("qc/other", STAGES) == []
    resamples = "bootstrap.h5"
    assert resamples in files_of("eval/other", ABOUT) and resamples not in files_of("eval/other", STAGES)


def test_planning_a_run_draws_nothing() -> None:
    """The workflow asks for the contents, and starts without the report's libraries."""
    program = "import sys, creflow_workflow.plan; assert 'creflow_report.contents' in sys.modules; "
    program += "sys.exit(bool({'matplotlib', 'numpy', 'jinja2'} & {*sys.modules}))"
    environment = os.environ | {"PYTHONPATH": str(ROOT / "workflow/scripts")}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)
