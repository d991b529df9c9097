"""Was the run interrupted by Ctrl-C?"""

from __future__ import annotations

import contextlib
import signal
import threading
from types import FrameType

import psutil

GRACE = 0.3  # seconds in which a Ctrl-C that ended a job is known here, too
UNTIL_PASSED_ON = 1.0  # seconds after which a tool that goes on was not told


class Interrupts:
    """Ctrl-C also reaches the tools, and Snakemake may see them fail before it is told itself. `kill -INT` reaches the
    driver alone: it is passed on, so that a training keeps its last step instead of being waited for and lost."""

    def __init__(self) -> None:
        """Listens from now on, and leaves to others what they do about it."""
        self.seen = threading.Event()
        self.told = 0  # how often
        self.before = signal.getsignal(signal.SIGINT)
        self.listens = threading.current_thread() is threading.main_thread() and callable(self.before)
        if self.listens:
            signal.signal(signal.SIGINT, self._notice)

    def ended_a_job(self) -> bool:
        """Does a job that ends now end for this reason?"""
        return self.seen.wait(GRACE)

    def release(self) -> None:
        """Everything as it was before."""
        if self.listens and threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, self.before)
            self.listens = False

    def _notice(self, number: int, frame: FrameType | None) -> None:
        self.seen.set()
        self.told += 1
        if self.told == 1:
            timer = threading.Timer(UNTIL_PASSED_ON, pass_on)
            timer.daemon = True
            timer.start()
        # Snakemake is not made for a second one: it would end with its own errors instead of what is said of the run.
        if self.told != 2 and callable(self.before):
            self.before(number, frame)


def pass_on() -> None:
    """To the tools that still run."""
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if process.name().startswith("cre-"):
                process.send_signal(signal.SIGINT)
