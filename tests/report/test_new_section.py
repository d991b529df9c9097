"""A figure and a section are added to the report in a copy of the checkout by the recipes in docs/architecture.md, and
are there: in the page, among the files of the rule, and where a finished report is compared. The tools only play their
part."""

from __future__ import annotations

import difflib
import filecmp
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from creflow_report.contents import SECTIONS, figures_with, files_of_a_figure, sections_with
from creflow_workflow.stages import STAGES
from helpers.workflow import ROOT, TINY, planned, snakemake, write_config

CONTENTS = "workflow/scripts/creflow_report/contents.py"
MODULE = "workflow/scripts/creflow_report/sections/NAME.py"
TEMPLATE = "workflow/report/sections/NAME.html.j2"

RUN = set(STAGES) - {"ablate"}  # one without variants is quicker

FUNCTION = '''

def rates(training: Training, layout: Layout) -> Picture:
    """Learning rates of the first network."""
    figure, (axes,) = new_figure(layout, 1, 2.0)
    rates = [epoch["lr"] for epoch in training.networks[0].epochs]
    axes.plot(rates)
    return Picture(
        figure,
        f"It learnt <{len(rates)}> times.",
        "How fast it learns.",
        "A line chart of the learning rate.",
        ["train/base/seed7/history.jsonl"],
        Data(("rate",), [(rate,) for rate in rates]),
    )
'''

SECTION = '''"""Toys."""

from __future__ import annotations

from dataclasses import dataclass

from ..inputs import Inputs, Json


@dataclass
class Toys:
    """What the section shows."""

    scaler: Json


def read(inputs: Inputs) -> Toys:
    """The scaler of the base."""
    return Toys(inputs.json("encode/base/scaler.json"))
'''

HTML = """\
<p>{{ scaler | length > 0 }} toys &amp; no more</p>
"""


def recipe(first_words: str) -> list[str]:
    """The files that a line of the recipes names."""
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    line = re.search(rf"^- {re.escape(first_words)}.*?(?=^- )", text, re.MULTILINE | re.DOTALL)
    assert line, first_words
    return re.findall(r"`(workflow/[\w/.]+)`", line[0])


def edited(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")


def with_figure(contents: Path, section: str, name: str) -> None:
    """One name more among the figures of a section."""
    text = contents.read_text(encoding="utf-8")
    figures = re.compile(rf'(Section\(\s*"{section}".*?figures=\(.*?),?\)', re.DOTALL)
    changed, times = figures.subn(rf'\1, "{name}")', text, count=1)
    assert times == 1
    contents.write_text(changed, encoding="utf-8")


def copy_of_checkout(folder: Path) -> Path:
    """What a run needs of it."""
    for name in ("workflow", "config"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "CMakeLists.txt", folder)
    return folder


def run_of(checkout: Path, folder: Path, tools: Path) -> Path:
    """The folder of the report of a finished run; what was run again after Snakemake forgot is nothing."""
    write_config(folder, TINY | {"variants": {}})
    snakemake(folder, root=checkout, CREFLOW_BIN=str(tools))
    shutil.rmtree(folder / ".snakemake")
    assert planned(folder, root=checkout, CREFLOW_BIN=str(tools)) == Counter()
    return folder / "results/tiny/report"


def changes(checkout: Path) -> tuple[set[str], set[str]]:
    """The files of the workflow that are edited in a copy, and those that are new there."""

    def files(root: Path) -> set[str]:
        found = (file for file in (root / "workflow").rglob("*") if file.is_file() and "__pycache__" not in file.parts)
        return {str(file.relative_to(root)) for file in found}

    old, new = files(ROOT), files(checkout)
    return {name for name in old if not filecmp.cmp(ROOT / name, checkout / name, shallow=False)}, new - old


def lines_changed(checkout: Path) -> list[str]:
    """What is other in contents.py."""
    texts = [(root / CONTENTS).read_text(encoding="utf-8").splitlines() for root in (ROOT, checkout)]
    return [line for line in difflib.ndiff(*texts) if line[0] == "+"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy to be changed."""
    return copy_of_checkout(tmp_path / "creflow")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where it runs."""
    made = tmp_path / "run"
    made.mkdir()
    return made


def test_a_figure_is_a_function_and_two_lines(checkout: Path, folder: Path, fake_tools: Path) -> None:
    """In the page where its section's template has it, and among the rule's files."""
    module = MODULE.replace("NAME", "training")
    with (checkout / module).open("a", encoding="utf-8") as file:
        file.write(FUNCTION)
    template = TEMPLATE.replace("NAME", "training")
    with (checkout / template).open("a", encoding="utf-8") as file:
        file.write("{{ parts.figure(figures.rates) }}\n")
    with_figure(checkout / CONTENTS, "training", "rates")
    assert changes(checkout) == ({CONTENTS, module, template}, set()) and len(lines_changed(checkout)) == 1
    assert recipe("A figure") == [MODULE, CONTENTS, TEMPLATE]

    report = run_of(checkout, folder, fake_tools)
    page = (report / "report.html").read_text(encoding="utf-8")
    section = page.partition('<section id="training">')[2].partition("<section ")[0]
    own = next(section.figures for section in SECTIONS if section.name == "training")
    assert re.findall(r'<figure id="figure-(\w+)">', section) == [*own, "rates"]
    assert '<span class="reading">It learnt &lt;2&gt; times.</span> How fast it learns.</p>' in section
    assert 'alt="A line chart of the learning rate."' in section
    rates = {file.name: file.read_text(encoding="utf-8") for file in (report / "figures").glob("rates.*")}
    assert sorted(rates) == ["rates.svg", "rates.tsv"] and rates["rates.tsv"].startswith("rate\n0.")
    assert len(list((report / "figures").iterdir())) == len(files_of_a_figure([])) * (len(figures_with(RUN)) + 1)
    (report / "figures/rates.tsv").unlink()
    assert planned(folder, root=checkout, CREFLOW_BIN=str(fake_tools)) == Counter(report=1)


def test_a_section_is_two_files_and_a_line(checkout: Path, folder: Path, fake_tools: Path) -> None:
    """With a heading, a link to it and what it reads, in its place."""
    (checkout / MODULE.replace("NAME", "toys")).write_text(SECTION, encoding="utf-8")
    (checkout / TEMPLATE.replace("NAME", "toys")).write_text(HTML, encoding="utf-8")
    line = '    Section("toys", "Toys & co", reads=("encode/base/scaler.json",)),\n'
    edited(checkout / CONTENTS, "\n)\n\n\ndef sections_with", f"\n{line})\n\n\ndef sections_with")
    added = {MODULE.replace("NAME", "toys"), TEMPLATE.replace("NAME", "toys")}
    assert changes(checkout) == ({CONTENTS}, added) and len(lines_changed(checkout)) == 1
    assert recipe("A section of the report") == [MODULE, TEMPLATE, CONTENTS]

    report = run_of(checkout, folder, fake_tools)
    page = (report / "report.html").read_text(encoding="utf-8")
    sections = re.findall(r'^<section id="(\w+)">$', page.partition("<main")[2], re.MULTILINE)
    assert sections == [*(section.name for section in sections_with(RUN)), "toys"]
    assert '<section id="toys">\n<h2>Toys &amp; co</h2>\n<p>True toys &amp; no more</p>\n</section>\n' in page
    assert re.findall(r'<a href="#(\w+)">', page[page.index("<nav") : page.index("</nav>")]) == ["run", *sections]
    assert '<a href="#toys">Toys &amp; co</a>' in page
