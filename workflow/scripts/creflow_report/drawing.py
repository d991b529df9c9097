"""Draws figures, several at a time, as files and for the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from creflow_workflow.manifest import StageRun
from creflow_workflow.problems import IO, Problem

from .contents import IMAGES
from .page import Embedded, embed
from .picture import Picture
from .style import NARROW, WIDE, Layout, as_pdf, as_png, as_svg


@dataclass
class Job:
    """A figure to be drawn."""

    name: str
    draw: Callable[[Any, Layout], Picture]
    shown: Any  # what its section read
    images: Sequence[str] = IMAGES


@dataclass
class Drawn:
    """A figure as the page holds it, and the files beside the page by their endings (contents.files_of_a_figure)."""

    embedded: Embedded
    files: dict[str, bytes]

    def write(self, stage: StageRun) -> Embedded:
        """Writes the files."""
        for kind, content in self.files.items():
            stage.write("figure", f"figures/{self.embedded.name}.{kind}", content)
        return self.embedded


AS_IMAGE = {"png": as_png, "pdf": as_pdf}


def draw(job: Job) -> Drawn:
    """For wide and for narrow windows; files are of the wide one."""
    picture = job.draw(job.shown, WIDE)
    svg = as_svg(picture.figure, job.name)
    images = {kind: AS_IMAGE[kind](picture.figure) for kind in job.images}
    files = {"svg": svg, **images, "tsv": picture.data.as_tsv()}
    narrow = as_svg(job.draw(job.shown, NARROW).figure, f"{job.name}-narrow")
    return Drawn(embed(job.name, picture.said, svg, narrow), files)


_jobs: Sequence[Job] = ()


def draw_all(jobs: Sequence[Job], threads: int) -> Iterator[Drawn]:
    """One after the other as they are done, in processes of their own where there are several threads. They are forked
    and find the jobs in memory: what sections read is large, and nothing of it is sent."""
    if min(threads, len(jobs)) <= 1:
        yield from map(draw, jobs)
        return
    global _jobs
    _jobs = jobs
    try:
        with ProcessPoolExecutor(min(threads, len(jobs)), mp_context=get_context("fork")) as pool:
            yield from pool.map(_draw_number, range(len(jobs)))
    except BrokenProcessPool as error:
        raise Problem("a process that draws was killed; give the report more memory, or fewer threads", IO) from error


def _draw_number(number: int) -> Drawn:
    return draw(_jobs[number])
