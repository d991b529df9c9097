"""What a run was: its table, network, settings and seeds, and, apart from those, when and where it ran."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from creflow_workflow.manifest import COMMAND
from creflow_workflow.stages import STAGES

from .inputs import Inputs, Json
from .text import count, short

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"


@dataclass
class Setting:
    """One that differs from creflow's default."""

    key: str
    value: str
    default: str


@dataclass
class Time:
    """What the jobs of a stage took."""

    stage: str
    jobs: int
    seconds: float


@dataclass
class ThisRun:
    """What the box about the run shows."""

    facts: list[tuple[str, str]]
    settings: list[Setting]
    digest: str
    # What differs between equal runs.
    times: list[Time]
    started: str
    finished: str
    hosts: list[str]
    command: str
    warnings: list[str]


def read_run(inputs: Inputs) -> ThisRun:
    """From the manifests of all stages."""
    runs = [made["run"] for made in inputs.manifests.values()]
    return ThisRun(
        facts=list(_facts(inputs)),
        settings=[one for stage in STAGES for one in _settings(stage, inputs)],
        digest=run_digest(inputs.manifests),
        times=_times(inputs.manifests),
        started=min(run["started"] for run in runs),
        finished=max(run["finished"] for run in runs),
        hosts=sorted({run["host"] for run in runs}),
        command=os.environ.get(COMMAND, ""),
        warnings=list(dict.fromkeys(text for run in runs for text in run["warnings"])),
    )


def run_digest(manifests: dict[str, Json]) -> str:
    """SHA-256 of a line for each job, sorted: its folder, a blank, the content digest of its manifest."""
    lines = sorted(f"{folder} {made['content_sha256']}\n" for folder, made in manifests.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _facts(inputs: Inputs) -> Iterator[tuple[str, str]]:
    manifests = inputs.manifests
    qc = manifests["qc/base"]
    tables = [entry for entry in qc["inputs"] if entry["role"] == "table"]
    rows = f"{count(qc['counts']['read'])} rows"
    if len(tables) > 1:
        yield "Tables", f"{', '.join(table['file'] for table in tables)}, {rows}"
        for table in tables:
            yield f"SHA-256 of {table['file']}", table["sha256"]
    else:
        made = " (simulated)" if tables[0]["made_by"] else ""
        yield "Table", f"{tables[0]['file']}{made}, {rows}, SHA-256 {tables[0]['sha256']}"
    sizes = inputs.json("split/base/split_report.json")["splits"]
    yield (
        "Rows",
        ", ".join(f"{name} {count(sizes[name]['rows'])}" for name in ("train", "val", "test") if name in sizes),
    )
    networks = [manifests[folder] for folder in inputs.base_of("train")]
    if networks:
        first = networks[0]
        size = count(first["counts"]["parameters"])
        yield "Network", f"{first['config']['model']['architecture']}, {size} parameters"
        yield "Seeds", ", ".join(str(made["config"]["train"]["seed"]) for made in networks)
        facts = first["determinism"]
        threads = f"{facts['threads']} thread{'s' if facts['threads'] != 1 else ''}"
        yield "Device", f"{facts['device']}, {facts['precision']}, {threads}"
    weighted = [manifests[folder]["determinism"].get("weights") for folder in inputs.base_of("predict")]
    if len(weighted) == 1 and weighted[0]:
        yield "Weights", weighted[0]
    yield "creflow", f"{qc['version']}, commit {short(qc['git_commit'])}{', changed since' if qc['git_dirty'] else ''}"


def _settings(stage: str, inputs: Inputs) -> Iterator[Setting]:
    """Those of the base that differ from the defaults in the schema of its tool."""
    folder = next((one for one in (*inputs.base_of(stage), stage) if one in inputs.folders(stage)), None)
    if folder is None:
        return
    config = inputs.manifests[folder]["config"]
    schema = json.loads((SCHEMAS / f"{STAGES[stage].tool}.schema.json").read_text(encoding="utf-8"))
    passed = {f"{section}.{key}" for section, keys in STAGES[stage].passed.items() for key in keys}
    for key, value, default in _different(config, schema):
        if key not in passed:
            yield Setting(key, _as_text(value), _as_text(default))


def _different(config: Json, schema: Json, above: str = "") -> Iterator[tuple[str, Any, Any]]:
    for key, value in config.items():
        known = schema.get("properties", {}).get(key, {})
        if isinstance(value, dict) and "properties" in known:
            yield from _different(value, known, f"{above}{key}.")
        elif value != known.get("default"):
            yield f"{above}{key}", value, known.get("default")


def _as_text(value: Any) -> str:  # noqa: ANN401 - JSON
    if value is None:
        return "not set"  # often so that a preset or the table decides
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _times(manifests: dict[str, Json]) -> list[Time]:
    times: dict[str, Time] = {}
    for folder, made in manifests.items():
        stage = folder.split("/")[0]
        title = STAGES[stage].title if stage in STAGES else stage
        time = times.setdefault(stage, Time(title, 0, 0.0))
        time.jobs += 1
        time.seconds += float(made["run"]["seconds"])
    return list(times.values())
