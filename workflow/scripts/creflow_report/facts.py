"""What model card and methods say of the base, from manifests and reports."""

from __future__ import annotations

from dataclasses import dataclass

from creflow_workflow.stages import BASE

from .inputs import Inputs, Json, variant_in


@dataclass
class Facts:
    """One run: settings by section, as its jobs resolved them, and what the stages reported."""

    config: Json  # of the report
    manifests: dict[str, Json]  # by folder
    settings: Json  # "qc", "train", ...: sections of the manifests of the base
    networks: list[str]  # "train/base/seed7"; of a cross-validation those of the first fold
    part: str  # "base", or its first fold
    qc: Json
    split: Json
    scaler: Json
    metrics: Json
    training: list[Json]  # training.json of each network
    ablation: Json | None

    @property
    def tasks(self) -> list[str]:
        """Cell types that are predicted."""
        return self.scaler["tasks"]

    @property
    def first(self) -> Json:
        """The manifest of the first network; networks of one variant differ in their seed alone."""
        return self.manifests[self.networks[0]]

    @property
    def seeds(self) -> list[int]:
        """Those of training."""
        return [self.manifests[folder]["seeds"]["train"] for folder in self.networks]

    @property
    def simulated(self) -> bool:
        """Was the table made by cre-simulate?"""
        return "simulate" in self.manifests

    @property
    def flanks(self) -> tuple[str, str]:
        """Constant bases around the insert that networks see."""
        construct, adaptors = self.settings["construct"], self.qc["adaptors"]
        inner = (adaptors["upstream"], adaptors["downstream"]) if adaptors["flanks"] else ("", "")
        return construct["upstream"] + inner[0], inner[1] + construct["downstream"]

    def tables(self) -> list[Json]:
        """The entries of the measurement tables."""
        return [entry for entry in self.manifests["qc/base"]["inputs"] if entry["role"] == "table"]

    def output_of(self, folder: str, role: str) -> Json:
        """The entry of a file that a job wrote."""
        return _entry(self.manifests[folder]["outputs"], folder, role)

    def libraries(self) -> dict[str, str]:
        """Versions of compilers and libraries of all jobs; several of one name are joined."""
        found: dict[str, list[str]] = {}
        for made in self.manifests.values():
            for name, version in {"compiler": made["build"]["compiler"], **made["build"]["libraries"]}.items():
                if version not in found.setdefault(name, []):
                    found[name].append(version)
        return {name: " and ".join(versions) for name, versions in sorted(found.items())}

    def versions(self) -> list[str]:
        """Those of creflow."""
        return list(dict.fromkeys(made["version"] for made in self.manifests.values()))


def _entry(listed: list[Json], folder: str, role: str) -> Json:
    return next((entry for entry in listed if entry["role"] == role), None) or _missing(folder, role)


def _missing(folder: str, role: str) -> Json:
    raise LookupError(f"the manifest of {folder} lists no {role}")


def read_facts(inputs: Inputs) -> Facts:
    """All of it for the base."""
    manifests = inputs.manifests
    part = inputs.base_of("split")[0].partition("/")[2]
    networks = [folder for folder in inputs.base_of("train") if folder.split("/")[1] == part]
    settings: Json = {}
    for folder, made in manifests.items():
        if variant_in(folder) in ("", BASE):
            settings = made["config"] | settings  # seeds differ in train.seed: that of the first stays
    return Facts(
        config=inputs.config,
        manifests=manifests,
        settings=settings,
        networks=networks,
        part=part,
        qc=inputs.json("qc/base/qc_report.json"),
        split=inputs.json("split/base/split_report.json"),
        scaler=inputs.json("encode/base/scaler.json"),
        metrics=inputs.json("eval/base/metrics.json"),
        training=[inputs.varying_json(f"{folder}/training.json") for folder in networks],
        ablation=inputs.json("ablate/ablation.json") if inputs.folders("ablate") else None,
    )
