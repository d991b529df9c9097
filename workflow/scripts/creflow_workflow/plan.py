"""Which jobs a config asks for: the variants of each stage, their settings and where their files are."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from functools import cached_property
from pathlib import Path
from typing import Any

from . import image, settings
from .problems import INPUT, Problem
from .schemas import config_schema, section_schemas
from .stages import BASE, CHAIN, STAGES, VARIANT_SECTIONS

REPORT = "report"
# What the report is made by, with the modules here that it imports; a test compares this with the imports.
REPORT_SOURCES = (
    "scripts/creflow_report",
    "report",
    "scripts/creflow_workflow/headlines.py",
    "scripts/creflow_workflow/manifest.py",
    "scripts/creflow_workflow/problems.py",
    "scripts/creflow_workflow/stages.py",
)


class Plan:
    """One run: its checked config, and every path and setting that the rules need."""

    def __init__(self, config: dict[str, Any], source: str, workflow_folder: Path, container: str = "") -> None:
        """`source` names the config in errors; `workflow_folder` is the folder of the Snakefile.

        `container` is the image whose tools run instead of those of the checkout, if any.
        """
        self.source = source
        self.workflow_folder = workflow_folder
        self.image = container
        self.config = settings.resolve(config, source)
        self.folder = f"results/{self.config['run']}"
        self.seeds: list[int] = self.config["seeds"]
        self.threads: int = self.config["threads"]
        self.device: str = self.config["device"]
        self.variants = [BASE, *self.config["variants"]]
        self.resolved = {name: self._resolved(name) for name in self.variants}
        self.left_out = self._check_variants()
        self.variants = [name for name in self.variants if name not in self.left_out]

    # --- settings ---

    def _resolved(self, variant: str) -> dict[str, Any]:
        """The tool sections as the variant has them."""
        sections = {name: self.config[name] for stage in STAGES.values() for name in stage.sections}
        if variant != BASE:
            for name, override in self.config["variants"][variant].items():
                sections[name] = merged(sections[name], override)
        return settings.fill(sections, config_schema())

    def _check_variants(self) -> list[str]:
        """The variants that change only what another choice leaves unused: sizes of a network that is not chosen."""
        left_out = []
        for name in self.variants:
            if name == BASE and self.variants.count(BASE) > 1:
                raise Problem(f"{self.source}: variants.{BASE}: this name is taken by the run without overrides")
            self._check_motifs(name)
            if name == BASE or any(self.settings_of(stage, name) != self.settings_of(stage) for stage in CHAIN):
                continue
            if self.resolved[name] == self.resolved[BASE]:
                raise Problem(
                    f"{self.source}: variants.{name}: changes nothing; it has the same settings as the base "
                    f"(a variant may change: {', '.join(VARIANT_SECTIONS)})"
                )
            left_out.append(name)
        return left_out

    def _check_motifs(self, variant: str) -> None:
        """A network cannot read scores that are not there; said before anything runs."""
        prior, sections = self.resolved[variant]["model"]["motifs"], self.resolved[variant]
        if prior != "none" and sections["encode"]["motifs"] is None:
            place = "" if variant == BASE else f"variants.{variant}."
            raise Problem(f"{self.source}: {place}model.motifs: {prior} needs encode.motifs, which is null")

    def settings_of(self, stage: str, variant: str = BASE) -> dict[str, Any]:
        """The content of a stage's config file: just the sections its tool reads."""
        if stage == REPORT:
            return {"run": self.config["run"], "report": self.config["report"]}
        schema = section_schemas()
        return {name: settings.relevant(self.resolved[variant][name], schema[name]) for name in STAGES[stage].sections}

    def config_text(self, stage: str, variant: str = BASE) -> str:
        """The settings in canonical form: equal settings, equal text. A rule's parameter, so that edits rerun it."""
        return json.dumps(self.settings_of(stage, variant), sort_keys=True, separators=(",", ":"))

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

    def source_of(self, stage: str, variant: str) -> str:
        """Whose files of `stage` a variant uses: its own, or the base's when nothing up to there differs."""
        if stage not in CHAIN:
            return BASE
        upto = CHAIN[: CHAIN.index(stage) + 1]
        same = all(self.settings_of(name, variant) == self.settings_of(name) for name in upto)
        return BASE if same else variant

    def variants_of(self, stage: str) -> list[str]:
        """The variants that have files of their own at this stage; base is the first."""
        return [variant for variant in self.variants if variant == BASE or self.source_of(stage, variant) == variant]

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
        if len(self.variants) > 1:
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
        return [given]

    def motifs(self, variant: str) -> list[str]:
        """The motif file that a variant's elements are scored with, if any."""
        given = self.resolved[variant]["encode"]["motifs"]
        if given is None:
            return []
        if not os.path.isfile(given):
            key = "encode.motifs" if variant == BASE else f"variants.{variant}.encode.motifs"
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
        files: list[Path] = []
        for source in (self.workflow_folder / name for name in REPORT_SOURCES):
            found = sorted(source.rglob("*")) if source.is_dir() else [source]
            files += [file for file in found if file.suffix in _REPORT_SUFFIXES]
        return digest_of(files)


_REPORT_SUFFIXES = {".py", ".j2", ".css"}


def merged(section: dict[str, Any], override: dict[str, Any]) -> dict[str, Any]:
    """`section` with the keys of `override`; sections within merge, everything else is replaced."""
    out = dict(section)
    for key, value in override.items():
        both = isinstance(value, dict) and isinstance(out.get(key), dict)
        out[key] = merged(out[key], value) if both else value
    return out


def near(path: str | Path) -> str:
    """`path` relative to the working folder where it lies below: a checkout that moved has nothing to run again."""
    absolute = os.path.abspath(path)
    return os.path.relpath(absolute) if Path(absolute).is_relative_to(Path.cwd()) else absolute


def digest_of(files: list[Path]) -> str:
    """First 16 hexadecimal digits of the SHA-256 of the files' contents."""
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()[:16]


def write_if_changed(file: Path, text: str) -> None:
    """Writes atomically, and not at all when the file has this content already."""
    if file.is_file() and file.read_text(encoding="utf-8") == text:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(file)
