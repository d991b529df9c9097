"""Tools that compute nothing: they leave the files of their stage and a true manifest in a moment, so that the workflow
around them can be tested without a build. What the files hold is that of fake_run.py."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "workflow/scripts")]

from creflow_workflow import manifest  # noqa: E402 - found by the line above
from creflow_workflow.stages import PASSED_BY_WORKFLOW, STAGES  # noqa: E402

from helpers import fake_run  # noqa: E402

Json = dict[str, Any]
Files = Callable[[str], dict[str, str]]
READ = ("table", "elements", "split", "base-elements", "base-split", "dataset", "match-parameters-of", "model",
        "predictions", "baseline")  # fmt: skip


# Of every network and training, as `cre-train --describe --json` has it without a dataset.
DESCRIBED = {
    "parameters": 1795,
    "multiply_adds": 100_000,
    "passes_per_visit": 1,
    "validation_passes": 2,
    "max_epochs": 3,
    "visits_per_row": 1,
    "val_rows": None,
    "visits_per_epoch": None,
}


def write_fake_tools(folder: Path) -> Path:
    """A script a tool; the folder is for CREFLOW_BIN."""
    folder.mkdir(parents=True, exist_ok=True)
    for stage in STAGES.values():
        file = folder / stage.tool
        file.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{__file__}" {stage.name} "$0" "$@"\n', encoding="utf-8")
        file.chmod(0o755)
    return folder


def options_of(words: list[str]) -> dict[str, list[str]]:
    """The words of a command line by the option before them."""
    options: dict[str, list[str]] = defaultdict(list)
    name = ""
    for word in words:
        if word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            options[name] += [value] if equals else []
        else:
            options[name].append(word)
    return options


def _input(role: str, file: Path) -> Json:
    entry: Json = {"role": role, "file": file.name, "bytes": file.stat().st_size}
    entry |= {"sha256": manifest.sha256_of_file(file), "made_by": None, "manifest_sha256": None}
    beside = file.parent / manifest.NAME
    if beside.is_file():
        made = manifest.read(file.parent)
        entry |= {"made_by": made["tool"], "manifest_sha256": made["content_sha256"]}
    return entry


def _inputs(options: dict[str, list[str]], config: Json) -> list[Json]:
    inputs = [_input(name, Path(file)) for name in READ for file in options.get(name, [])]
    for word in options.get("variant", []):
        role, _, files = word.partition("=")
        inputs += [_input(role, Path(file)) for file in files.split(",")]
    motifs = config.get("encode", {}).get("motifs")
    for entry in inputs:
        entry["role"] = "base" if entry["role"] == "baseline" else entry["role"]
    inputs += [_input("linear baseline", Path(file)) for file in options.get("linear-baseline", [])]
    return inputs + ([_input("motifs", Path(motifs))] if motifs else [])


def _files(stage: str, content: str, arms: list[str]) -> dict[str, str]:
    """What a stage leaves; `content` stands for all that its settings and inputs decide."""
    match stage:
        case "simulate":
            return {"elements.tsv.gz": content, "truth.json": "{}"}
        case "qc":
            return {"elements.h5": content, "qc_report.json": json.dumps(fake_run.qc_report()), "rejected.tsv.gz": ""}
        case "split":
            return {"split.h5": content, "split_report.json": json.dumps(fake_run.split_report()), "rows.tsv.gz": ""}
        case "encode":
            return {"dataset.h5": content, "scaler.json": "{}"}
        case "baseline":
            files = {"predictions.h5": content, "baseline.h5": content}
            return files | {"baseline.json": json.dumps(fake_run.baseline())}
        case "train":
            files = fake_run.training_files(0.7)
            timing = json.loads(files["training.json"]) | {"samples_per_second": 1000.0}
            return files | {"model.h5": content, "training.json": json.dumps(timing)}
        case "predict":
            return {"predictions.h5": content}
        case "eval":
            return fake_run.evaluation_files(0.7) | {"bootstrap.h5": content}
    made = fake_run.ablation()
    made["variants"] = [made["variants"][0] | {"name": name} for name in arms if name != "linear baseline"]
    made |= {"linear_baseline": fake_run.linear_baseline()} if "linear baseline" in arms else {}
    return {"ablation.json": json.dumps(made), "ablation.tsv": content}


def play(stage: str, program: str, options: dict[str, list[str]], files: Files, **keys: Any) -> None:  # noqa: ANN401
    """Leaves the files of a stage, made of what all its settings and inputs decide, and a manifest with these keys."""
    config = _settings(options)
    inputs = _inputs(options, config)
    keys |= {"config": config, "config_sha256": manifest.sha256_of_text(manifest.canonical(config)), "inputs": inputs}
    content = manifest.canonical([config, [entry["sha256"] for entry in inputs]])
    out = Path(options["out"][0])
    fake_run.write_stage(out, STAGES[stage].tool, files(content), **keys)
    made = manifest.parse((out / manifest.NAME).read_text(encoding="utf-8"))
    made["run"]["tool_sha256"] = manifest.sha256_of_file(Path(program))
    (out / manifest.NAME).write_text(json.dumps(made), encoding="utf-8")


def _settings(options: dict[str, list[str]]) -> Json:
    """The settings of a job, with those of the command line."""
    config = manifest.parse(Path(options["config"][0]).read_text(encoding="utf-8"))
    for section in config.keys() & PASSED_BY_WORKFLOW.keys():
        passed = {key: options[key][0] for key in PASSED_BY_WORKFLOW[section]}
        config[section] |= passed | ({"seed": int(passed["seed"])} if "seed" in passed else {})
    return config


def main(stage: str, program: str, words: list[str]) -> None:
    """Plays the tool of a stage."""
    options = options_of(words)
    if "schema" in options:
        print((ROOT / f"workflow/schemas/{STAGES[stage].tool}.schema.json").read_text(encoding="utf-8"))
    elif "describe" in options:
        print(json.dumps(DESCRIBED))
    else:
        arms = [word.partition("=")[0] for word in options.get("variant", [])]
        arms += ["linear baseline"] if "linear-baseline" in options else []
        play(stage, program, options, lambda content: _files(stage, content, arms))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
