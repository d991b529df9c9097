"""A small grid from table to report: matched pairs, another quality control, another split, a run that goes on."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import pytest
from helpers.artifact_texts import read_texts
from helpers.workflow import TINY, planned, snakemake, write_config

TEST = 2
GRID: dict[str, Any] = {
    "run": "grid",
    "seeds": [7, 8],
    "variants": {"resplit": {"split.seed": 7}},
    "grid": {
        "width": {"matrix": {"width": {"model.multiscale.stage1_channels": [32]}}, "match_parameters": True},
        "errors": {"title": "Errors of measurement", "matrix": {"se": {"qc.se_threshold": [0.35]}}},
    },
}


def config() -> dict[str, Any]:
    """TINY with wider layers, which leave widths to choose from, and one epoch."""
    sizes = {"stem_channels": 16, "stage1_channels": 16, "stage2_channels": 16}
    return TINY | GRID | {"model": {"multiscale": TINY["model"]["multiscale"] | sizes}, "train": {"epochs": 1}}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the finished run."""
    folder = tmp_path_factory.mktemp("grid")
    write_config(folder, config())
    snakemake(folder)
    return folder


def splits(folder: Path, name: str, variant: str = "base") -> dict[str, int]:
    """The split of every id."""
    place = folder / "results" / name
    with h5py.File(place / f"qc/{variant}/elements.h5") as rows:
        ids = read_texts(rows["id"])
    with h5py.File(place / f"split/{variant}/split.h5") as assigned:
        return dict(zip(ids, assigned["split"][:].tolist(), strict=True))


def rows_of_test(split: dict[str, int]) -> set[str]:
    return {name for name, value in split.items() if value == TEST}


def test_rows_of_the_variants(run: Path) -> None:
    """Test rows of the base are test rows everywhere; rows that quality control drops are gone, and said so."""
    base, strict = splits(run, "grid"), splits(run, "grid", "se-0.35")
    assert strict == {name: base[name] for name in strict}
    with h5py.File(run / "results/grid/split/resplit/split.h5") as file:
        resplit = dict(zip(base, file["split"][:].tolist(), strict=True))
    assert rows_of_test(resplit) == rows_of_test(base) and resplit != base
    made = json.loads((run / "results/grid/ablate/ablation.json").read_text())
    lost = len(rows_of_test(base) - set(strict))
    assert lost > 0
    rows = {arm["name"]: (arm["rows"], arm["missing_rows"]) for arm in made["variants"]}
    everything = (len(rows_of_test(base)), 0)
    assert rows == {
        "resplit": everything,
        "width-32": everything,
        "width-32_matched": everything,
        "se-0.35": (len(rows_of_test(base)) - lost, lost),
    }
    page = (run / "results/grid/report/report.html").read_text()
    assert f"se-0.35: its quality control dropped {lost} of the baseline" in page
    assert "Errors of measurement" in page and "qc.se_threshold: 0.35" in page


def test_a_matched_pair(run: Path) -> None:
    """One is wider than the base, the other of its size."""
    parameters = {
        name: json.loads((run / f"results/grid/train/{name}/seed7/training.json").read_text())["parameters"]
        for name in ("base", "width-32", "width-32_matched")
    }
    assert parameters["width-32"] > 1.2 * parameters["base"]
    assert parameters["width-32_matched"] == pytest.approx(parameters["base"], rel=0.02)


def test_spread_between_seeds(run: Path) -> None:
    """Each network by itself, two of them a variant."""
    made = json.loads((run / "results/grid/ablate/ablation.json").read_text())
    assert all(len(arm["seed_pearson"]) == 2 and arm["seed_sd"] > 0 for arm in made["variants"])
    assert made["power"]["with_seeds"]["alone"] > made["power"]["smallest_delta"]["macro"]["alone"]


def test_the_whole_run_is_audited(run: Path, run_tool: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """Also the inputs that variants have from the base; and nothing is left to do."""
    run_tool("cre-audit", run / "results/grid")
    assert not planned(run)
    (run / ".snakemake/metadata").rename(run / "forgotten")
    assert not planned(run), "matched pairs, ensembles and splits that follow the base are known by their manifests"
    (run / "forgotten").rename(run / ".snakemake/metadata")


def test_a_run_goes_on_from_another(run: Path, run_tool: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """Its own quality control keeps more rows; the split of the other run is kept. Both are audited together."""
    following = {"run": "next", "extends": "grid", "split": {"strategy": "extend"}, "qc": {"se_rule": "C"}}
    write_config(run, config() | following | {"variants": {}, "grid": {}})
    snakemake(run, "--until", "split")
    assert not planned(run, "--until", "split", "--rerun-triggers", "mtime")
    old, new = splits(run, "grid"), splits(run, "next")
    assert len(new) > len(old) and old == {name: new[name] for name in old}
    run_tool("cre-audit", run / "results")
    write_config(run, config())
