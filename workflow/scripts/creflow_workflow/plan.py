"""Which jobs a config asks for: the variants of each stage, their settings and where their files are."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from . import effects, image, overrides, settings, variant_checks
from .config_reader import Given
from .grid import Variant
from .overrides import merged
from .problems import INPUT, Problem
from .report_sources import REPORT_SOURCES as REPORT_SOURCES
from .report_sources import report_digest
from .schemas import section_schemas
from .stages import BASE, CHAIN, STAGES

REPORT = "report"
_PLAIN_NAME = re.compile(r"[\w./+,=@%~:-]+( +[\w./+,=@%~:-]+)*")
DIGITS = 16  # of a digest that is a parameter of a rule


class Plan:
    """One run: its checked config, and every path and setting that the rules need."""

    def __init__(
        self,
        config: dict[str, Any],
        source: str,
        workflow_folder: Path,
        container: str = "",
        given: Given | None = None,
    ) -> None:
        """`source` names the config in errors, or `given` does so key by key; `workflow_folder` is the folder of the
        Snakefile.

        `container` is the image whose tools run instead of those of the checkout, if any.
        """
        self.source = source
        self.workflow_folder = workflow_folder
        self.image = container
        self.schemas = section_schemas()
        self._texts: dict[tuple[str, str], str] = {}
        self.grid = settings.grid_of(config, source, given)
        self.config = settings.resolve(config, source, self.grid, given)
        self.folder = f"results/{self.config['run']}"
        self.seeds: list[int] = self.config["seeds"]
        self.threads: int = self.config["threads"]
        self.device: str = self.config["device"]
        self.variants = [BASE, *self.grid.variants]
        self.resolved = {name: self._resolved(name) for name in self.variants}
        # Variants that are not run, with the reason.
        self.left_out = dict.fromkeys(self.grid.changing_nothing, variant_checks.IS_BASE)
        variant_checks.check_settings(self)
        self.left_out |= variant_checks.without_effect(self)
        self.variants = [name for name in self.variants if name not in self.left_out]
        self._sources = self._sources_of_all()
        variant_checks.check_equal(self)
        self.warnings = effects.warnings(self, settings.plain(config))

    # --- settings ---

    def _resolved(self, variant: str) -> dict[str, Any]:
        """The tool sections as the variant has them."""
        sections = {name: self.config[name] for stage in STAGES.values() for name in stage.sections}
        if variant != BASE:
            sections = merged(sections, self.config["variants"][variant])
        schema = {"properties": self.schemas}
        sections = settings.fill(sections, schema)
        if variant != BASE and self._is_judged_on_other_rows(sections):
            # Another quality control, the split of the base: its rows stay where they are.
            sections["split"] = sections["split"] | {"strategy": "extend"}
        return sections

    def _is_judged_on_other_rows(self, sections: dict[str, Any]) -> bool:
        """Does quality control differ from the base while the split is left as it is, drawn at random?"""
        base = self.config
        drawn = split_strategy(base) == split_strategy(sections) == "random"
        return sections["qc"] != base["qc"] and sections["split"] == base["split"] and drawn

    def key_of(self, variant: str, key: str) -> str:
        """A key of a variant's settings as errors name it."""
        if variant == BASE:
            return key
        place = self.grid.variants[variant].place
        return f"{place}{': ' if place.endswith(')') else '.'}{key}"

    def is_matched(self, variant: str) -> bool:
        """Are the widths of the variant's network scaled to the number of parameters of the base?"""
        return variant != BASE and self.grid.variants[variant].pair_of is not None

    def settings_of(self, stage: str, variant: str = BASE) -> dict[str, Any]:
        """The content of a stage's config file: just the sections its tool reads."""
        if stage == REPORT:
            return {
                "run": self.config["run"],
                "report": self.config["report"],
                "grid": self.described_grid(),
                "warnings": self.warnings,
            }
        sections = self.resolved[variant]
        return {
            name: settings.relevant(sections[name], self.schemas[name], name, self.whole(variant))
            for name in STAGES[stage].sections
        }

    def whole(self, variant: str) -> dict[str, Any]:
        """The whole resolved config as the variant has it."""
        return self.config | self.resolved[variant]

    def config_text(self, stage: str, variant: str = BASE) -> str:
        """The settings in canonical form: equal settings, equal text. A rule's parameter, so that edits rerun it."""
        if (stage, variant) not in self._texts:
            text = json.dumps(self.settings_of(stage, variant), sort_keys=True, separators=(",", ":"))
            self._texts[stage, variant] = text
        return self._texts[stage, variant]

    def identity(self, stage: str, variant: str = BASE) -> str:
        """Equal for two variants when a stage does the same for both, given equal inputs."""
        matched = stage == "train" and self.is_matched(variant)
        return self.config_text(stage, variant) + (" matched to the base" if matched else "")

    def identities(self, variant: str, upto: str = CHAIN[-1]) -> tuple[str, ...]:
        """Equal for two variants whose files are equal up to a stage."""
        return tuple(self.identity(stage, variant) for stage in CHAIN[: CHAIN.index(upto) + 1])

    def described_grid(self) -> list[dict[str, Any]]:
        """What the report says of the variants: groups, and what each of their variants changes."""
        groups = [("", "Variants"), *((group.name, group.title) for group in self.grid.groups)]
        described = []
        for name, title in groups:
            members = [
                self.grid.variants[one] for one in self.compared if (self.grid.variants[one].group or "") == name
            ]
            if members:
                described.append({"title": title, "variants": [self._described(variant) for variant in members]})
        return described

    def _described(self, variant: Variant) -> dict[str, Any]:
        changes = overrides.leaves(self.config["variants"][variant.name])
        texts = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in changes.items()]
        matched = ["as many parameters as the base"] if variant.pair_of else []
        return {"name": variant.name, "changes": texts + matched, "pair_of": variant.pair_of}

    def config_file(self, stage: str, variant: str = BASE) -> str:
        """Where the settings of a stage are written for its tool."""
        return (
            f"{self.folder}/config/{stage}/{variant}.json" if stage in CHAIN else f"{self.folder}/config/{stage}.json"
        )

    def write_config_files(self) -> None:
        """Writes the settings of every stage of this run; a file that would stay the same is not touched."""
        for stage in (*STAGES, REPORT):
            for variant in self.variants_of(stage):
                text = json.dumps(self.settings_of(stage, variant), indent=2, sort_keys=True) + "\n"
                write_if_changed(Path(self.config_file(stage, variant)), text)

    # --- variants and paths ---

    def _sources_of_all(self) -> dict[tuple[str, str], str]:
        """For each stage and variant the first variant that has equal settings up to that stage."""
        sources: dict[tuple[str, str], str] = {}
        for stage in CHAIN:
            first: dict[tuple[str, ...], str] = {}
            for variant in self.variants:
                sources[stage, variant] = first.setdefault(self.identities(variant, stage), variant)
        return sources

    def source_of(self, stage: str, variant: str) -> str:
        """Whose files of `stage` a variant uses: its own, or those of the first with equal settings up to there."""
        return self._sources[stage, variant] if stage in CHAIN else BASE

    @property
    def compared(self) -> list[str]:
        """The variants whose predictions differ from the base's: what ablation compares with it."""
        return [variant for variant in self.variants if self.source_of("predict", variant) != BASE]

    def base_of_split(self, variant: str) -> list[str]:
        """Elements and split whose test rows stay test rows in the split of a variant: those of the base, or for the
        base itself those of the run that it extends."""
        if self.source_of("split", variant) != BASE:
            return [*self.artifact("qc", BASE, "elements.h5"), *self.artifact("split", BASE, "split.h5")]
        if self.config["extends"] is None:
            return []
        files: list[str] = []
        for folder, name in (("qc/base", "elements.h5"), ("split/base", "split.h5")):
            files += [f"results/{self.config['extends']}/{folder}/{file}" for file in (name, "manifest.json")]
        missing = next((file for file in files if not os.path.isfile(file)), None)
        if missing:
            raise Problem(f"{self.source}: extends: '{missing}' does not exist; finish that run first", INPUT)
        return files

    def matched_model(self, variant: str, seed: str) -> list[str]:
        """The model whose number of parameters a variant's network gets, if any."""
        return self.artifact("train", BASE, f"seed{seed}", "model.h5") if self.is_matched(variant) else []

    def variants_of(self, stage: str) -> list[str]:
        """The variants that have files of their own at this stage; base is the first."""
        if stage not in CHAIN:
            return [BASE]
        return [variant for variant in self.variants if self.source_of(stage, variant) == variant]

    def path(self, stage: str, variant: str, *parts: str) -> str:
        """A file of a stage as `variant` uses it (perhaps the base's); simulate, ablate and report have no variants."""
        folder = [self.source_of(stage, variant)] if stage in CHAIN else []
        return "/".join([self.folder, stage, *folder, *parts])

    def artifact(self, stage: str, variant: str, *parts: str) -> list[str]:
        """An input file together with the manifest that its reader checks it against."""
        return [self.path(stage, variant, *parts), self.path(stage, variant, *parts[:-1], "manifest.json")]

    def seed_folders(self) -> list[str]:
        """["seed1337", ...]"""
        return [f"seed{seed}" for seed in self.seeds]

    def predictions_of_seeds(self, variant: str) -> list[str]:
        """The predictions of each single network of a variant: what ablation compares."""
        return [self.path("predict", variant, seed, "predictions.h5") for seed in self.seed_folders()]

    def evaluated(self) -> tuple[str, ...]:
        """Where in predict/<variant> the evaluated predictions are: the mean of all networks, or the only one."""
        return ("ensemble" if len(self.seeds) > 1 else self.seed_folders()[0], "predictions.h5")

    def report_folders(self) -> list[str]:
        """The report's command line: every stage folder it reads or lists."""
        words = ["--qc", self.path("qc", BASE), "--split", self.path("split", BASE), "--training"]
        words += [f"{name}={self.path('train', *name.split('/'))}" for name in self._networks("train")]
        words += ["--evaluation", *(f"{name}={self.path('eval', name)}" for name in self.variants_of("eval"))]
        if self.compared:
            words += ["--ablation", self.path("ablate", BASE)]
        words += ["--provenance"]
        if self.simulated:
            words += [f"simulate={self.path('simulate', BASE)}"]
        words += [f"encode/{name}={self.path('encode', name)}" for name in self.variants_of("encode")]
        return words + [
            f"predict/{name}={self.path('predict', *name.split('/'))}" for name in self._networks("predict")
        ]

    def report_inputs(self) -> list[str]:
        """The files the report depends on: the manifests, which are written last and list everything else."""
        folders = [word.partition("=")[2] or word for word in self.report_folders() if not word.startswith("--")]
        return [f"{folder}/manifest.json" for folder in folders]

    def manifest_files(self) -> dict[str, str]:
        """The manifest of every job but the report, by its name: "train/base/seed7"."""
        folders = [f"{stage}/{name}" for stage in ("qc", "split", "encode") for name in self.variants_of(stage)]
        folders += [f"{stage}/{name}" for stage in ("train", "predict") for name in self._networks(stage)]
        if len(self.seeds) > 1:
            folders += [f"predict/{name}/ensemble" for name in self.variants_of("predict")]
        folders += [f"eval/{name}" for name in self.variants_of("eval")]
        folders = (["simulate"] if self.simulated else []) + folders + (["ablate"] if self.compared else [])
        return {name: f"{self.folder}/{name}/manifest.json" for name in folders}

    def files_of_report(self) -> Iterator[tuple[str, str]]:
        """Every file whose content the report shows: the folder of its stage, and its name there."""
        yield self.path("qc", BASE), "qc_report.json"
        yield self.path("split", BASE), "split_report.json"
        for name in self._networks("train"):
            yield self.path("train", *name.split("/")), "history.jsonl"
        yield self.path("eval", BASE), "tables/scatter.tsv"
        for name in self.variants_of("eval"):
            yield self.path("eval", name), "metrics.json"
        if self.compared:
            yield self.path("ablate", BASE), "ablation.json"

    def _networks(self, stage: str) -> list[str]:
        """["base/seed1337", ...]: the networks that have files of their own at a stage."""
        return [f"{variant}/{seed}" for variant in self.variants_of(stage) for seed in self.seed_folders()]

    @cached_property
    def table(self) -> list[str]:
        """The measurement table, with the manifest of cre-simulate when that makes it."""
        given = self.config["table"]
        if given is None:
            return self.artifact("simulate", BASE, "elements.tsv.gz")
        if not os.path.isfile(given):
            where = self.config["table_source"]
            raise Problem(
                f"{self.source}: table: '{given}' does not exist{f'; {where}' if where else ''}; "
                "name your copy with --config table=PATH",
                INPUT,
            )
        # Snakemake complains of ./ and //; what is shown is what the user wrote.
        return [re.sub("^/+", "/", str(PurePosixPath(given)))]

    @property
    def table_as_input(self) -> list[str]:
        """The user's table where Snakemake can take its name as that of an input: braces it takes for wildcards."""
        return [file for file in self.table if _PLAIN_NAME.fullmatch(file)]

    def motifs(self, variant: str) -> list[str]:
        """The motif file that a variant's elements are scored with, if any."""
        given = self.resolved[variant]["encode"]["motifs"]
        if given is None:
            return []
        if not os.path.isfile(given):
            key = self.key_of(variant, "encode.motifs")
            raise Problem(f"{self.source}: {key}: '{given}' does not exist; allowed: a MEME file, or null", INPUT)
        return [given]

    @cached_property
    def table_digest(self) -> str:
        """What the user's table holds, as a parameter of its rule: its time does not count. Empty when simulated."""
        return "" if self.simulated else digest_of([Path(file) for file in self.table])

    def motifs_digest(self, variant: str) -> str:
        """The same of the motif file."""
        return digest_of([Path(file) for file in self.motifs(variant)])

    @property
    def simulated(self) -> bool:
        """Does the run make its own table?"""
        return self.config["table"] is None

    # --- programs ---

    @cached_property
    def binaries(self) -> str:
        """Folder of the tools: $CREFLOW_BIN, else build/release/bin beside the workflow."""
        if self.image:
            return f"{image.ROOT}/build/release/bin"
        return near(os.environ.get("CREFLOW_BIN", self.workflow_folder.parent / "build" / "release" / "bin"))

    def tool(self, stage: str) -> str:
        """Path of the tool that runs a stage."""
        path = f"{self.binaries}/{STAGES[stage].tool}"
        if not self.image and not os.path.isfile(path):
            raise Problem(f"{path}: not built; run ./creflow setup", INPUT)
        return path

    def build(self, stage: str) -> str:
        """Digest of the tool: a parameter of its rule, so that a changed program runs again."""
        return image.digest(self.image) if self.image else digest_of([Path(self.tool(stage))])

    @property
    def python(self) -> str:
        """The Python that makes the report: the one that runs Snakemake, or that of the container."""
        return f"{image.ROOT}/.venv/bin/python" if self.image else near(sys.executable)

    def script(self, name: str = "") -> str:
        """A file of workflow/scripts, or that folder itself."""
        folder = f"{image.ROOT}/workflow/scripts" if self.image else near(self.workflow_folder / "scripts")
        return f"{folder}/{name}".rstrip("/")

    @cached_property
    def report_build(self) -> str:
        """Digest of the sources of the report."""
        return report_digest(self.workflow_folder)[:DIGITS]


def split_strategy(sections: dict[str, Any]) -> str:
    """What split.strategy stands for: auto is predefined when a split column is named, else random, as in cre-split."""
    strategy: str = sections["split"]["strategy"]
    if strategy != "auto":
        return strategy
    return "random" if sections["qc"]["columns"]["split"] is None else "predefined"


def near(path: str | Path) -> str:
    """`path` relative to the working folder where it lies below: a checkout that moved has nothing to run again."""
    absolute = os.path.abspath(path)
    return os.path.relpath(absolute) if Path(absolute).is_relative_to(Path.cwd()) else absolute


def digest_of(files: list[Path]) -> str:
    """The first hexadecimal digits of the SHA-256 of the files' contents."""
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()[:DIGITS]


def write_if_changed(file: Path, text: str) -> None:
    """Writes atomically, and not at all when the file has this content already."""
    if file.is_file() and file.read_text(encoding="utf-8") == text:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(file)
