"""predictions.h5 made by a test: simulated values in the layout of lib/storage/predictions.cpp."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import h5py
import numpy as np
from numpy.typing import NDArray

from helpers.artifact_texts import write_texts
from helpers.manifest import write_manifest

TRAIN, VAL, TEST = 0, 1, 2


@dataclass
class PredictionTable:
    """N rows of K tasks; the members are the datasets of predictions.h5."""

    tasks: list[str]
    id: list[str]
    sequence_sha256: NDArray[np.uint8]  # (N, 32)
    line: NDArray[np.int64]
    split: NDArray[np.uint8]
    group: NDArray[np.int64]
    activity: NDArray[np.float64]
    standard_error: NDArray[np.float64]
    mask: NDArray[np.uint8]
    weight: NDArray[np.float32]
    target_cell: NDArray[np.int16]
    min_gap: NDArray[np.float64]
    flags: NDArray[np.uint32]
    predicted: NDArray[np.float32]
    forward: NDArray[np.float32]
    reverse: NDArray[np.float32] | None = None
    member_sd: NDArray[np.float32] | None = None
    low: NDArray[np.float32] | None = None  # ends of prediction intervals
    high: NDArray[np.float32] | None = None
    gc: NDArray[np.float32] | None = None  # (N)
    model_sha256: list[str] = field(default_factory=lambda: ["0" * 64])
    ids_are_row_numbers: bool = False
    insert_length: int = 200
    interval_alpha: float = 0.1
    scale: tuple[float, ...] = ()  # SD that standardized the targets of each task; 1 where none is given

    def take(self, rows: NDArray[np.int64]) -> PredictionTable:
        """The rows `rows`, in that order."""
        values = dict(vars(self))
        for name, value in values.items():
            if isinstance(value, np.ndarray):
                values[name] = value[rows]
        values["id"] = [self.id[i] for i in rows]
        return PredictionTable(**values)


def simulated_predictions(
    rows: int = 300, tasks: int = 3, seed: int = 1, groups: int | None = None, noise: float = 0.7
) -> PredictionTable:
    """Correlated measurements and predictions: every row in the test split, all measured, every group of one row."""
    draw = np.random.default_rng(seed)
    activity = draw.normal(size=(rows, tasks))
    forward = (0.8 * activity + noise * draw.normal(size=(rows, tasks))).astype(np.float32)
    reverse = (forward + 0.1 * draw.normal(size=(rows, tasks))).astype(np.float32)
    target = draw.integers(0, tasks, rows)
    others = np.where(np.arange(tasks) == target[:, None], -np.inf, activity).max(axis=1)
    return PredictionTable(
        tasks=["K562", "HepG2", "SKNSH", "WTC11"][:tasks],
        id=[f"element_{i}" for i in range(rows)],
        sequence_sha256=sequence_digests(range(rows)),
        line=np.arange(2, rows + 2, dtype=np.int64),
        split=np.full(rows, TEST, dtype=np.uint8),
        group=np.arange(rows, dtype=np.int64) if groups is None else draw.integers(0, groups, rows),
        activity=activity,
        standard_error=draw.uniform(0.1, 0.5, size=(rows, tasks)),
        mask=np.ones((rows, tasks), dtype=np.uint8),
        weight=np.ones((rows, tasks), dtype=np.float32),
        target_cell=target.astype(np.int16),
        min_gap=activity[np.arange(rows), target] - others,
        flags=np.zeros(rows, dtype=np.uint32),
        predicted=((forward + reverse) / 2).astype(np.float32),
        forward=forward,
        reverse=reverse,
    )


def sequence_digests(numbers: Iterable[int]) -> NDArray[np.uint8]:
    """(N, 32): one digest a number, as if each were a sequence."""
    return np.array([list(hashlib.sha256(str(number).encode()).digest()) for number in numbers], dtype=np.uint8)


def write_predictions(folder: Path, table: PredictionTable) -> Path:
    """Writes folder/predictions.h5 and its manifest; returns the path of the former."""
    folder.mkdir(parents=True, exist_ok=True)
    tasks = len(table.tasks)
    scaler = {
        "mean": [0.0] * tasks,
        "sd": list(table.scale) or [1.0] * tasks,
        "low": [None] * tasks,
        "high": [None] * tasks,
    }
    path = folder / "predictions.h5"
    with h5py.File(path, "w") as file:
        file.attrs["creflow_artifact"] = np.bytes_("predictions")
        file.attrs["schema_version"] = np.int64(3)
        file.attrs["scaler"] = np.bytes_(json.dumps(scaler))
        file.attrs["dataset_sha256"] = np.bytes_("0" * 64)
        file.attrs["reverse_averaged"] = np.int64(table.reverse is not None)
        for name in ("ids_are_row_numbers", "insert_length"):
            file.attrs[name] = np.int64(getattr(table, name))
        if table.low is not None:
            file.attrs["intervals"] = np.bytes_(json.dumps({"alpha": table.interval_alpha}))
        for name, value in vars(table).items():
            if isinstance(value, list):
                write_texts(file, name, value)
            elif isinstance(value, np.ndarray):
                file.create_dataset(name, data=value, fletcher32=True, chunks=True)
    write_manifest(folder, ["predictions.h5"], tool="cre-predict")
    return path
