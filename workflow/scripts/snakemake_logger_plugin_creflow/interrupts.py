"""Was the run interrupted by Ctrl-C?"""

from __future__ import annotations

import signal
import threading
from types import FrameType

GRACE = 0.3  # seconds in which a Ctrl-C that ended a job is known here, too


class Interrupts:
    """Ctrl-C also reaches the tools, and Snakemake may see them fail before it is told itself."""

    def __init__(self) -> None:
        """Listens from now on, and leaves to others what they do about it."""
        self.seen = threading.Event()
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
        if callable(self.before):
            self.before(number, frame)
