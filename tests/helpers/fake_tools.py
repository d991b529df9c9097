"""Tools that compute nothing: they leave the files of their stage and a true manifest in a moment, so that the workflow
around them can be tested with as many jobs as a test wants. Texts are those of a real run that was finished before."""

from __future__ import annotations

import itertools
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

from helpers.stages import write_stage  # noqa: E402

Json = dict[str, Any]
Files = dict[str, str]
Options = dict[str, list[str]]
TEXTS = (".json", ".jsonl", ".tsv")
VARYING = ("training.json", "timing.jsonl")
LINEAR = "linear baseline"
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


def write_fake_tools(folder: Path, run: Path) -> Path:
    """A script a tool, which shows what the results of `run` hold; the folder is for CREFLOW_BIN."""
    folder.mkdir(parents=True, exist_ok=True)
    for stage in STAGES.values():
        file = folder / stage.tool
        words = f'"{sys.executable}" "{__file__}" "{run}" {stage.name}'
        checked = '[ "$1" != --check ] || exit 0'  # these find nothing wrong
        file.write_text(f'#!/bin/sh\n{checked}\nexec {words} "$0" "$@"\n', encoding="utf-8")
        file.chmod(0o755)
    return folder


def options_of(words: list[str]) -> Options:
    """The words of a command line by the option before them."""
    options: Options = defaultdict(list)
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


def _inputs(options: Options, config: Json) -> list[Json]:
    inputs = [_input(name, Path(file)) for name in READ for file in options.get(name, [])]
    for word in options.get("variant", []):
        role, _, files = word.partition("=")
        inputs += [_input(role, Path(file)) for file in files.split(",")]
    motifs = config.get("encode", {}).get("motifs")
    for entry in inputs:
        entry["role"] = "base" if entry["role"] == "baseline" else entry["role"]
    inputs += [_input(LINEAR, Path(file)) for file in options.get("linear-baseline", [])]
    return inputs + ([_input("motifs", Path(motifs))] if motifs else [])


def _first_job(run: Path, stage: str) -> Path:
    """The folder of one in a real run, by which all are played."""
    return min((run / stage).rglob(manifest.NAME)).parent


def _texts_of(folder: Path, content: str) -> Files:
    """What a job left. In the place of arrays and archives stands `content`, for all that the settings and inputs of a
    job decide."""
    made = manifest.read(folder)
    names = [entry["file"] for entry in made["outputs"] + made["run"]["files"]]
    return {name: (folder / name).read_bytes().decode() if name.endswith(TEXTS) else content for name in names}


def _with_arms(files: Files, arms: list[str]) -> Files:
    """A comparison of these variants, each with the numbers of one that there was."""
    made = json.loads(files["ablation.json"])
    names = [name for name in arms if name != LINEAR]
    made["variants"] = [
        one | {"name": name} for name, one in zip(names, itertools.cycle(made["variants"]), strict=False)
    ]
    made["family"] = len(names)
    if LINEAR not in arms:
        del made["linear_baseline"]
    return files | {"ablation.json": json.dumps(made)}


def _without_baseline(files: Files) -> Files:
    """An evaluation that was given no linear baseline."""
    made = json.loads(files["metrics.json"])
    made["why"]["baseline"] = "no predictions of a baseline were given"
    return files | {"metrics.json": json.dumps(made | {"baseline": None})}


def play(stage: str, program: str, options: Options, files: Callable[[str], Files], **keys: Any) -> None:  # noqa: ANN401
    """Leaves the files of a stage, made of what all its settings and inputs decide, and a manifest with these keys."""
    config = _settings(options)
    inputs = _inputs(options, config)
    keys |= {"config": config, "config_sha256": manifest.sha256_of_text(manifest.canonical(config)), "inputs": inputs}
    content = manifest.canonical([config, [entry["sha256"] for entry in inputs]])
    out = Path(options["out"][0])
    write_stage(out, STAGES[stage].tool, files(content), VARYING, **keys)
    made = manifest.parse((out / manifest.NAME).read_text(encoding="utf-8"))
    made["run"]["tool_sha256"] = manifest.sha256_of_file(Path(program))
    (out / manifest.NAME).write_text(json.dumps(made), encoding="utf-8")


def _settings(options: Options) -> Json:
    """The settings of a job, with those of the command line."""
    config = manifest.parse(Path(options["config"][0]).read_text(encoding="utf-8"))
    for section in config.keys() & PASSED_BY_WORKFLOW.keys():
        passed = {key: options[key][0] for key in PASSED_BY_WORKFLOW[section]}
        config[section] |= passed | ({"seed": int(passed["seed"])} if "seed" in passed else {})
    return config


def main(run: Path, stage: str, program: str, words: list[str]) -> None:
    """Plays the tool of a stage."""
    options = options_of(words)
    if "schema" in options:
        print((ROOT / f"workflow/schemas/{STAGES[stage].tool}.schema.json").read_text(encoding="utf-8"))
    elif "describe" in options:
        print(json.dumps(DESCRIBED))
    else:
        job = _first_job(run, stage)
        made = manifest.read(job)
        facts = {key: made[key] for key in ("counts", "determinism", "seeds")}
        if "seed" in options:
            facts["seeds"] |= {stage: int(options["seed"][0])}
        play(stage, program, options, lambda content: _files(job, stage, content, options), **facts)


def _files(job: Path, stage: str, content: str, options: Options) -> Files:
    files = _texts_of(job, content)
    if stage == "eval" and "baseline" not in options:
        return _without_baseline(files)
    if stage == "ablate":
        arms = [word.partition("=")[0] for word in options.get("variant", [])]
        return _with_arms(files, arms + ([LINEAR] if "linear-baseline" in options else []))
    return files


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4:])
