"""cre-qc on excerpts of published tables, and on the whole ones where they lie beside the repository.

What is expected is counted with pandas; what pandas counts, in numbers that were looked up once.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import h5py
import pandas as pd
import pytest
from helpers.artifact_texts import read_texts
from helpers.real_data import EXCERPTS, PARTS, lines_of, real_file


def tasks(names: list[str], error: str | None) -> list[dict[str, str | None]]:
    """Columns NAME_log2FC and, if any, NAME_SE."""
    return [{"name": n, "activity": f"{n}_log2FC", "standard_error": n + error if error else None} for n in names]


LENTIMPRA = "lentimpra_joint_200bp.tsv.gz"
LENTIMPRA_SETTINGS = {
    "tasks": tasks(["K562", "HepG2", "WTC11"], None),
    "columns": {"id": "id", "target_cell": "design_cell", "min_gap": None},
}
LNCRNA = "lncrna_promoters_114bp.tsv.gz"
LNCRNA_CELLS = ["K562", "HepG2", "HeLa"]
LNCRNA_SETTINGS = {
    "tasks": tasks(LNCRNA_CELLS, "_SE"),
    "columns": {
        "id": None,
        "target_cell": None,
        "min_gap": None,
        "group": "id",
        "group_pattern": "chr[0-9XY]+:[0-9]+",
    },
    "allow_missing_tasks": True,
    "se_rule": "C",
}


@pytest.fixture
def report(run_tool: Callable, tmp_path: Path) -> Callable[[Path, dict], dict]:
    """report(table, settings) runs cre-qc and returns its report; elements.h5 is in tmp_path / "out"."""

    def run(table: Path, settings: dict) -> dict:
        (tmp_path / "config.json").write_text(json.dumps({"qc": settings}))
        run_tool("cre-qc", "--config", tmp_path / "config.json", "--table", table, "--out", tmp_path / "out")
        return json.loads((tmp_path / "out" / "qc_report.json").read_text())

    return run


@pytest.mark.parametrize("part", PARTS)
def test_lentimpra(report: Callable, part: str) -> None:
    """No standard errors: the rule is skipped and says so; every row is good."""
    file = real_file(LENTIMPRA, part)
    rows = pd.read_csv(file, sep="\t")
    assert len(rows) == {"excerpt": 309, "whole": 9254}[part]
    result = report(file, LENTIMPRA_SETTINGS)
    assert (result["read"], result["kept"], result["length"]) == (len(rows), len(rows), 200)
    assert result["se"]["available"] is False
    assert "no standard-error columns" in result["se"]["skipped"]
    cells = rows.design_cell.replace("promoter/other", "unknown").value_counts()
    assert {cell: values["n"] for cell, values in result["by_target_cell"].items()} == cells.to_dict()
    for cell in ("K562", "HepG2", "WTC11"):
        assert result["after"]["tasks"][cell]["mean"] == pytest.approx(rows[f"{cell}_log2FC"].mean(), abs=1e-12)


@pytest.mark.parametrize("part", PARTS)
def test_lncrna(report: Callable, tmp_path: Path, part: str) -> None:
    """Missing tasks are masked, or their rows rejected; copies of a locus are one group."""
    file = real_file(LNCRNA, part)
    rows = pd.read_csv(file, sep="\t")
    # A task is measured where activity and standard error are given.
    measured = pd.DataFrame({c: rows[f"{c}_log2FC"].notna() & rows[f"{c}_SE"].notna() for c in LNCRNA_CELLS})
    kept = measured.any(axis=1)
    large = pd.DataFrame({c: measured[c] & (rows[f"{c}_SE"] > 0.5) for c in LNCRNA_CELLS}).any(axis=1)
    counts = (len(rows), kept.sum(), measured.all(axis=1).sum(), large.sum())
    assert counts == {"excerpt": (524, 498, 315, 267), "whole": (7152, 6970, 4477, 3781)}[part]

    result = report(file, LNCRNA_SETTINGS)
    assert (result["read"], result["kept"], result["length"]) == (len(rows), kept.sum(), 114)
    assert result["rejected"] == len(rows) - kept.sum()
    counted = {task: values["n"] for task, values in result["after"]["tasks"].items()}
    assert counted == measured.sum().to_dict()
    assert result["se"]["removed_by"] == {"A": large.sum(), "B": None, "C": 0}
    locus = rows.id.str.extract("(chr[0-9XY]+:[0-9]+)")[0].fillna(rows.id)
    with h5py.File(tmp_path / "out" / "elements.h5") as elements:
        assert read_texts(elements["group_name"]) == locus[kept].tolist()
        assert (elements["mask"][:] == measured[kept].to_numpy()).all()
    strict = report(file, LNCRNA_SETTINGS | {"allow_missing_tasks": False})
    assert strict["kept"] == measured.all(axis=1).sum()


@pytest.mark.parametrize("name", [LENTIMPRA, LNCRNA])
def test_excerpts_are_rows_of_the_whole_tables(name: str) -> None:
    """Byte for byte, and in their order."""
    whole = iter(lines_of(real_file(name, "whole")))
    assert all(line in whole for line in lines_of(EXCERPTS / name))
