"""The files that creflow makes, as NumPy arrays and pandas tables; needs h5py and NumPy, and pandas for tables.

    from creflow_artifacts import metrics, read, rows
    dataset = read("results/simulated/encode/base/dataset.h5")  # dataset["activity"]: (N, K)
    table = rows("results/simulated/predict/base/seed1337/predictions.h5")  # a row an element
    scores = metrics("results/simulated/eval/base/metrics.json")  # a row a task and measure

docs/artifacts.md says what each file holds. N is elements, K tasks, L bases of the insert.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import h5py
import numpy as np

if TYPE_CHECKING:
    import pandas as pd

SPLITS = ("train", "val", "test")
VERSIONS = {"bootstrap": 2, "split": 2, "baseline": 2, "training_checkpoint": 4}  # of the layouts; all others: 3
LATEST = 3
OF_NO_ROW = ("replicate_reliability", "model_sha256", "model_weight")  # lists of tasks and models
BASES = np.frombuffer(b"ACGTN", dtype=np.uint8)

Values = np.ndarray | list[str]


@dataclass(frozen=True)
class Artifact:
    """An HDF5 file: arrays by name (texts are lists), attributes, those that are JSON as what it says."""

    kind: str  # elements, split, dataset, baseline, model, training_checkpoint, predictions, bootstrap
    attributes: dict[str, Any]
    arrays: dict[str, Values]

    def __getitem__(self, name: str) -> Values:
        """artifact["activity"], artifact["weights/heads.0.bias"]."""
        return self.arrays[name]

    @property
    def sequences(self) -> list[str]:
        """Inserts of elements.h5 and dataset.h5 as letters ACGTN, 5' to 3'."""
        return [row.tobytes().decode() for row in BASES[self.arrays["codes"]]]


def read_texts(group: h5py.Group) -> list[str]:
    """Texts of an artifact (its ids, tasks, ...): text i is bytes[offsets[i]:offsets[i + 1]]."""
    offsets, joined = group["offsets"][()].tolist(), group["bytes"][()].tobytes()
    return [joined[begin:end].decode() for begin, end in pairwise(offsets)]


def read(file: str | Path) -> Artifact:
    """Any HDF5 file that a stage made. A ValueError names what is no artifact, or one of another version."""
    try:
        stored = h5py.File(file)
    except OSError as error:
        if not Path(file).is_file():
            raise FileNotFoundError(f"{file}: no such file") from error
        raise ValueError(f"{file}: is no HDF5 file") from error
    with stored:
        attributes = {name: _attribute(value) for name, value in stored.attrs.items()}
        kind, version = attributes.pop("creflow_artifact", ""), attributes.pop("schema_version", None)
        if not kind:
            raise ValueError(f"{file}: is no artifact of creflow")
        if version != VERSIONS.get(kind, LATEST):
            raise ValueError(f"{file}: is '{kind}' of version {version}, expected version {VERSIONS.get(kind, LATEST)}")
        return Artifact(kind, attributes, dict(_arrays(stored, "")))


def rows(file: str | Path) -> pd.DataFrame:
    """A row an element, by id, of elements.h5, dataset.h5 and predictions.h5; by number of split.h5.

    Columns: `sequence` where the file has it, what is known of the element, the strata, and of each array of tasks
    `activity.K562`, `predicted.K562` and so on (NaN: not measured).
    """
    import pandas as pd

    artifact = read(file)
    if artifact.kind not in ("elements", "split", "dataset", "predictions"):
        raise ValueError(f"{file}: {artifact.kind} has no rows of elements; read() gives its arrays")
    arrays = dict(artifact.arrays)
    tasks, ids = arrays.pop("tasks", []), arrays.pop("id", None)
    columns: dict[str, Values] = {"sequence": artifact.sequences} if "codes" in arrays else {}
    for name, values in arrays.items():
        if name == "split":
            columns[name] = np.array(SPLITS)[values]
        elif name == "target_cell":
            columns[name] = [tasks[cell] if cell >= 0 else None for cell in values]
        elif isinstance(values, np.ndarray) and values.ndim == 2 and name not in ("codes", "sequence_sha256"):
            columns |= {f"{name}.{task}": column for task, column in zip(tasks, values.T, strict=True)}
        elif "/" not in name and name not in OF_NO_ROW and np.ndim(values) == 1:
            columns[name] = values
    for number, name in enumerate(arrays.get("strata/names", [])):
        levels = [*arrays[f"strata/{number}/levels"], None]  # -1: missing
        columns[f"stratum.{name}"] = [levels[level] for level in arrays[f"strata/{number}/level"]]
    return pd.DataFrame(columns, index=pd.Index(ids, name="id") if ids is not None else None)


def metrics(file: str | Path) -> pd.DataFrame:
    """Estimates of metrics.json: columns task (`macro`: mean over tasks), measure, value, low, high."""
    import pandas as pd

    held = json.loads(Path(file).read_text(encoding="utf-8"))
    of_tasks = {**held["per_task"], "macro": held["macro"]}
    return pd.DataFrame(
        [
            {"task": task, "measure": measure, **{key: estimate.get(key) for key in ("value", "low", "high")}}
            for task, measures in of_tasks.items()
            for measure, estimate in measures.items()
            if isinstance(estimate, dict) and "value" in estimate
        ]
    )


def _attribute(value: Any) -> Any:  # noqa: ANN401 - whatever HDF5 holds
    if isinstance(value, bytes):
        text = value.decode()
        return json.loads(text) if text.startswith("{") else text
    return value.item() if isinstance(value, np.generic) else value


def _arrays(group: h5py.Group, path: str) -> Iterator[tuple[str, Values]]:
    for name, item in group.items():
        if isinstance(item, h5py.Dataset):
            yield path + name, item[()]
        elif set(item) == {"bytes", "offsets"}:
            yield path + name, read_texts(item)
        else:
            yield from _arrays(item, f"{path}{name}/")
