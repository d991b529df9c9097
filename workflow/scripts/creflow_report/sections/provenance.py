"""Provenance: who made each stage, and the digests that identify its settings and content."""

from __future__ import annotations

from dataclasses import dataclass

from creflow_workflow.stages import STAGES

from .. import text
from ..inputs import Inputs, Json
from ..lineage import Lineage, Node
from ..picture import Data, Picture
from ..stage_graph import draw
from ..style import Layout


@dataclass
class Provenance:
    """What the section shows."""

    provenance: list[tuple[str, list[Json]]]  # the jobs below the titles of their stages
    builds: list[tuple[str, str]]
    lineage: Lineage


def read(inputs: Inputs) -> Provenance:
    """The manifests of all stages, also of those that no other section speaks of."""
    by_stage: dict[str, list[Json]] = {}
    for folder, made in inputs.manifests.items():
        stage = folder.split("/")[0]
        title = STAGES[stage].title if stage in STAGES else stage.capitalize()
        by_stage.setdefault(title, []).append(_row(folder, made))
    return Provenance(list(by_stage.items()), _builds(inputs.manifests), Lineage(inputs.manifests))


def stages(provenance: Provenance, layout: Layout) -> Picture:
    """The jobs of the run, with arrows for the files that they handed on."""
    lineage = provenance.lineage
    return Picture(
        draw(lineage, layout),
        _reading(lineage),
        "Solid boxes: jobs, with their stage, their variant and seed, and the first digits of the content digest of "
        "their manifest. Dashed boxes: files from outside, with their SHA-256. An arrow: the job at its end read a "
        "file of the one at its start, whose content digest its own manifest names. Piles: several jobs of a stage; "
        "the table lists all.",
        f"Graph of the stages of the run from its table to its results. {_reading(lineage)}",
        ["*/manifest.json"],
        Data(
            ("from", "to", "file", "sha256"),
            [(use.source.name, use.target.name, use.file, use.sha256) for use in lineage.uses],
        ),
    )


def _reading(lineage: Lineage) -> str:
    jobs = f"The {len(lineage.jobs)} jobs of this run read {_outside(lineage.outside)}"
    within = [use for use in lineage.uses if use.source.is_job]
    if not within:
        return f"{jobs}."
    unlisted = sum(not use.listed for use in within)
    end = "each of these files has the SHA-256 that its maker lists"
    if unlisted:
        end = f"{unlisted} of these files {'is' if unlisted == 1 else 'are'} not what the maker lists"
    return f"{jobs}; {len(within)} times one read a file of another, and {end}."


def _outside(files: list[Node]) -> str:
    if not files:
        return "no file from outside"
    names = "; ".join(f"{node.name}, SHA-256 {text.short(node.digest)}" for node in files[:3])
    more = f"; and {len(files) - 3} more" if len(files) > 3 else ""
    return f"{len(files)} file{'s' if len(files) > 1 else ''} from outside ({names}{more})"


def _row(name: str, manifest: Json) -> Json:
    return {
        "stage": name,
        "tool": manifest["tool"],
        "version": manifest["version"],
        "commit": text.short(manifest["git_commit"]) + ("+" if manifest["git_dirty"] else ""),
        "settings": text.short(manifest["config_sha256"]),
        "content": text.short(manifest["content_sha256"]),
        "seeds": ", ".join(f"{key} {value}" for key, value in sorted(manifest["seeds"].items())),
        "facts": ", ".join(f"{key} {text.cell(value)}" for key, value in sorted(manifest["determinism"].items())),
    }


def _builds(manifests: dict[str, Json]) -> list[tuple[str, str]]:
    """Compiler and libraries of the tools; each once."""
    facts: dict[str, str] = {}
    for manifest in manifests.values():
        facts["compiler"] = manifest["build"]["compiler"]
        facts |= manifest["build"]["libraries"]
    return sorted(facts.items())
