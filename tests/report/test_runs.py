"""The reports that the workflow made of runs of all kinds: complete, well-formed, with a value or a word for it in
every place."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from creflow_report.contents import LEARNING_CURVE, figures_with, sections_with
from creflow_report.page_digest import digest_of
from creflow_workflow import manifest
from helpers.reports import TITLE, Page


def about(run: Path) -> set[str]:
    """The stages that ran, and whether there is a learning curve."""
    config = json.loads((run / "config/report.json").read_text(encoding="utf-8"))
    return {name for name, folders in config["stages"].items() if folders} | (config.keys() & {LEARNING_CURVE})


def test_sections_and_figures(any_run: Path) -> None:
    """Those of its stages are there, in order, each with its heading, a link to it and all its files."""
    page = Page(any_run / "report/report.html")
    sections = [section.name for section in sections_with(about(any_run))]
    main = page.source.partition("<main")[2]
    assert re.findall(r'^<section id="([\w-]+)">$', main, re.MULTILINE) == sections
    menu = page.source[page.source.index("<nav") : page.source.index("</nav>")]
    assert re.findall(r'<a href="#([\w-]+)">', menu) == ["run", *sections]
    figures = figures_with(about(any_run))
    assert re.findall(r'<figure id="figure-(\w+)">', page.source) == figures
    images = json.loads((any_run / "config/report.json").read_text(encoding="utf-8"))["report"]["images"]
    files = {f"figures/{name}.{kind}" for name in figures for kind in ("svg", "tsv", *images)}
    assert {str(file.relative_to(any_run / "report")) for file in (any_run / "report/figures").iterdir()} == files
    assert files <= set(page.addresses), "links to them"
    assert all(len(alt) > 40 for alt in page.alts) and len(set(page.alts)) == len(figures)


def test_ids_and_links(any_run: Path) -> None:
    """Ids are unique; every link leads within the page or to a file beside it; nothing is loaded from elsewhere."""
    page = Page(any_run / "report/report.html")
    assert len(set(page.ids)) == len(page.ids)
    for address in page.addresses:
        beside = (any_run / "report" / address).is_file()
        assert address.startswith("data:") or beside or address.removeprefix("#") in page.ids, address
    styles = re.sub(r'data:image/svg\+xml,[^"]*', "", page.source)
    assert not re.search(r"https?://|@import|url\(|<script[^>]", styles)


def test_every_value_is_there_or_said_to_be_missing(any_run: Path) -> None:
    """On the page, in the descriptions of its figures and in their numbers."""
    page = Page(any_run / "report/report.html")
    for text in (page.text(), *page.alts):
        words = set(re.split(r"[\s,;:()[\]]+", text))
        assert sorted(words & {"None", "nan", "NaN", "inf", "−inf"}) == []
    for file in (any_run / "report/figures").glob("*.tsv"):
        header, *rows = [line.split("\t") for line in file.read_text(encoding="utf-8").removesuffix("\n").split("\n")]
        assert all(len(row) == len(header) for row in rows), file.name
        assert not {"None", "nan", "inf", ""} & {field for row in rows for field in row}, file.name


def test_undefined_correlations(failed_task: Path, undefined_run: Path) -> None:
    """Of one task, and so of the mean over all; of the only task, and so of all comparisons."""
    for run in (failed_task, undefined_run):
        text = Page(run / "report/report.html").text()
        assert "Mean test Pearson undefined no interval" in text
        assert "the network cannot be compared with a linear model on k-mer counts: " in text
    assert "forward-only 1 undefined undefined undefined" in Page(undefined_run / "report/report.html").text("ablation")


def test_the_title_is_taken_as_it_is(bare_run: Path, run_tool: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """And cre-audit computes the same digests, whatever text it is."""
    assert manifest.read(bare_run / "report")["config"]["report"]["title"] == TITLE
    run_tool("cre-audit", bare_run)
    page = Page(bare_run / "report/report.html")
    assert "&lt;b&gt; &amp;" in page.source and "<b>" not in page.source


def test_same_bytes_again(page: Page, run: Path) -> None:
    """A second report of the same run is equal but for the lines that say when and how: no random ids, no places."""
    again = page.file.parent
    made = [file.relative_to(run / "report") for file in (run / "report").rglob("*") if file.is_file()]
    for name in made:
        if name.name == "report.html":
            one, other = ((folder / name).read_text(encoding="utf-8") for folder in (again, run / "report"))
            assert digest_of(one) == digest_of(other)
        elif name.name != manifest.NAME:
            assert (again / name).read_bytes() == (run / "report" / name).read_bytes(), name
    assert manifest.read(again)["content_sha256"] == manifest.read(run / "report")["content_sha256"]
