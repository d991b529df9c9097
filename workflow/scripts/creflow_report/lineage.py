"""Which job used which file of which other job: what the manifests of a run say of each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from .inputs import Json


@dataclass(frozen=True)
class Node:
    """A job, named by its folder; or a file from outside, named by itself."""

    name: str
    digest: str  # the content digest of its manifest; of a file its SHA-256
    is_job: bool

    @property
    def stage(self) -> str:
        """ "train" of "train/base/seed7"; nothing for a file."""
        return self.name.split("/")[0] if self.is_job else ""

    @property
    def rest(self) -> str:
        """ "base/seed7" of it; of a file its name."""
        return self.name.partition("/")[2] if self.is_job else self.name


@dataclass(frozen=True)
class Use:
    """A file that a job read."""

    source: Node
    target: Node
    file: str
    sha256: str
    listed: bool  # in the manifest of its maker, with this SHA-256; a file from outside has none


class Lineage:
    """All jobs of a run with what they read."""

    def __init__(self, manifests: dict[str, Json]) -> None:
        """By folder, in the order of the stages."""
        self._manifests = manifests
        self.jobs = {folder: Node(folder, made["content_sha256"], True) for folder, made in manifests.items()}
        self._makers: dict[str, list[Node]] = {}
        for job in self.jobs.values():
            self._makers.setdefault(job.digest, []).append(job)
        self.uses = [use for folder in manifests for use in self._uses(folder)]

    @property
    def outside(self) -> list[Node]:
        """The files that no job of the run made."""
        return list(dict.fromkeys(use.source for use in self.uses if not use.source.is_job))

    @cached_property
    def ranks(self) -> dict[Node, int]:
        """How many stages lie before each, from 0. All jobs of a stage have the same; a file from outside is next
        to the first job that reads it."""
        stages = {job.stage: 0 for job in self.jobs.values()}
        steps = {(use.source.stage, use.target.stage) for use in self.uses if use.source.is_job}
        for _ in stages:  # no path is longer
            for first, then in sorted(steps):
                if first != then:
                    stages[then] = max(stages[then], stages[first] + 1)
        ranks = {job: stages[job.stage] for job in self.jobs.values()}
        for use in self.uses:
            if not use.source.is_job:
                ranks[use.source] = min(ranks.get(use.source, len(stages)), ranks[use.target] - 1)
        lowest = min(ranks.values())
        return {node: rank - lowest for node, rank in ranks.items()}

    def _uses(self, folder: str) -> Iterator[Use]:
        for used in self._manifests[folder]["inputs"]:
            maker = self._maker(used["manifest_sha256"], folder)
            source = maker or Node(used["file"], used["sha256"], False)
            listed = maker is None or (used["file"], used["sha256"]) in self._outputs(maker)
            yield Use(source, self.jobs[folder], used["file"], used["sha256"], listed)

    def _maker(self, digest: str | None, folder: str) -> Node | None:
        """Variants with equal results have equal digests: then that of the same variant and seed."""
        found = self._makers.get(digest or "", [])
        own = folder.partition("/")[2]
        same = (job for job in found if own in (job.rest, job.rest.split("/")[0]) or own.split("/")[0] == job.rest)
        return next(same, found[0] if found else None)

    def _outputs(self, maker: Node) -> set[tuple[str, str]]:
        listed = self._manifests[maker.name]["outputs"]
        return {(PurePosixPath(entry["file"]).name, entry["sha256"]) for entry in listed}
