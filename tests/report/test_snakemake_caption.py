"""Captions for Snakemake's own report: what is written is what docutils and Jinja read."""

from __future__ import annotations

import jinja2
from creflow_report.picture import Data, Picture
from creflow_report.snakemake_caption import snakemake_caption
from docutils.core import publish_parts
from matplotlib.figure import Figure


def test_nothing_is_markup() -> None:
    """Characters that mean something to one or the other come out as they are."""
    text = "2 of *3* `rows` | a_ b {{ c }} {% endraw %} \\ x: [1] <y>: r = -0.5"
    made = snakemake_caption(Picture(Figure(), text, "- and a caption.", "alt", [], Data((), ())))
    body = publish_parts(jinja2.Template(made).render(), writer="html")["body"]
    plain = text.replace("<", "&lt;").replace(">", "&gt;")
    assert body == f"<p>{plain}</p>\n<p>- and a caption.</p>\n"
