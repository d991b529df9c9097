"""Colour of what the console says: of failures, warnings and what passed; only where a terminal shows it."""

from __future__ import annotations

import os
import re
import sys
from typing import TextIO

_RED, _GREEN, _YELLOW = "31", "32", "33"
# What is painted. Lines begin as here, so no text of the user is taken for one of ours; in a narrow window they are
# broken at blanks.
_PAINTED = tuple(
    (re.compile(pattern, re.MULTILINE), colour)
    for pattern, colour in (
        (r"^()(creflow(?:-\w+)?: (?:error|interrupted))", _RED),
        (r"^()(creflow: warning)", _YELLOW),
        (r"^(  acceptance +)(FAILED)", _RED),
        (r"^(  acceptance +)(passed)", _GREEN),
        (r"^(  linear baseline .*(?:\n {4,}.*)*?)(the\s+network\s+is\s+NOT\s+better)$", _YELLOW),
        (r"^(  )([\d,]+ warnings?)$", _YELLOW),
    )
)


def has_colour(stream: TextIO) -> bool:
    """Is this a terminal with colours, and does nobody object? https://no-color.org"""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def say(text: str) -> None:
    """Writes a line of ours to stderr, in colour where there is any."""
    print(painted(text) if has_colour(sys.stderr) else text, file=sys.stderr, flush=True)


def painted(text: str) -> str:
    """The text with escape codes."""
    for pattern, colour in _PAINTED:
        text = pattern.sub(rf"\1\033[{colour}m\2\033[0m", text)
    return text
