"""The one exception of the workflow's own code, with the exit codes that the tools use (lib/core/error.h)."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from .colours import say

USAGE = 2
CONFIG = 3
INPUT = 4
IO = 5
INTEGRITY = 6


class Problem(Exception):
    """Mistakes the user can mend: a line each, and the exit code of their kind."""

    def __init__(self, message: str | Sequence[str], code: int = CONFIG) -> None:
        """Several messages are several mistakes; `code` is the exit code."""
        self.messages = [message] if isinstance(message, str) else list(message)
        super().__init__("\n".join(self.messages))
        self.code = code

    def show(self) -> None:
        """On stderr, a line a mistake."""
        for message in self.messages:
            say(f"creflow: error: {message}")


def together(problems: Sequence[Problem]) -> Problem:
    """All of them in one, each message once; the first says the code."""
    return Problem(list(dict.fromkeys(line for one in problems for line in one.messages)), problems[0].code)


def suggestion(name: str, candidates: Iterable[str]) -> str:
    """ " (did you mean 'x'?)" for the candidate nearest to `name`, or nothing when none is near."""
    near = difflib.get_close_matches(name, list(candidates), n=1, cutoff=0.6)
    return f" (did you mean '{near[0]}'?)" if near else ""
