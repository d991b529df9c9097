"""A small encoded dataset and a small network for tests of cre-train and cre-predict."""

from __future__ import annotations

import copy
import json
import random
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

RunTool = Callable[..., subprocess.CompletedProcess[str]]

# What equal trainings have in common byte for byte, with the weights in checkpoints/.
RESULTS = ("model.h5", "history.jsonl", "history.tsv")

COMPLEMENT = str.maketrans("ACGT", "TGCA")
MOTIF = "TGACTCA"

SMALL_MODEL: dict[str, Any] = {
    "multiscale": {
        "stem_kernels": [5, 9],
        "stem_channels": 8,
        "stage1_channels": 16,
        "stage1_dilations": [1, 2],
        "stage2_channels": 16,
        "stage2_dilations": [1],
        "head_sizes": [8],
        "head_dropouts": [0.1],
        "norm": "weight+batch",
    }
}


SMALL_ARCHITECTURES: dict[str, dict[str, Any]] = {
    "multiscale": SMALL_MODEL["multiscale"],
    "resnet_dilated": {
        "channels": 16,
        "stem_kernel": 5,
        "blocks": 1,
        "block_kernel": 3,
        "dilated_dilations": [2, 4],
        "head_sizes": [8],
        "head_dropouts": [0.1],
    },
    "malinois": {
        "channels": [16, 16, 16],
        "kernels": [7, 5, 3],
        "pools": [2, 2, 2],
        "linear_size": 16,
        "head_sizes": [8, 8],
        "head_dropout": 0.1,
    },
    "legnet": {"stem_channels": 16, "stem_kernel": 7, "block_channels": [16, 16], "block_kernel": 5, "pools": [2, 2]},
}


def architecture_config(architecture: str, **train: object) -> dict[str, Any]:
    """`training_config` with a small network of another architecture."""
    model = {"architecture": architecture, architecture: copy.deepcopy(SMALL_ARCHITECTURES[architecture])}
    return training_config(**train) | {"model": model}


def training_config(**train: object) -> dict[str, Any]:
    """A config of cre-train: the small network, three epochs, float32; keywords change the train section."""
    section = {"epochs": 3, "batch": 32, "precision": "fp32", "optimizer": {"learning_rate": 0.01}} | train
    return {"model": copy.deepcopy(SMALL_MODEL), "train": section}


def write_json(file: Path, content: object) -> Path:
    """Writes JSON and gives the path back."""
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def write_table(file: Path, rows: int, length: int, tasks: list[str]) -> Path:
    """Random sequences; the activity in each task is the number of copies of a motif on either strand plus noise."""
    rng = random.Random(1)
    other = MOTIF.translate(COMPLEMENT)[::-1]
    lines = ["\t".join(["id", "sequence", "split", *tasks])]
    for i in range(rows):
        bases = [rng.choice("ACGT") for _ in range(length)]
        copies = rng.randrange(4)
        for _ in range(copies):
            start = rng.randrange(length - len(MOTIF))
            bases[start : start + len(MOTIF)] = rng.choice([MOTIF, other])
        split = ("train", "train", "train", "val", "test")[i % 5]
        values = [f"{copies * (k + 1) / 2 + rng.gauss(0, 0.2):.4f}" for k in range(len(tasks))]
        lines.append("\t".join([f"e{i}", "".join(bases), split, *values]))
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def make_dataset(
    folder: Path,
    run_tool: RunTool,
    *,
    rows: int = 400,
    length: int = 50,
    tasks: tuple[str, ...] = ("K562", "HepG2"),
    construct: dict[str, Any] | None = None,
    motifs: Path | None = None,
) -> Path:
    """Runs cre-qc, cre-split and cre-encode, with a MEME file when given; returns the path of dataset.h5."""
    folder.mkdir(parents=True, exist_ok=True)
    table = write_table(folder / "table.tsv", rows, length, list(tasks))
    columns = {"id": "id", "target_cell": None, "min_gap": None, "split": "split"}
    names = [{"name": task, "activity": task, "standard_error": None} for task in tasks]
    qc = write_json(folder / "qc.json", {"qc": {"tasks": names, "columns": columns}})
    split = write_json(folder / "split.json", {"split": {"strategy": "predefined"}})
    section = {"motifs": str(motifs)} if motifs else {}
    encode = write_json(folder / "encode.json", {"construct": construct or {}, "encode": section})
    run_tool("cre-qc", "--config", qc, "--table", table, "--out", folder / "qc")
    elements = folder / "qc" / "elements.h5"
    run_tool("cre-split", "--config", split, "--elements", elements, "--out", folder / "split")
    assignment = folder / "split" / "split.h5"
    out = folder / "encode"
    run_tool("cre-encode", "--config", encode, "--elements", elements, "--split", assignment, "--out", out)
    return out / "dataset.h5"


def train(
    run_tool: RunTool, dataset: Path, out: Path, config: dict[str, Any], *arguments: object, **options: object
) -> subprocess.CompletedProcess[str]:
    """Runs cre-train with one thread, as small networks are quickest so."""
    file = write_json(out.with_suffix(".json"), config)
    command: list[object] = ["--config", file, "--dataset", dataset, "--out", out, "--threads", 1, *arguments]
    return run_tool("cre-train", *command, **options)


def assert_equal_trainings(one: Path, other: Path) -> None:
    """The same bytes in everything that does not tell times."""
    names = sorted(file.name for file in (one / "checkpoints").iterdir())
    assert names == sorted(file.name for file in (other / "checkpoints").iterdir())
    for result in (*RESULTS, *(f"checkpoints/{name}" for name in names)):
        assert (one / result).read_bytes() == (other / result).read_bytes(), result


def history(folder: Path) -> list[dict[str, Any]]:
    """The lines of history.jsonl."""
    return [json.loads(line) for line in (folder / "history.jsonl").read_text().splitlines()]
