"""What the programs of this package have in common: how they end, and which libraries they name."""

from __future__ import annotations

import platform
from collections.abc import Callable
from pathlib import Path

import jinja2
import matplotlib
import numpy
from creflow_workflow.colours import say
from creflow_workflow.problems import INTEGRITY, IO, Problem

LIBRARIES = {
    "jinja2": jinja2.__version__,
    "matplotlib": matplotlib.__version__,
    "numpy": numpy.__version__,
    "python": platform.python_version(),
}


def exit_code(tool: str, out: Path, work: Callable[[], object]) -> int:
    """Does the work; a mistake is one line on stderr and the exit code of its kind."""
    try:
        work()
    except Problem as problem:
        return _failed(tool, str(problem), problem.code)
    except OSError as error:
        return _failed(tool, f"{error.filename or out}: {error.strerror or error}", IO)
    except (ArithmeticError, LookupError, ValueError, TypeError, AttributeError, jinja2.TemplateError) as error:
        text = f"{type(error).__name__}: {error}"
        return _failed(tool, f"an input is damaged, or of another version of creflow ({text})", INTEGRITY)
    return 0


def _failed(tool: str, message: str, code: int) -> int:
    say(f"{tool}: error: {' '.join(message.split())}")
    return code
