"""The one exception of the workflow's own code, with the exit codes that the tools use (lib/core/error.h)."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

CONFIG = 3
INPUT = 4
IO = 5
INTEGRITY = 6


class Problem(Exception):
    """A mistake the user can mend: a one-line message and the exit code of its kind."""

    def __init__(self, message: str, code: int = CONFIG) -> None:
        """`code` is the exit code."""
        super().__init__(message)
        self.code = code


def suggestion(name: str, candidates: Iterable[str]) -> str:
    """ " (did you mean 'x'?)" for the candidate nearest to `name`, or nothing when none is near."""
    near = difflib.get_close_matches(name, list(candidates), n=1, cutoff=0.6)
    return f" (did you mean '{near[0]}'?)" if near else ""
