"""Is a finished stage what it would be if it ran now? Its manifest is compared with the settings, inputs and program of
now, whatever Snakemake remembers: its memory is in .snakemake, which may be lost, and with --rerun-triggers mtime it
looks at times alone."""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import container, manifest, settings
from .problems import Problem
from .stages import BASE, PASSED_BY_WORKFLOW, STAGES

if TYPE_CHECKING:
    from .plan import Plan

File = tuple[str, str]  # the folder of a stage, and the file in it
# What the settings of the report have besides keys of the config.
_IN_REPORT = {
    "grid": "the variants that it describes",
    "learning_curve": "the variants with fewer training rows",
    "stages": "the stages that it lists",
    "warnings": "the warnings that it lists",
}


@dataclass
class Inputs:
    """What a job reads: files of other stages, and the user's own files."""

    made: list[File] = field(default_factory=list)
    own: dict[str, str] = field(default_factory=dict)  # their names, by the first digits of their SHA-256
    roles: list[str] = field(default_factory=list)  # of all files in order, where these are part of the result


class Agreement:
    """Compares finished stages with the plan; every manifest is read once."""

    def __init__(self, plan: Plan) -> None:
        """Nothing is read before it is asked for."""
        self.plan = plan
        self._manifests: dict[str, dict[str, Any] | None] = {}
        self._current: dict[str, bool] = {}

    def difference(self, stage: str, variant: str = BASE, which: str = "") -> str:
        """Why a finished job has to run again, in a few words; nothing when it agrees, or is not finished.

        `which` is the folder of the job below its variant: seed7, ensemble.
        """
        try:
            made = self._manifest(self._folder(stage, variant, which))
        except Problem:
            return "its manifest is damaged"
        if made is None:
            return ""
        try:
            return (
                self._other_tool(stage, made)
                or _other_settings(stage, self._wanted(stage, variant, which), made["config"])
                or self._other_inputs(self._inputs(stage, variant, which), made["inputs"])
            )
        except (LookupError, TypeError, AttributeError):
            return "its manifest is damaged"

    def is_current(self, stage: str, variant: str = BASE, which: str = "") -> bool:
        """Is a job finished, and every one before it, with the settings, inputs and programs of now?"""
        folder = self._folder(stage, variant, which)
        if folder not in self._current:
            agrees = not self.difference(stage, variant, which) and self._manifest(folder) is not None
            self._current[folder] = agrees and all(
                self.is_current(*before.removeprefix(f"{self.plan.folder}/").split("/"))
                for before, _ in self._inputs(stage, variant, which).made
                if before.startswith(f"{self.plan.folder}/")  # not of the run that this one extends
            )
        return self._current[folder]

    def finished(self) -> dict[str, dict[str, Any]]:
        """The manifests that are there, by the name of their job. A damaged one is left to those who check it."""
        found = {}
        for name, file in self.plan.manifest_files().items():
            with contextlib.suppress(Problem):
                made = self._manifest(str(Path(file).parent))
                if made is not None and isinstance(made.get("run"), dict):
                    found[name] = made
        return found

    def _folder(self, stage: str, variant: str, which: str) -> str:
        return self.plan.path(stage, variant, *([which] if which else []))

    def _manifest(self, folder: str) -> dict[str, Any] | None:
        if folder not in self._manifests:
            there = (Path(folder) / manifest.NAME).is_file()
            self._manifests[folder] = manifest.read(Path(folder)) if there else None
        return self._manifests[folder]

    # --- programs and settings ---

    def _other_tool(self, stage: str, made: dict[str, Any]) -> str:
        if (digest := made["run"].get("tool_sha256")) is None:
            return "made by an earlier creflow"
        return "" if digest.startswith(self._builds.get(stage, "")) else "another build of the program"

    @cached_property
    def _builds(self) -> dict[str, str]:
        """The first digits of each program's digest; none of a script that starts another program: the manifest has the
        digest of that one, and none of what an image does not tell."""
        programs = self.plan.programs
        if programs.image:
            found = container.program_digests(programs.image)
            tools = {stage.name: found[stage.tool] for stage in STAGES.values() if stage.tool in found}
            return tools | {name: digest for name, digest in found.items() if name == "report"}
        started = {stage: "" if _is_script(programs.tool(stage)) else programs.build(stage) for stage in STAGES}
        return started | {"report": programs.report_build}

    def _wanted(self, stage: str, variant: str, which: str) -> dict[str, Any]:
        """The settings of a job, with those that the workflow passes on the command line."""
        wanted = json.loads(self.plan.config_text(stage, variant))
        seed = int(which.removeprefix("seed")) if which in self.plan.seed_folders() else None
        given = self.plan.config | {"seeds": seed}
        for section in wanted.keys() & PASSED_BY_WORKFLOW.keys():
            wanted[section] |= {key: given[place] for key, place in PASSED_BY_WORKFLOW[section].items()}
        return wanted

    # --- inputs ---

    def _inputs(self, stage: str, variant: str, which: str) -> Inputs:
        plan, seeds = self.plan, self.plan.seed_folders()
        if stage == "report":
            return Inputs(list(plan.files_of_report()))
        if stage == "ablate":
            arms = [BASE, *plan.compared]
            files = [(plan.path("predict", arm, seed), "predictions.h5") for arm in arms for seed in seeds]
            roles = [arm for arm in arms for _ in seeds]
            for file in plan.baseline_of(BASE)[:1]:
                files.append((str(Path(file).parent), Path(file).name))
                roles.append("linear baseline")
            return Inputs(files, roles=roles)
        if variant in plan.pooled_at(stage):
            folders = plan.folds_read(stage, variant, *filter(None, [which]))
            return Inputs([(folder, "predictions.h5") for folder in folders])
        inputs = Inputs()
        for before, _, name in (file.partition("/") for file in STAGES[stage].reads):
            inputs.made += [(folder, name) for folder in plan.folders_read(before, variant, which)]
        match stage:  # what is the user's, or read by some jobs only
            case "qc" if not plan.simulated:
                names = [Path(file).name for file in plan.table]
                inputs.own = dict(zip(plan.table_digests, names, strict=True))
            case "split":
                base = [Path(file) for file in plan.base_of_split(variant) if not file.endswith(manifest.NAME)]
                inputs.made += [(str(file.parent), file.name) for file in base]
            case "encode":
                inputs.own = {plan.motifs_digest(variant): Path(file).name for file in plan.motifs(variant)}
            case "eval":
                inputs.made += [(str(Path(file).parent), Path(file).name) for file in plan.baseline_of(variant)[:1]]
            case "predict":
                linear = [Path(file) for file in plan.linear_member(variant)[:1]]
                inputs.made += [(str(file.parent), file.name) for file in linear]
            case "train":
                matched = [Path(file) for file in plan.matched_model(variant, which.removeprefix("seed"))[:1]]
                inputs.made += [(str(file.parent), file.name) for file in matched]
        return inputs

    def _other_inputs(self, inputs: Inputs, recorded: list[dict[str, Any]]) -> str:
        """Compares what was read with what is there. Where a stage before is not finished, it runs first anyway."""
        expected = {}
        for folder, name in inputs.made:
            try:
                made = self._manifest(folder)
            except Problem:
                return ""
            if made is None:
                return ""
            digest = next((output["sha256"] for output in made["outputs"] if output["file"] == name), None)
            expected[made["content_sha256"], digest] = name
        read = {(entry["manifest_sha256"], entry["sha256"]): entry["file"] for entry in recorded}
        gone = [
            name
            for (made_by, sha256), name in read.items()
            if (made_by, sha256) not in expected and not sha256.startswith(tuple(inputs.own))
        ]
        new = [name for key, name in expected.items() if key not in read]
        new += [name for start, name in inputs.own.items() if not any(sha256.startswith(start) for _, sha256 in read)]
        if gone or new:
            return _other_files(gone, new)
        own = [start for entry in recorded for start in inputs.own if entry["sha256"].startswith(start)]
        if own != list(inputs.own):
            return "the tables have another order"
        if inputs.roles and inputs.roles != [entry["role"] for entry in recorded]:
            return "the variants have other names or another order"
        return ""


def _other_files(gone: list[str], new: list[str]) -> str:
    """What was read and is not wanted any more, and the other way round: by name, where that is another one."""
    for name in gone:
        if name in new:
            return f"{name} changed"
    if gone and new:
        return f"another input: {gone[0]} -> {new[0]}"
    return f"{gone[0]} is not read any more" if gone else f"{new[0]} is a new input"


def _is_script(tool: str) -> bool:
    with Path(tool).open("rb") as stream:
        return stream.read(2) == b"#!"


def _other_settings(stage: str, wanted: dict[str, Any], ran: dict[str, Any]) -> str:
    differences = settings.differences(wanted, ran)
    if not differences:
        return ""
    first = differences[0]
    if stage == "report":
        first = _IN_REPORT.get(re.split("[. ]", first)[0], first)
    more = f" and {len(differences) - 1} more" if len(differences) > 1 else ""
    return f"settings changed: {first}{more}"
