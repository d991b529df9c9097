"""What Snakemake's own report says of a figure: a file in reStructuredText, which Snakemake fills in with Jinja."""

from __future__ import annotations

import re

from .picture import Picture


def snakemake_caption(picture: Picture) -> str:
    """The sentence that reads the figure, then what is drawn."""
    return f"{{% raw %}}{_plain(picture.reading)}\n\n{_plain(picture.caption)}{{% endraw %}}\n"


def _plain(text: str) -> str:
    """As it is: nothing in it is markup, neither of reStructuredText nor of Jinja."""
    return re.sub(r"([\\*`|_<>\[\]:{}%-])", r"\\\1", text)
