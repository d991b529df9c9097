"""Which jobs a config asks for, and where their files are."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from creflow_report import contents

from . import effects, folds, places, recorded, settings, variant_checks
from .config_reader import Given
from .problems import INPUT, Problem
from .programs import Programs, digest_of
from .stages import BASE, CHAIN, STAGES
from .variants import Variants

REPORT = "report"
ENSEMBLE = "ensemble"
POOL = "pool"
_PLAIN_NAME = re.compile(r"[\w./+,=@%~:-]+( +[\w./+,=@%~:-]+)*")


class Plan(Variants):
    """One run: its variants and their settings, its programs, and every path that the rules need."""

    def __init__(
        self,
        config: dict[str, Any],
        source: str,
        workflow_folder: Path,
        image: str = "",
        given: Given | None = None,
    ) -> None:
        """`source` names the config in errors, or `given` does so key by key; `workflow_folder` is the folder of the
        Snakefile.

        `image` is the container whose programs run instead of those of the checkout, if any.
        """
        super().__init__(config, source, given)
        self.programs = Programs(workflow_folder, image)
        self.folder = f"results/{self.config['run']}"
        self.threads: int = self.config["threads"]
        self.device: str = self.config["device"]
        variant_checks.check_settings(self)
        equal_to_base = dict.fromkeys(self.grid.changing_nothing, variant_checks.IS_BASE)
        self.leave_out(equal_to_base | variant_checks.without_effect(self))
        variant_checks.check_equal(self)
        self.given_values = config
        self.warnings = effects.warnings(self, settings.plain(config))

    # --- jobs ---

    @cached_property
    def stages(self) -> list[str]:
        """The stages of this run, in order."""
        return [name for name, stage in STAGES.items() if not stage.only_if or getattr(self, stage.only_if)]

    @cached_property
    def report_is_about(self) -> list[str]:
        """What decides which sections its report has."""
        return self.stages + ([contents.LEARNING_CURVE] if self.learning_curve else [])

    def rules_of(self, stage: str) -> dict[str, list[str]]:
        """The rules that have jobs of a stage, and the variants that these are of."""
        rules = {stage: self.variants_of(stage)}
        if self._ensembles(stage):
            rules[f"{stage}_{ENSEMBLE}"] = self.variants_of(stage)
        if pooled := self.pooled_at(stage):
            rules[f"{stage}_{POOL}"] = pooled
        return rules

    def jobs_of(self, stage: str) -> list[str]:
        """The jobs of a stage by name, which is also their folder in the results: "train/base/seed7", "ablate"."""
        return self._single_jobs(stage) + self._ensembles(stage) + self._pools(stage)

    def jobs(self) -> list[str]:
        """Every job but the report."""
        return [job for stage in self.stages for job in self.jobs_of(stage)]

    def folders_of_report(self) -> dict[str, list[str]]:
        """The jobs that the report shows or lists, by stage; none of a stage that is not part of this run. Of quality
        control and split those of the base, of networks that are averaged each by itself, and of folds what is joined
        of them."""
        jobs = {stage: self._single_jobs(stage) if stage in self.stages else [] for stage in STAGES}
        pooled = {
            stage: [job for job in self._pools(stage) if not job.endswith(f"/{ENSEMBLE}")]
            for stage in self.stages
            if self.pooled_at(stage)
        }
        of_base = {"qc": [f"qc/{BASE}"], "split": [f"split/{name}" for name in self.parts_of(BASE)]}
        return jobs | pooled | of_base

    def jobs_of_report(self) -> list[str]:
        """The same in one list."""
        return [job for jobs in self.folders_of_report().values() for job in jobs]

    def _folders(self, stage: str) -> list[str]:
        variants = [f"{stage}/{variant}" for variant in self.variants_of(stage)]
        return variants if STAGES[stage].per_variant or variants != [f"{stage}/{BASE}"] else [stage]

    def _single_jobs(self, stage: str) -> list[str]:
        if not STAGES[stage].per_seed:
            return self._folders(stage)
        return [f"{folder}/{seed}" for folder in self._folders(stage) for seed in self.seed_folders()]

    def _ensembles(self, stage: str) -> list[str]:
        has_any = STAGES[stage].ensemble and len(self.seeds) > 1
        return [f"{folder}/{ENSEMBLE}" for folder in self._folders(stage)] if has_any else []

    def _pools(self, stage: str) -> list[str]:
        """The jobs that join folds: as many as each of these has."""
        if not STAGES[stage].per_variant:
            return [stage] if self.pooled_at(stage) else []
        return [f"{stage}/{variant}/{one}" for variant in self.pooled_at(stage) for one in self.which()]

    # --- files of settings ---

    def settings_of(self, stage: str, variant: str = BASE) -> dict[str, Any]:
        """The content of a stage's config file: the sections its tool reads, and for the report what it is about."""
        if stage != REPORT:
            return super().settings_of(stage, variant)
        curve = [{"variant": variant, "share": f"{share:g}"} for variant, share in self.learning_curve.items()]
        return {
            "run": self.config["run"],
            "report": self.config["report"],
            "grid": self.described_grid(),
            "stages": self.folders_of_report(),
            "warnings": self.warnings,
        } | ({contents.LEARNING_CURVE: curve} if curve else {})

    def config_file(self, stage: str, variant: str = BASE) -> str:
        """Where the settings of a stage are written for its tool."""
        return (
            f"{self.folder}/config/{stage}/{variant}.json" if stage in CHAIN else f"{self.folder}/config/{stage}.json"
        )

    def write_config_files(self) -> None:
        """Writes the settings of every stage of this run, and those that the user gave; a file that would stay the same
        is not touched."""
        write_if_changed(recorded.settings_file(self.config["run"]), settings.as_given(self.given_values))
        for stage in (*STAGES, REPORT):
            for variant in dict.fromkeys([*self.variants_of(stage), *self.pooled_at(stage)]):
                text = json.dumps(self.settings_of(stage, variant), indent=2, sort_keys=True) + "\n"
                write_if_changed(Path(self.config_file(stage, variant)), text)

    # --- files of stages ---

    def path(self, stage: str, variant: str, *parts: str) -> str:
        """A file of a stage as `variant` uses it (perhaps the base's); of what is no part of the chain there is one,
        and one of each fold."""
        source = self.source_of(stage, variant) if stage in STAGES else BASE
        folder = [source] if stage in CHAIN or source != BASE else []
        return "/".join([self.folder, stage, *folder, *parts])

    def artifact(self, stage: str, variant: str, *parts: str) -> list[str]:
        """An input file together with the manifest that its reader checks it against."""
        return [self.path(stage, variant, *parts), self.path(stage, variant, *parts[:-1], "manifest.json")]

    def matched_model(self, variant: str, seed: str) -> list[str]:
        """The model whose number of parameters a variant's network gets, if any."""
        if not self.is_matched(variant):
            return []
        return self.artifact("train", self.same_part(BASE, variant), f"seed{seed}", "model.h5")

    def folds_read(self, stage: str, variant: str, *which: str) -> list[str]:
        """The folders of the folds whose predictions a job joins."""
        return [self.path(stage, fold, *which) for fold in self.folds[variant]]

    def seed_folders(self) -> list[str]:
        """["seed1337", ...]"""
        return [f"seed{seed}" for seed in self.seeds]

    def which(self) -> list[str]:
        """The folders of a variant's predictions: of each network, and of their mean where there are several."""
        return [*self.seed_folders(), *([ENSEMBLE] if len(self.seeds) > 1 else [])]

    def predictions_of_seeds(self, variant: str) -> list[str]:
        """The predictions of each single network of a variant: what ablation compares."""
        return [self.path("predict", variant, seed, "predictions.h5") for seed in self.seed_folders()]

    def evaluated(self) -> tuple[str, ...]:
        """Where in predict/<variant> the evaluated predictions are: the mean of all networks, or the only one."""
        return (self.which()[-1], "predictions.h5")

    def folders_read(self, stage: str, variant: str, which: str = "") -> list[str]:
        """The folders of an earlier stage that a job reads; `which` is the job's own below its variant. A job of a seed
        reads what has this seed, another one the mean of all networks, or each of them where there is no mean."""
        if stage not in self.stages:
            return []
        if not STAGES[stage].per_seed:
            return [self.path(stage, variant)]
        seeds = self.seed_folders()
        read = [which] if which in seeds else [self.evaluated()[0]] if STAGES[stage].ensemble else seeds
        return [self.path(stage, variant, folder) for folder in read]

    def manifests_of_report(self) -> list[str]:
        """The files the report depends on: manifests are written last and list everything else."""
        return [f"{self.folder}/{job}/manifest.json" for job in self.jobs_of_report()]

    def manifest_files(self) -> dict[str, str]:
        """The manifest of every job but the report, by its name: "train/base/seed7"."""
        return {job: f"{self.folder}/{job}/manifest.json" for job in self.jobs()}

    def files_of(self, target: str) -> list[str]:
        """What stands for a target: of a stage the manifests of all its jobs, else itself. Snakemake takes no rule that
        has several jobs."""
        return [f"{self.folder}/{job}/manifest.json" for job in self.jobs_of(target)] if target in STAGES else [target]

    def files_of_report(self) -> Iterator[tuple[str, str]]:
        """Every file whose content the report shows: the folder of its stage, and its name there."""
        for job in self.jobs_of_report():
            for name in contents.files_of(job, self.report_is_about):
                yield f"{self.folder}/{job}", name

    # --- files of the user, and of other runs ---

    @cached_property
    def table(self) -> list[str]:
        """The measurement table or tables, with the manifest of cre-simulate when that makes it."""
        given = self.config["table"]
        if given is None:
            return self.artifact("simulate", BASE, "elements.tsv.gz")
        files = [given] if isinstance(given, str) else given
        if missing := next((file for file in files if not os.path.isfile(file)), None):
            where = self.config["table_source"]
            source = f"; {where}" if where else ""
            what = places.no_file(missing, f"{source}; name your copy with table=PATH")
            raise Problem(f"{self.where('table')}: table: {what}", INPUT)
        # Snakemake complains of ./ and //; what is shown is what the user wrote.
        return [re.sub("^/+", "/", str(PurePosixPath(file))) for file in files]

    @property
    def table_options(self) -> list[str]:
        """The tables for the command line of cre-qc; with = also those whose name begins with a dash."""
        return [f"--table={file}" for file in (self.table[:1] if self.simulated else self.table)]

    @property
    def table_as_input(self) -> list[str]:
        """The user's tables where Snakemake can take its name as that of an input: braces it takes for wildcards."""
        return [file for file in self.table if _PLAIN_NAME.fullmatch(file)]

    @property
    def files_of_qc(self) -> dict[str, str]:
        """Outputs of quality control that are written where the config asks for them."""
        return {"kept": f"{self.folder}/qc/{{variant}}/kept.tsv.gz"} if self.config["qc"]["write_kept"] else {}

    def motifs(self, variant: str) -> list[str]:
        """The motif file that a variant's elements are scored with, if any."""
        given = self.resolved[variant]["encode"]["motifs"]
        if given is None:
            return []
        if not os.path.isfile(given):
            key = self.key_of(variant, "encode.motifs")
            raise Problem(
                f"{self.where(key)}: {key}: {places.no_file(given, '; allowed: a MEME file, or null')}", INPUT
            )
        return [given]

    @cached_property
    def table_digests(self) -> list[str]:
        """What each of the user's tables holds, as a parameter of their rule: their times do not count. None when
        simulated."""
        return [] if self.simulated else [digest_of([Path(file)]) for file in self.table]

    def motifs_digest(self, variant: str) -> str:
        """The same of the motif file."""
        return digest_of([Path(file) for file in self.motifs(variant)])

    @property
    def simulated(self) -> bool:
        """Does the run make its own table?"""
        return self.config["table"] is None

    @property
    def with_baseline(self) -> bool:
        """Is a linear model fitted beside the networks?"""
        return self.config["baseline"]["enabled"]

    def baseline_of(self, variant: str) -> list[str]:
        """What the networks of a variant should be better than, and its manifest: the linear model is of the base."""
        if not self.with_baseline or variant != BASE:
            return []
        return [self.path("baseline", BASE, name) for name in ("predictions.h5", "manifest.json")]

    def linear_member(self, variant: str) -> list[str]:
        """The linear model that is a member of a variant's predictions, and its manifest, if there is to be one."""
        if not self.resolved[variant]["predict"]["with_baseline"]:
            return []
        return self.artifact("baseline", self.same_part(BASE, variant), "baseline.h5")

    def base_of_split(self, variant: str) -> list[str]:
        """Elements and split whose test rows stay test rows in the split of a variant: those of the base, or for the
        base itself those of the run that it extends."""
        if self.folds[folds.variant_of(variant)] and self.resolved[variant]["split"]["strategy"] != "extend":
            return []  # every row is tested in its turn
        if folds.variant_of(self.source_of("split", variant)) != BASE:
            base = self.same_part(BASE, variant)
            return [*self.artifact("qc", base, "elements.h5"), *self.artifact("split", base, "split.h5")]
        if self.config["extends"] is None:
            return []
        files: list[str] = []
        for folder, name in (("qc/base", "elements.h5"), ("split/base", "split.h5")):
            files += [f"results/{self.config['extends']}/{folder}/{file}" for file in (name, "manifest.json")]
        missing = next((file for file in files if not os.path.isfile(file)), None)
        if missing:
            raise Problem(f"{self.where('extends')}: extends: '{missing}' does not exist; finish that run first", INPUT)
        return files


def write_if_changed(file: Path, text: str) -> None:
    """Writes atomically, and not at all when the file has this content already."""
    if file.is_file() and file.read_text(encoding="utf-8") == text:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(file)
