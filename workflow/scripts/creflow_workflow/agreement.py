"""Is a finished stage what it would be if it ran now? Its manifest is compared with the settings, inputs and program of
now, whatever Snakemake remembers: its memory is in .snakemake, which may be lost, and with --rerun-triggers mtime it
looks at times alone."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import manifest, settings
from .problems import Problem
from .schemas import PASSED_BY_WORKFLOW
from .stages import BASE, STAGES

if TYPE_CHECKING:
    from .plan import Plan

File = tuple[str, str]  # the folder of a stage, and the file in it


@dataclass
class Inputs:
    """What a job reads: files of other stages, and what the user's own files hold."""

    made: list[File] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)  # the first digits of their SHA-256
    roles: list[str] = field(default_factory=list)  # of all files in order, where these are part of the result


class Agreement:
    """Compares finished stages with the plan; every manifest is read once."""

    def __init__(self, plan: Plan) -> None:
        """Nothing is read before it is asked for."""
        self.plan = plan
        self._manifests: dict[str, dict[str, Any] | None] = {}

    def difference(self, stage: str, variant: str = BASE, which: str = "") -> str:
        """Why a finished job has to run again, in a few words; nothing when it agrees, or is not finished.

        `which` is the folder of the job below its variant: seed7, ensemble.
        """
        folder = self.plan.path(stage, variant, *([which] if which else []))
        try:
            made = self._manifest(folder)
        except Problem:
            return "its manifest is damaged"
        if made is None:
            return ""
        try:
            return (
                self._other_tool(stage, made)
                or _other_settings(self._wanted(stage, variant, which), made["config"])
                or self._other_inputs(self._inputs(stage, variant, which), made["inputs"])
            )
        except (LookupError, TypeError, AttributeError):
            return "its manifest is damaged"

    def is_current(self) -> bool:
        """Are the base and what is compared with it finished, with the settings, inputs and programs of now?"""
        seeds = self.plan.seed_folders()
        jobs = [(stage, "") for stage in ("qc", "split", "encode", "eval")]
        jobs += [(stage, seed) for stage in ("train", "predict") for seed in seeds]
        jobs += [("predict", "ensemble")] if len(seeds) > 1 else []
        jobs += [("ablate", "")] if self.plan.compared else []
        folders = [self.plan.path(stage, BASE, *([which] if which else [])) for stage, which in jobs]
        finished = all((Path(folder) / manifest.NAME).is_file() for folder in folders)
        return finished and not any(self.difference(stage, BASE, which) for stage, which in jobs)

    def _manifest(self, folder: str) -> dict[str, Any] | None:
        if folder not in self._manifests:
            there = (Path(folder) / manifest.NAME).is_file()
            self._manifests[folder] = manifest.read(Path(folder)) if there else None
        return self._manifests[folder]

    # --- programs and settings ---

    def _other_tool(self, stage: str, made: dict[str, Any]) -> str:
        if self.plan.image:
            return ""  # the programs are in the image
        if (digest := made["run"].get("tool_sha256")) is None:
            return "made by an earlier creflow"
        return "" if digest.startswith(self._builds[stage]) else "another build of the program"

    @cached_property
    def _builds(self) -> dict[str, str]:
        """The first digits of each program's digest; none of a script that starts another program: the manifest has the
        digest of that one."""
        started = {stage: "" if _is_script(self.plan.tool(stage)) else self.plan.build(stage) for stage in STAGES}
        return started | {"report": self.plan.report_build}

    def _wanted(self, stage: str, variant: str, which: str) -> dict[str, Any]:
        """The settings of a job, with those that the workflow passes on the command line."""
        wanted = json.loads(self.plan.config_text(stage, variant))
        passed = {"seed": int(which.removeprefix("seed") if stage == "train" else 0), "device": self.plan.device}
        for section in wanted.keys() & PASSED_BY_WORKFLOW.keys():
            wanted[section] |= {key: passed[key] for key in PASSED_BY_WORKFLOW[section]}
        return wanted

    # --- inputs ---

    def _inputs(self, stage: str, variant: str, which: str) -> Inputs:
        plan, seeds = self.plan, self.plan.seed_folders()

        def of(stage: str, name: str, *parts: str) -> File:
            return plan.path(stage, variant, *parts), name

        match stage:
            case "qc" if plan.simulated:
                return Inputs([(plan.path("simulate", BASE), Path(plan.table[0]).name)])
            case "qc":
                return Inputs(digests=[plan.table_digest])
            case "split":
                base = [file for file in plan.base_of_split(variant) if not file.endswith(manifest.NAME)]
                return Inputs([of("qc", "elements.h5"), *((str(Path(f).parent), Path(f).name) for f in base)])
            case "encode":
                motifs = [plan.motifs_digest(variant)] if plan.motifs(variant) else []
                return Inputs([of("qc", "elements.h5"), of("split", "split.h5")], motifs)
            case "train":
                matched = [(str(Path(file).parent), "model.h5") for file in plan.matched_model(variant, which[4:])[:1]]
                return Inputs([of("encode", "dataset.h5"), *matched])
            case "predict":
                models = seeds if which == "ensemble" else [which]
                return Inputs([of("encode", "dataset.h5"), *(of("train", "model.h5", seed) for seed in models)])
            case "eval":
                return Inputs([of("predict", plan.evaluated()[1], plan.evaluated()[0])])
            case "ablate":
                arms = [BASE, *plan.compared]
                files = [(plan.path("predict", arm, seed), "predictions.h5") for arm in arms for seed in seeds]
                return Inputs(files, roles=[arm for arm in arms for _ in seeds])
            case "report":
                return Inputs(list(plan.files_of_report()))
        return Inputs()

    def _other_inputs(self, inputs: Inputs, recorded: list[dict[str, Any]]) -> str:
        """Compares what was read with what is there. Where a stage before is not finished, it runs first anyway."""
        expected = set()
        for folder, name in inputs.made:
            try:
                made = self._manifest(folder)
            except Problem:
                return ""
            if made is None:
                return ""
            digest = next((output["sha256"] for output in made["outputs"] if output["file"] == name), None)
            expected.add((made["content_sha256"], digest))
        read = {(entry["manifest_sha256"], entry["sha256"]): entry["file"] for entry in recorded}
        changed = [
            name
            for (made_by, sha256), name in read.items()
            if (made_by, sha256) not in expected and not sha256.startswith(tuple(inputs.digests))
        ]
        if changed:
            return f"{changed[0]} changed"
        known = [sha256 for _, sha256 in read]
        if inputs.roles and inputs.roles != [entry["role"] for entry in recorded]:
            return "the variants have other names or another order"
        missing = expected - read.keys() or [d for d in inputs.digests if not any(s.startswith(d) for s in known)]
        return "other inputs" if missing else ""


def _is_script(tool: str) -> bool:
    with Path(tool).open("rb") as stream:
        return stream.read(2) == b"#!"


def _other_settings(wanted: dict[str, Any], ran: dict[str, Any]) -> str:
    differences = settings.differences(wanted, ran)
    if not differences:
        return ""
    more = f" and {len(differences) - 1} more" if len(differences) > 1 else ""
    return f"settings changed: {differences[0]}{more}"
