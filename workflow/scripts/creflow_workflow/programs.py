"""The programs that the rules run, and what stands for their content: a changed one runs again."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cached_property
from pathlib import Path

from . import container
from .places import near
from .problems import INPUT, Problem
from .report_sources import report_digest
from .stages import STAGES

DIGITS = 16  # of a digest that is a parameter of a rule


class Programs:
    """The tools, scripts and Python of this checkout, or of an image."""

    def __init__(self, workflow_folder: Path, image: str = "") -> None:
        """`workflow_folder` is the folder of the Snakefile; an image is given when its programs run instead."""
        self.workflow_folder = workflow_folder
        self.image = image

    @cached_property
    def binaries(self) -> str:
        """Folder of the tools: $CREFLOW_BIN, else build/release/bin beside the workflow."""
        if self.image:
            return f"{container.ROOT}/build/release/bin"
        return near(os.environ.get("CREFLOW_BIN", self.workflow_folder.parent / "build" / "release" / "bin"))

    def tool(self, stage: str) -> str:
        """Path of the tool that runs a stage."""
        path = f"{self.binaries}/{STAGES[stage].tool}"
        if not self.image and not os.path.isfile(path):
            raise Problem(f"{path}: not built; run ./creflow setup", INPUT)
        return path

    def check_there(self) -> None:
        """Throws the Problem of the tools that are not built."""
        tools = [] if self.image else [stage.tool for stage in STAGES.values()]
        if missing := [tool for tool in tools if not os.path.isfile(f"{self.binaries}/{tool}")]:
            raise Problem(f"{self.binaries}: {', '.join(missing)} not built; run ./creflow setup", INPUT)

    def build(self, stage: str) -> str:
        """Digest of the tool: a parameter of its rule, so that a changed program runs again."""
        return container.digest(self.image) if self.image else digest_of([Path(self.tool(stage))])

    @property
    def python(self) -> str:
        """The Python that makes the report: the one that runs Snakemake, or that of the container."""
        return f"{container.ROOT}/.venv/bin/python" if self.image else near(sys.executable)

    def script(self, name: str = "") -> str:
        """A file of workflow/scripts, or that folder itself."""
        folder = f"{container.ROOT}/workflow/scripts" if self.image else near(self.workflow_folder / "scripts")
        return f"{folder}/{name}".rstrip("/")

    @cached_property
    def report_build(self) -> str:
        """Digest of the sources of the report."""
        return report_digest(self.workflow_folder)[:DIGITS]


def digest_of(files: list[Path]) -> str:
    """The first hexadecimal digits of the SHA-256 of the files' contents."""
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()[:DIGITS]
