"""Texts beside the page: workflow/report/<name>.md.j2."""

from __future__ import annotations

import jinja2

from . import markdown, text
from .page import ASSETS


def document(name: str, **shown: object) -> str:
    """The Markdown of a template. Nothing is escaped as in HTML: its filters say how."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(ASSETS), autoescape=False, trim_blocks=True, lstrip_blocks=True,
        undefined=jinja2.StrictUndefined, keep_trailing_newline=True,
    )  # fmt: skip
    for filter_name in text.__all__:
        environment.filters[filter_name] = getattr(text, filter_name)
    for function in (markdown.markdown_text, markdown.yaml_text, markdown.code_text):
        environment.filters[function.__name__] = function
    return environment.get_template(f"{name}.md.j2").render(shown)
