"""The output folders of a small finished run, written by hand: numbers are made up, layout and keys are the tools'."""

from __future__ import annotations

import hashlib
import json
import math
import random
from pathlib import Path
from typing import Any

from creflow_workflow import manifest

TASKS = ("K562", "HepG2", "SKNSH")


def interval(value: float, half_width: float) -> dict[str, float]:
    """A value with a symmetric interval."""
    return {"value": value, "low": value - half_width, "high": value + half_width}


def write_stage(folder: Path, tool: str, files: dict[str, str], **keys: Any) -> None:  # noqa: ANN401 - JSON
    """Writes files and the manifest that lists them; training.json as one that differs between equal runs. `keys` are
    further ones of the manifest, or others than here."""
    outputs, varying = [], []
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        entry = {"role": name.split(".")[0], "file": name, "bytes": len(text.encode()), "sha256": digest}
        (varying if name == "training.json" else outputs).append(entry)
    content: dict[str, Any] = {
        "schema_version": 1,
        "tool": tool,
        "version": "9.8.7",  # none of creflow
        "git_commit": "0123456789abcdef0123456789abcdef01234567",
        "git_dirty": False,
        "build": {"compiler": "GNU 12.2.0", "build_type": "Release", "libraries": {"hdf5": "1.10.8"}},
        "config": {},
        "config_sha256": hashlib.sha256(b"{}").hexdigest(),
        "inputs": [],
        "outputs": outputs,
        "counts": {},
        "seeds": {"seed": 2025},
        "determinism": {"threads": 2},
        "warnings": [],
    } | keys
    content["content_sha256"] = manifest.content_sha256(content)
    content["run"] = {"host": "somewhere", "seconds": 1.5, "files": varying, "warnings": []}
    (folder / manifest.NAME).write_text(json.dumps(content, indent=2), encoding="utf-8")


def qc_report() -> dict[str, Any]:
    """1,040 rows read, 40 rejected."""
    titles = {"invalid_base": "Invalid base", "off_length": "Length", "se_above_threshold": "Standard error"}
    task = {"n": 1000, "mean": 0.41, "sd": 1.2, "skew": 0.3, "near_zero": 0.12, "se_median": 0.2, "se_iqr": 0.1}
    return {
        "table": "elements.tsv.gz",
        "read": 1040,
        "kept": 1000,
        "rejected": 40,
        "malformed": 0,
        "length": 200,
        "length_profile": {"off_length": "adjust", "longer": 7, "shorter": 2},
        "adaptors": {"upstream": "ACTGGCC", "downstream": "", "flanks": True, "rows_without": 0},
        "tasks": list(TASKS),
        "rules": [
            {"code": code, "title": title, "active": True, "sequential": rows, "alone": rows + i}
            for i, ((code, title), rows) in enumerate(zip(titles.items(), (8, 12, 20), strict=True))
        ]
        + [{"code": "unknown_target_cell", "title": "Target cell", "active": False, "sequential": 0, "alone": 3}],
        "se": {
            "rule": "A",
            "threshold": 0.5,
            "available": True,
            "removed_by": {"A": 20, "B": 9, "C": 0},
            "active_removed_fraction": 0.02,
            "warning": None,
        },
        "after": {"tasks": {name: task for name in TASKS}},
        "duplicates": {"groups": 5, "rows": 10, "rate": 0.01},
        "noise_ceiling": {name: {"reliability": 0.9, "r_max": 0.949} for name in TASKS},
    }


def split_report() -> dict[str, Any]:
    """80, 10 and 10 percent."""

    def part(rows: int) -> dict[str, Any]:
        shares = {name: 1 / 3 for name in TASKS}
        tasks = {name: {"mean": -0.1, "sd": 1.2} for name in TASKS}
        return {"rows": rows, "groups": rows - 1, "fraction": rows / 1000, "target_cell": shares, "tasks": tasks}

    return {
        "seed": 2025,
        "strategy": "random",
        "group_by": ["sequence"],
        "both_strands": True,
        "crossing_sequences": 0,
        "splits": {"train": part(800), "val": part(100), "test": part(100)},
        "warnings": ["SKNSH: share in test off by 2.4 points"],
    }


def baseline() -> dict[str, Any]:
    """A linear model: baseline.json."""
    task = {"training_rows": 800, "validation_rows": 100, "penalty": 3.0, "val_pearson": 0.6}
    return {"features": 2728, "tasks": dict.fromkeys(TASKS, task)}


def training_files(best: float, epochs: int = 8) -> dict[str, str]:
    """A network that learns smoothly up to `best`."""
    history = [
        {
            "epoch": epoch,
            "train_loss": 0.5 * math.exp(-0.3 * epoch) + 0.1,
            "val_loss": 0.5 * math.exp(-0.3 * epoch) + 0.15,
            "lr": 0.001,
            "gradient_norm": 0.5,
            "val_pearson_mean": best * (1 - math.exp(-0.5 * epoch)) / (1 - math.exp(-0.5 * epochs)),
        }
        for epoch in range(1, epochs + 1)
    ]
    summary = {
        "seed": 1337,
        "epochs_run": epochs,
        "best_epoch": epochs,
        "stop_reason": "max_epochs",
        "precision": "fp32",
        "device": "cpu",
        "parameters": 123456,
        "best": {"epoch": epochs, "val_pearson": {name: best for name in TASKS}, "val_pearson_mean": best},
    }
    lines = "".join(json.dumps(epoch) + "\n" for epoch in history)
    return {"model.h5": "weights", "history.jsonl": lines, "training.json": json.dumps(summary)}


ANALYSES = (
    *("strata", "confusion", "cell_pairs", "calibration", "coverage"),
    *("residual_histogram", "residual_quantiles", "residual_trend", "outliers"),
)


def evaluation_files(r: float) -> dict[str, str]:
    """Metrics around a Pearson correlation of `r`, with the points of the scatter panels."""
    row = {
        "n": 100,
        "pearson": interval(r, 0.03),
        "spearman": interval(r - 0.02, 0.03),
        "mse": interval(0.6, 0.05),
        "mae": interval(0.5, 0.04),
        "label": "good",
        "noise_ceiling": 0.949,
        "relative_pearson": r / 0.949,
    }
    metrics = {
        "split": "test",
        "rows": 100,
        "tasks": list(TASKS),
        "bootstrap": {"resamples": 1000, "seed": 2025, "confidence": 0.95, "unit": "element"},
        "per_task": {name: row for name in TASKS},
        "macro": {key: row[key] for key in ("pearson", "spearman", "mse", "mae")},
        "min_gap": {"definition": "column", "n": 100, "rho": interval(0.52, 0.1)},
        "baseline": None,
        "strand": {name: {"forward": r, "reverse": r - 0.01, "averaged": r} for name in TASKS},
        "acceptance": [
            {"name": "r_mean", "value": r, "threshold": 0.6, "pass": r >= 0.6, "text": "mean Pearson at least 0.60"},
            {"name": "min_gap_rho", "value": 0.52, "threshold": 0.3, "pass": True, "text": "MinGap rho at least 0.30"},
        ],
        "accepted": r >= 0.6,
    }
    source = random.Random(7)
    lines = ["id\ttask\tactivity\tpredicted\ttarget_cell\tsplit"]
    for task in TASKS:
        for i in range(100):
            y = source.gauss(0, 1)
            lines.append(f"e{i}\t{task}\t{y:.4f}\t{r * y + source.gauss(0, 0.6):.4f}\t{task}\ttest")
    return {
        "metrics.json": json.dumps(metrics),
        "tables/scatter.tsv": "\n".join(lines) + "\n",
        "tables/table1.tsv": "task\tn\n",
        "tables/acceptance.tsv": "name\tpass\n",
        **{f"tables/{name}.tsv": "task\n" for name in ANALYSES},
    }


def ablation() -> dict[str, Any]:
    """One variant, clearly worse."""
    tests = {"p": 0.002, "p_adjusted": 0.002, "significant": True, "fisher_p": 0.31}
    error = {"standard_error": 0.01}
    delta = interval(-0.05, 0.02) | error | tests | {"permutation_p": None, "permutation_p_adjusted": None}
    parts = ("macro", *TASKS)
    resolved = {"standard_error": 0.01, "alone": 0.028, "in_family": 0.028}

    def arm(name: str, r: float) -> dict[str, Any]:
        pearson = dict.fromkeys(parts, r)
        return {"name": name, "seeds": 1, "pearson": pearson, "seed_pearson": [r], "seed_sd": None}

    return {
        "split": "test",
        "rows": 100,
        "tasks": list(TASKS),
        "baseline": arm("base", 0.71),
        "family": 1,
        "variants": [
            arm("small", 0.66)
            | {
                "rows": 100,
                "missing_rows": 0,
                "baseline": {"pearson": dict.fromkeys(parts, 0.71)},
                "delta": dict.fromkeys(parts, delta),
                "delta_mse": {"macro": interval(0.04, 0.01) | error},
                "delta_min_gap_rho": interval(-0.03, 0.02) | error,
                "delta_mean_min_gap": interval(0.2, 0.05) | error,
            }
        ],
        "power": {"power": 0.8, "smallest_delta": dict.fromkeys(parts, resolved), "with_seeds": None},
        "alpha": 0.05,
        "permutations": 0,
        "warnings": [],
        "bootstrap": {"resamples": 1000, "seed": 2025, "confidence": 0.95, "unit": "element"},
    }


def linear_baseline() -> dict[str, Any]:
    """What stands under that name in an ablation.json: worse than the base, with tests that are not adjusted."""
    made = ablation()["variants"][0]
    of_networks = ("seeds", "seed_pearson", "seed_sd")
    adjusted = ("p_adjusted", "significant", "permutation_p_adjusted")
    delta = interval(-0.11, 0.03) | {"standard_error": 0.015, "p": 0.013, "fisher_p": 0.27, "permutation_p": None}
    assert set(made["delta"]["macro"]) == {*delta, *adjusted}
    parts = dict.fromkeys(made["delta"], delta)
    kept = {key: value for key, value in made.items() if key not in of_networks}
    return kept | {"name": "linear baseline", "pearson": dict.fromkeys(parts, 0.6), "delta": parts}


def write_fake_run(folder: Path) -> list[str]:
    """Writes the run and returns the report's arguments."""
    write_stage(folder / "qc/base", "cre-qc", {"qc_report.json": json.dumps(qc_report())})
    write_stage(folder / "split/base", "cre-split", {"split_report.json": json.dumps(split_report())})
    write_stage(folder / "encode/base", "cre-encode", {"scaler.json": "{}"})
    write_stage(folder / "baseline", "cre-baseline", {"baseline.json": json.dumps(baseline())})
    for name, r in (("base", 0.71), ("small", 0.66)):
        write_stage(folder / f"train/{name}/seed1", "cre-train", training_files(r))
        write_stage(folder / f"eval/{name}", "cre-eval", evaluation_files(r))
    write_stage(folder / "ablate", "cre-ablate", {"ablation.json": json.dumps(ablation())})
    stages: dict[str, list[str]] = {}
    for job in sorted(str(file.parent.relative_to(folder)) for file in folder.rglob(manifest.NAME)):
        stages.setdefault(job.split("/")[0], []).append(job)
    set_config(folder, run="demo", report={"title": "A <test> & its report"}, stages=stages)
    return f"--config {folder}/config/report.json --run {folder} --out {folder}/report".split()


def set_config(folder: Path, **keys: Any) -> None:  # noqa: ANN401 - JSON
    """Sets keys of config/report.json."""
    file = folder / "config/report.json"
    file.parent.mkdir(exist_ok=True)
    config = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    file.write_text(json.dumps(config | keys), encoding="utf-8")
