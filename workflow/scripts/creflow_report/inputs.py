"""Reads what the stages wrote, each file checked against its manifest."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from creflow_workflow import folds
from creflow_workflow.manifest import StageRun
from creflow_workflow.problems import CONFIG, INTEGRITY, Problem
from creflow_workflow.stages import BASE, STAGES

from .contents import LEARNING_CURVE

Json = dict[str, Any]
T = TypeVar("T")


class Entries(dict[str, Any]):
    """An object of a JSON file that says which file lacks a key, wherever in the report that shows."""

    def __init__(self, values: Json, file: Path) -> None:
        """The object, and the file it is from."""
        super().__init__(values)
        self._file = file

    def __missing__(self, key: str) -> None:
        """Takes the place of KeyError."""
        raise Problem(f"{self._file}: has no '{key}'; it is damaged, or of another version of creflow", INTEGRITY)


class Inputs:
    """The files of a run for the sections, which name them below its folder: "eval/base/metrics.json"."""

    def __init__(self, run: Path, config: Json, stage: StageRun) -> None:
        """`config` says which folders of which stages there are; `stage` notes for the report's own manifest what is
        read."""
        self.config = config
        self.stages: dict[str, list[str]] = {name: folders for name, folders in config["stages"].items() if folders}
        self.about = [*self.stages, *([LEARNING_CURVE] if LEARNING_CURVE in config else [])]
        self._run, self._stage = run, stage
        self._files: dict[str, Path] = {}
        self._made: dict[tuple[str, object], Any] = {}

    def folders(self, stage: str) -> list[str]:
        """Those of a stage: "eval/base", "eval/wide"."""
        return self.stages.get(stage, [])

    def file(self, name: str) -> Path:
        """A verified file; its name without ending is its role."""
        if name not in self._files:
            folder, rest = self._parts(name)
            self._files[name] = self._stage.artifact_input(Path(rest).stem, self._run / folder, rest)
        return self._files[name]

    def json(self, name: str) -> Json:
        """A file that holds an object."""
        return self.once(name, _json_of)

    def once(self, name: str, read: Callable[[Path], T]) -> T:
        """What a function of a module makes of a file; made once, however many sections ask for it."""
        return self._once(name, read, lambda: self.file(name))

    def json_lines(self, name: str) -> list[Json]:
        """A file with an object in each line."""
        return [parse(line, self.file(name)) for line in text_of(self.file(name)).split("\n") if line]

    def varying_json(self, name: str) -> Json:
        """A file that tells times, too, which the report must not show: equal runs give equal reports."""
        folder, rest = self._parts(name)
        return self._once(name, _json_of, lambda: self._stage.varying_input(self._run / folder, rest))

    @cached_property
    def manifests(self) -> dict[str, Json]:
        """By folder, in the order of the stages; those that are not known here come last."""
        known = [name for name in STAGES if name in self.stages]
        unknown = [name for name in self.stages if name not in STAGES]
        return {
            folder: self._stage.manifest_of(self._run / folder)
            for name in known + unknown
            for folder in self.stages[name]
        }

    def base_of(self, stage: str) -> list[str]:
        """The folders of the base among those of a stage: one, or one a seed; of a cross-validation of each fold."""
        return [folder for folder in self.folders(stage) if variant_in(folder) == BASE]

    def _once(self, name: str, read: Callable[[Path], T], verified: Callable[[], Path]) -> T:
        if (name, read) not in self._made:
            self._made[name, read] = read(verified())
        return self._made[name, read]

    def _parts(self, name: str) -> tuple[str, str]:
        """The folder of the job that wrote a file, and the name of the file there. What is said of a split and its
        encoding is of a cross-validation that of the first fold."""
        stage, variant, rest = [*name.split("/", 2), "", ""][:3]
        first = f"{stage}/{folds.name_of(variant, 1)}"
        if first in self.folders(stage):
            return first, rest
        folder = next((one for one in self.folders(stage) if name.startswith(f"{one}/")), None)
        if folder is None:
            raise Problem(f"{self._run / name}: the config of the report lists no folder that it could be in", CONFIG)
        return folder, name.removeprefix(f"{folder}/")


def variant_in(folder: str) -> str:
    """ "base" of "train/base.fold2/seed7"; nothing for the only job of a stage."""
    return folds.variant_of(folder.partition("/")[2].split("/")[0])


def _json_of(file: Path) -> Json:
    return parse(text_of(file), file)


def parse(text: str, file: Path) -> Json:
    """The object of a JSON text, which says which file lacks a key."""
    try:
        parsed = json.loads(text, object_hook=lambda values: Entries(values, file))
    except (ValueError, RecursionError) as error:
        raise Problem(f"{file}: not valid JSON: {error}", INTEGRITY) from error
    if not isinstance(parsed, dict):
        raise Problem(f"{file}: not a JSON object", INTEGRITY)
    return parsed


def text_of(file: Path) -> str:
    """As it is: reading in text mode would take a carriage return within an id for the end of a line."""
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise Problem(f"{file}: not UTF-8: {error}", INTEGRITY) from error
