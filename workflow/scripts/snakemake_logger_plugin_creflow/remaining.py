"""What a run has yet to do: which job it is at, and about how long the rest takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from creflow_workflow.durations import left

LONGEST = "train"  # without its time nothing is said
LATE = 10.0  # seconds after which a job takes longer than was thought


@dataclass(frozen=True)
class Running:
    """A job that runs: its stage, and seconds since it began and until it ends, where that is known."""

    stage: str
    elapsed: float
    left: float | None


class Remaining:
    """Counts the jobs of a run by stage, and remembers what finished ones took."""

    def __init__(self, jobs: Mapping[str, int], earlier: Mapping[str, Sequence[float]]) -> None:
        """`jobs` of each stage, all of them; `earlier`: seconds of finished jobs of this run, from other days."""
        self.waiting = dict(jobs)
        self.total = sum(jobs.values())
        self.done = 0
        self.took: dict[str, list[float]] = defaultdict(list)
        self.earlier = earlier

    def finished(self, stage: str, seconds: float) -> None:
        """One more is done."""
        self.done += 1
        self.waiting[stage] = self.waiting.get(stage, 0) - 1
        self.took[stage].append(seconds)

    def text(self, running: Sequence[Running]) -> str:
        """ "job 6 of 23, about 4 min left"."""
        first, last = self.done + 1, self.done + len(running)
        which = f"job {first:,}" if first >= last else f"jobs {first:,}-{last:,}"
        seconds = self.seconds(running)
        return f"{which} of {self.total:,}" + (f", about {left(seconds)}" if seconds is not None else "")

    def seconds(self, running: Sequence[Running]) -> float | None:
        """Until the end, if as many jobs go on running at a time as now; nothing while the time of a training is
        unknown, or a job takes much longer than was thought. Jobs of a stage that none has shown count as long as
        those of other short stages."""
        open_stages = {stage for stage, count in self.waiting.items() if count > 0}
        known = {stage: time for stage in open_stages if (time := self._of(stage, running)) is not None}
        if LONGEST in open_stages - known.keys():
            return None
        short = [time for stage, times in self.took.items() if stage != LONGEST for time in times]
        if not short and not known:
            return None
        usual = fmean(short) if short else 0.0
        each = [_left(job, known.get(job.stage, usual)) for job in running]
        if min(each, default=0.0) < -LATE:
            return None
        queued = dict(self.waiting)
        for job in running:
            queued[job.stage] = queued.get(job.stage, 0) - 1
        each = [max(0.0, seconds) for seconds in each]
        work = sum(each) + sum(max(0, count) * known.get(stage, usual) for stage, count in queued.items())
        return max([*each, work / max(1, len(running))])

    def _of(self, stage: str, running: Sequence[Running]) -> float | None:
        """What a job of the stage takes: by those that are done, by those that run, by those of other days."""
        now = [job.elapsed + job.left for job in running if job.stage == stage and job.left is not None]
        times = self.took.get(stage) or now or self.earlier.get(stage)
        return fmean(times) if times else None


def _left(job: Running, whole: float) -> float:
    return job.left if job.left is not None else whole - job.elapsed
