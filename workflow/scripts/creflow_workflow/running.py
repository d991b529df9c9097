"""Who is making a run: noted when it begins, so that whoever starts it a second time is told."""

from __future__ import annotations

import json
import os
import socket
import time
from pathlib import Path

from .manifest import COMMAND

LOCKED = "LockException:"  # how Snakemake's message begins


def begin(run: str) -> None:
    """Notes this process, beside Snakemake's own lock."""
    note = {
        "host": socket.gethostname(),
        "pid": os.getpid(),
        "since": time.strftime("%H:%M:%S on %d %B"),
        "command": os.environ.get(COMMAND, ""),
    }
    file = _file(run)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(note), encoding="utf-8")


def end(run: str) -> None:
    """It is over."""
    _file(run).unlink(missing_ok=True)


def who(run: str) -> str:
    """For a user who finds the run locked: by whom, and what to do."""
    unlock = "if it is gone, the same words with --unlock remove its lock"
    try:
        note = json.loads(_file(run).read_text(encoding="utf-8"))
        host, pid, since = note["host"], int(note["pid"]), note["since"]
    except (OSError, ValueError, KeyError, TypeError):
        return f"run '{run}' is being made by another process; wait for it, or {unlock}"
    if host == socket.gethostname() and not _lives(pid):
        return (
            f"run '{run}' was killed (process {pid}, begun at {since}) and left its lock; the same words with --unlock "
            "remove it, then start the run again"
        )
    return (
        f"run '{run}' is being made already, by process {pid} on {host} since {since} ({note.get('command', '')}); "
        f"wait for it or stop it there with Ctrl-C (kill -INT {pid}); {unlock}"
    )


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _file(run: str) -> Path:
    return Path(".snakemake") / "creflow" / f"{run}.json"
