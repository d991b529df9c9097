"""Captions for Snakemake's own report: what is written is what docutils and Jinja read."""

from __future__ import annotations

from pathlib import Path

import jinja2
from creflow_report.contents import figures_with
from creflow_report.picture import Said
from creflow_report.snakemake_caption import snakemake_caption
from creflow_workflow.stages import STAGES
from docutils.core import publish_parts
from helpers.workflow import snakemake


def test_nothing_is_markup() -> None:
    """Characters that mean something to one or the other come out as they are."""
    text = "2 of *3* `rows` | a_ b {{ c }} {% endraw %} \\ x: [1] <y>: r = -0.5"
    made = snakemake_caption(Said(text, "- and a caption.", "alt", []))
    body = publish_parts(jinja2.Template(made).render(), writer="html")["body"]
    plain = text.replace("<", "&lt;").replace(">", "&gt;")
    assert body == f"<p>{plain}</p>\n<p>- and a caption.</p>\n"


def test_snakemakes_own_report(finished_run: Path, tmp_path: Path) -> None:
    """Has every figure, with the sentence that reads it."""
    page = tmp_path / "snakemake.html"
    snakemake(finished_run, "--report", str(page))
    text = page.read_text(encoding="utf-8")
    names = figures_with(STAGES)
    for name in names:
        assert f"{name}.svg" in text, name
    reading = (finished_run / "results/tiny/report/captions/scatter.rst").read_text(encoding="utf-8")
    assert reading.removeprefix("{% raw %}").partition(" (r")[0] in text
