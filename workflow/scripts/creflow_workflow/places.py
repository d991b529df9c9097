"""Where files that the user names are looked for: first in the folder of the caller, then in that of creflow."""

from __future__ import annotations

import os
from pathlib import Path

from .problems import IO, Problem

ROOT = Path(__file__).resolve().parents[3]
CALLER = "CREFLOW_CALLER"  # environment: where ./creflow was called, which itself works in its own folder


def caller() -> Path:
    """The folder in which the user typed the command."""
    return Path(os.environ.get(CALLER) or Path.cwd())


def folders() -> list[Path]:
    """In which names are looked for, each once."""
    return list(dict.fromkeys([caller(), Path.cwd(), ROOT]))


def work_in(folder: str) -> None:
    """Makes a folder of the caller the working folder; created when it is not there."""
    os.environ.setdefault(CALLER, str(Path.cwd()))
    wanted = caller() / folder
    try:
        wanted.mkdir(parents=True, exist_ok=True)
        os.chdir(wanted)
    except OSError as error:
        raise Problem(f"--out {folder}: cannot be a folder: {error.strerror}", IO) from error


def find(name: str) -> str | None:
    """The path of a file that is there, relative to the working folder where it lies below."""
    found = (folder / name for folder in folders())
    return next((_as_written(name, path) for path in found if path.is_file()), None)


def _as_written(name: str, path: Path) -> str:
    """A name that means the same from the working folder stays as it is: settings with it stay the same."""
    if os.path.abspath(name) == os.path.abspath(path):
        return name
    return near(path)


def looked_in(name: str) -> str:
    """ " in /home/me/project, nor in /home/me/creflow", after "does not exist"; nothing for a whole path, which is one
    place."""
    return "" if Path(name).is_absolute() else " in " + ", nor in ".join(str(folder) for folder in folders())


def no_file(name: str, remedy: str) -> str:
    """Why there is no file of this name, and what to do: "'x' does not exist in ..., nor in ...; allowed: ..."."""
    if any((folder / name).is_dir() for folder in folders()):
        return f"'{name}' is a folder; name the file in it"
    return f"'{name}' does not exist{looked_in(name)}{remedy}"


def near(path: str | Path) -> str:
    """`path` relative to the working folder where it lies below: a checkout that moved has nothing to run again."""
    absolute = os.path.abspath(path)
    return os.path.relpath(absolute) if Path(absolute).is_relative_to(Path.cwd()) else absolute


def shown(path: str | Path) -> str:
    """`path` from where the user stands: relative to the caller's folder where it lies below, else whole."""
    absolute = os.path.abspath(path)
    return os.path.relpath(absolute, caller()) if Path(absolute).is_relative_to(caller()) else absolute


def creflow() -> str:
    """How the user calls the front door from there."""
    return "./creflow" if caller() == ROOT else str(ROOT / "creflow")
