"""What contents.py lists of the report, compared with what does not follow from it: modules, templates, inputs."""

from __future__ import annotations

import importlib
import inspect
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from creflow_report.__main__ import main
from creflow_report.contents import SECTIONS, Section, figures_with, files_of
from creflow_workflow import manifest
from creflow_workflow.stages import STAGES
from helpers.fake_run import write_fake_run
from helpers.workflow import ROOT

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
    """Are all functions of its module that draw one; its template has one place for them."""
    module = importlib.import_module(f"creflow_report.sections.{section.name}")
    functions = inspect.getmembers(module, inspect.isfunction)
    own = [function for _, function in functions if function.__module__ == module.__name__]
    drawing = [one.__name__ for one in own if one.__annotations__.get("return") == "Picture"]
    assert sorted(drawing) == sorted(section.figures)
    template = (ROOT / f"workflow/report/sections/{section.name}.html.j2").read_text(encoding="utf-8")
    assert template.count('{% include "figures.html.j2" %}') == 1


@EACH
def test_its_stages(section: Section) -> None:
    """Those whose files it shows, and the one without which it is left out, are stages of a run."""
    assert {file.split("/")[0] for file in section.reads} <= set(STAGES)
    assert section.only_with in ("", *STAGES)


def test_names_are_used_once() -> None:
    """Those of sections are ids in the page, those of figures are files in one folder."""
    for names in ([section.name for section in SECTIONS], figures_with(STAGES)):
        assert not [name for name, times in Counter(names).items() if times > 1]


def test_figures_of_a_run() -> None:
    """Only a run with a comparison has the section about it."""
    assert figures_with(STAGES) == ["scatter", "ablation", "learning_curves", "qc_funnel"]
    assert figures_with(set(STAGES) - {"ablate"}) == ["scatter", "learning_curves", "qc_funnel"]


def test_what_is_shown_is_what_is_read(tmp_path: Path) -> None:
    """A file that a section reads without saying so would leave a finished report as it is when that file changes."""
    assert main(write_fake_run(tmp_path)) == 0
    read = Counter(entry["file"] for entry in manifest.read(tmp_path / "report")["inputs"])
    jobs = [str(file.parent.relative_to(tmp_path)) for file in tmp_path.rglob(manifest.NAME)]
    assert read == Counter(Path(file).name for job in jobs for file in files_of(job))


def test_files_of_a_job() -> None:
    """By its name, whatever its variant is called."""
    assert files_of("qc/base") == ["qc_report.json"] and files_of("qc/other") == []
    assert files_of("eval/base") == ["metrics.json", "tables/scatter.tsv"] and files_of("eval/*") == ["metrics.json"]
    assert files_of("train/base/seed7") == ["history.jsonl"] and files_of("ablate") == ["ablation.json"]
    assert files_of("encode/base") == files_of("baseline") == []


def test_planning_a_run_draws_nothing() -> None:
    """The workflow asks for the contents, and starts without the report's libraries."""
    program = "import sys, creflow_workflow.plan; assert 'creflow_report.contents' in sys.modules; "
    program += "sys.exit(bool({'matplotlib', 'numpy', 'jinja2'} & {*sys.modules}))"
    environment = os.environ | {"PYTHONPATH": str(ROOT / "workflow/scripts")}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)
