"""What cre-qc makes of replicates, counts and copies, computed again with NumPy and pandas."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .artifact_texts import read_texts

Values = NDArray[np.float64]


def _factor(method: str, n: int) -> float:
    return float(np.sqrt(np.pi / 2)) if method == "median" and n > 2 else 1.0


def merged(values: Values, errors: Values, method: str) -> tuple[float, float]:
    """The merged value and its propagated standard error."""
    n = len(values)
    if method == "inverse_variance":
        if np.isnan(errors).all():
            return float(np.mean(values)), np.nan
        has = ~np.isnan(errors)
        weight = errors[has] ** -2.0
        return float(np.average(values[has], weights=weight)), float(weight.sum() ** -0.5)
    error = float(np.sqrt(np.sum(errors**2))) / n
    middle = np.median(values) if method == "median" else np.mean(values)
    return float(middle), error * _factor(method, n)


def by_spread(values: Values, method: str) -> float:
    """Standard error by the spread of the values."""
    if len(set(values)) < 2:
        return np.nan
    return float(np.std(values, ddof=1) / np.sqrt(len(values))) * _factor(method, len(values))


def intraclass(groups: list[Values]) -> float:
    """ICC(1) of groups of two and more."""
    several = [group for group in groups if len(group) > 1]
    table = pd.DataFrame(
        [(i, value) for i, group in enumerate(several) for value in group], columns=["element", "value"]
    )
    sizes = table.groupby("element").size()
    means = table.groupby("element")["value"].transform("mean")
    between = ((means - table["value"].mean()) ** 2).sum() / (len(sizes) - 1)
    within = ((table["value"] - means) ** 2).sum() / (len(table) - len(sizes))
    usual = (len(table) - (sizes**2).sum() / len(table)) / (len(sizes) - 1)
    return float((between - within) / (between + (usual - 1) * within))


def spearman_brown(single: float, count: float) -> float:
    """Reliability of the mean of `count`."""
    return count * single / (1 + (count - 1) * single)


class Run:
    """Results of one run of cre-qc."""

    def __init__(self, folder: Path) -> None:
        """Reads them, and checks that every row of the table is accounted for."""
        self.folder = folder
        self.report = json.loads((folder / "qc_report.json").read_text())
        with gzip.open(folder / "rejected.tsv.gz", "rt") as file:
            self.rejected = pd.read_csv(file, sep="\t", dtype=str, keep_default_na=False)
        with h5py.File(folder / "elements.h5") as file:
            self.ids = read_texts(file["id"])
            self.line = file["line"][()]
            self.activity, self.error = file["activity"][()], file["standard_error"][()]
            self.mask, self.weight, self.flags = file["mask"][()], file["weight"][()], file["flags"][()]
            self.codes, self.target_cell = file["codes"][()], file["target_cell"][()]
            self.reliability = file["replicate_reliability"][()] if "replicate_reliability" in file else None
        assert self.report["kept"] + self.report["rejected"] == self.report["read"]
        assert (len(self.ids), len(self.rejected)) == (self.report["kept"], self.report["rejected"])
        lines = [*self.line, *self.rejected["line"].astype(int)]
        assert sorted(lines) == list(range(2, self.report["read"] + 2))
        assert self.rejected["line"].astype(int).is_monotonic_increasing
        by_code = self.rejected["code"].value_counts()
        assert all(rule["sequential"] == by_code.get(rule["code"], 0) for rule in self.report["rules"])

    def findings(self) -> dict[str, list[str]]:
        """Texts by code."""
        out: dict[str, list[str]] = {}
        for finding in self.report["plausibility"]:
            out.setdefault(finding["code"], []).append(finding["text"])
        return out


def runner(run_tool: Callable, folder: Path) -> Callable[..., Any]:
    """run(table, settings) runs cre-qc; with expect it gives the process, else the results."""

    def run(table: pd.DataFrame, settings: dict, expect: int = 0) -> Any:  # noqa: ANN401
        out = folder / "out"
        table.to_csv(folder / "table.tsv", sep="\t", index=False, na_rep="NA")
        columns = {"target_cell": None, "min_gap": None} | settings.pop("columns", {})
        config = {"qc": {"columns": columns, "adaptors": "keep"} | settings}
        (folder / "config.json").write_text(json.dumps(config))
        done = run_tool(
            "cre-qc", "--config", folder / "config.json", "--table", folder / "table.tsv", "--out", out, expect=expect
        )
        return done if expect else Run(out)

    return run


def sequences(draw: np.random.Generator, rows: int, length: int = 30) -> list[str]:
    """Different ones."""
    found: dict[str, None] = {}
    while len(found) < rows:
        found["".join(draw.choice(list("ACGT"), length))] = None
    return list(found)
