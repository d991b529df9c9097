"""cre-qc on the real tables that stand beside the repository; skipped where they are absent."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest


def tasks(names: list[str], error: str | None) -> list[dict[str, str | None]]:
    """Columns NAME_log2FC and, if any, NAME_SE."""
    return [{"name": n, "activity": f"{n}_log2FC", "standard_error": n + error if error else None} for n in names]


LENTIMPRA = {
    "tasks": tasks(["K562", "HepG2", "WTC11"], None),
    "columns": {"id": "id", "target_cell": "design_cell", "min_gap": None},
}
LNCRNA = {
    "tasks": tasks(["K562", "HepG2", "HeLa"], "_SE"),
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
def report(run_tool: Callable, root: Path, tmp_path: Path) -> Callable[[str, dict], dict]:
    """report("table.tsv.gz", settings) runs cre-qc on a table of ../shared/data."""

    def run(name: str, settings: dict) -> dict:
        table = root.parent / "shared" / "data" / name
        if not table.is_file():
            pytest.skip(f"needs the full table {name} in ../shared/data")
        (tmp_path / "config.json").write_text(json.dumps({"qc": settings}))
        run_tool("cre-qc", "--config", tmp_path / "config.json", "--table", table, "--out", tmp_path / "out")
        return json.loads((tmp_path / "out" / "qc_report.json").read_text())

    return run


def test_lentimpra(report: Callable) -> None:
    """No standard errors: the rule is skipped and says so; every row is good (counted with pandas)."""
    result = report("lentimpra_joint_200bp.tsv.gz", LENTIMPRA)
    assert (result["read"], result["kept"], result["length"]) == (9254, 9254, 200)
    assert result["se"]["available"] is False
    assert "no standard-error columns" in result["se"]["skipped"]
    assert sum(cell["n"] for cell in result["by_target_cell"].values()) == 9254


def test_lncrna(report: Callable) -> None:
    """Missing tasks are masked, or their rows rejected; all counts were made with pandas."""
    result = report("lncrna_promoters_114bp.tsv.gz", LNCRNA)
    assert (result["read"], result["length"]) == (7152, 114)
    assert result["kept"] + result["rejected"] == 7152
    # pandas: rows with activity and standard error, per task
    counted = {"K562": 5898, "HepG2": 6970, "HeLa": 4544}
    assert {task: values["n"] for task, values in result["after"]["tasks"].items()} == counted
    assert result["se"]["removed_by"] == {"A": 3781, "B": None, "C": 0}
    strict = report("lncrna_promoters_114bp.tsv.gz", LNCRNA | {"allow_missing_tasks": False})
    assert strict["kept"] == 4477
