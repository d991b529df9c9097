"""Finished runs as they are named on the command line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from creflow_workflow import manifest
from creflow_workflow.manifest import StageRun
from creflow_workflow.problems import CONFIG, INPUT, Problem

from ..facts import Facts, read_facts
from ..inputs import Inputs, Json

RESULTS = Path("results")


@dataclass
class Run:
    """One run and where it is."""

    label: str  # its name; where two have one name, with its place on the command line
    folder: Path
    config: Json  # that of its report


@dataclass
class Opened:
    """A run that is read."""

    label: str
    folder: Path
    inputs: Inputs
    facts: Facts

    @property
    def predictions(self) -> list[str]:
        """Files of the networks of the base, below its folder."""
        return [f"{folder}/predictions.h5" for folder in self.inputs.base_of("predict")]


def resolved(names: list[str]) -> list[Run]:
    """The runs of a command line, which must be several different ones."""
    folders = [_folder(name) for name in names]
    if len({folder.resolve() for folder in folders}) < len(folders):
        raise Problem(f"a run is named twice: {', '.join(map(str, folders))}", CONFIG)
    if len(folders) < 2:
        raise Problem(f"{names[0]}: one run alone cannot be compared; name two or more", CONFIG)
    configs = [manifest.read(folder / "report")["config"] for folder in folders]
    often = Counter(config["run"] for config in configs)
    return [
        Run(config["run"] if often[config["run"]] == 1 else f"{config['run']} ({place})", folder, config)
        for place, (folder, config) in enumerate(zip(folders, configs, strict=True), 1)
    ]


def _folder(name: str) -> Path:
    """A folder, or a name below results. It is finished when its report is: that is made last."""
    folder = next((one for one in (Path(name), RESULTS / name) if one.is_dir()), None)
    if folder is None:
        raise Problem(f"{name}: no such run; {there_are(RESULTS)}", INPUT)
    if not (folder / "report" / manifest.NAME).is_file():
        raise Problem(f"{folder}: no finished run (it has no report/{manifest.NAME}); {there_are(RESULTS)}", INPUT)
    return folder


def there_are(results: Path) -> str:
    """Which runs one could have meant."""
    names = sorted(file.parent.parent.name for file in results.glob(f"*/report/{manifest.NAME}"))
    return f"finished runs in {results}/: {', '.join(names)}" if names else f"there is no finished run in {results}/"


def opened(run: Run, stage: StageRun) -> Opened:
    """Reads it; what is read is noted in the manifest of the comparison."""
    inputs = Inputs(run.folder, run.config, stage)
    return Opened(run.label, run.folder, inputs, read_facts(inputs))
