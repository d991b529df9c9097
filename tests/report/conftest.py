"""Tiny runs of the real workflow, and reports of them."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers.reports import TITLE, Page, copy_of, report_of, with_variants
from helpers.workflow import TINY, snakemake, write_config

GROUPS = ("stem-kernel", "batch", "learning-rate-and-decay")
RUNS = ("run", "bare_run", "many_run", "seeds_run", "failed_task", "undefined_run", "curve_run")
ONE_TASK = {
    "tasks": [{"name": "K562", "activity": "K562_l2fc", "standard_error": None}],
    "columns": {"target_cell": None, "min_gap": None},
}


@pytest.fixture(scope="session")
def run(finished_run: Path) -> Path:
    """The results of a run with three tasks, standard errors, designed cells and two variants. Not to be changed."""
    return finished_run / "results/tiny"


@pytest.fixture(scope="session")
def page(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """The report of that run."""
    return report_of(run, tmp_path_factory.mktemp("report"))


@pytest.fixture
def copy(run: Path, tmp_path: Path) -> Callable[[], Path]:
    """copy() is a copy of the results of that run, to be changed with the functions in helpers/reports.py."""
    return lambda: copy_of(run, tmp_path)


@pytest.fixture(scope="session")
def metrics(run: Path) -> dict[str, Any]:
    """eval/base/metrics.json of that run."""
    return json.loads((run / "eval/base/metrics.json").read_text())


Row = dict[str, str]


def write_table(run: Path, file: Path, change: Callable[[Row], Row], rows: int | None = None) -> None:
    """The simulated table of a run with every whole row changed, or the first `rows` of it."""
    with gzip.open(run / "simulate/elements.tsv.gz", "rt", encoding="utf-8", newline="") as stream:
        changed = [change(row) for row in csv.DictReader(stream, delimiter="\t") if None not in (*row, *row.values())][
            :rows
        ]
    lines = [list(changed[0]), *(row.values() for row in changed)]
    file.write_text("".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")


def results(folder: Path, config: dict[str, Any]) -> Path:
    """The results of a run of TINY with other settings."""
    write_config(folder, TINY | config)
    snakemake(folder)
    return folder / "results" / config["run"]


@pytest.fixture(scope="session")
def bare_run(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One task; no standard errors, designed cells, MinGap, linear baseline or variants; fewer than 30 test rows."""
    folder = tmp_path_factory.mktemp("bare")
    write_table(run, folder / "table.tsv", lambda row: {key: row[key] for key in ("ID", "sequence", "K562_l2fc")}, 260)
    parts = {"qc": ONE_TASK, "variants": {}, "baseline": {"enabled": False}, "report": {"title": TITLE}}
    return results(folder, {"run": "bare", "table": "table.tsv"} | parts)


@pytest.fixture(scope="session")
def seeds_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five seeds without variants."""
    seeds = {"run": "seeds", "seeds": [1, 2, 3, 4, 5], "train": {"epochs": 1}, "variants": {}}
    return results(tmp_path_factory.mktemp("seeds"), seeds)


def measured_in_training(*columns: str) -> Callable[[Row], Row]:
    """Gives a row its split; in those for validation and test, these columns have the same value everywhere."""

    def change(row: Row) -> Row:
        part = ("test", "val", "train", "train", "train")[int(row["ID"].removeprefix("sim_")) % 5]
        return row | {"split": part} | ({} if part == "train" else dict.fromkeys(columns, "0.5000"))

    return change


PREDEFINED = {"table": "table.tsv", "split": {"strategy": "predefined", "group_by": []}}


@pytest.fixture(scope="session")
def failed_task(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """No correlation is defined for the third task, and so none as a mean over all."""
    folder = tmp_path_factory.mktemp("failed")
    write_table(run, folder / "table.tsv", measured_in_training("SKNSH_l2fc"))
    return results(folder, PREDEFINED | {"run": "failed", "qc": {"columns": {"split": "split"}}})


@pytest.fixture(scope="session")
def undefined_run(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for the only task: of the base, of a variant and of what they differ by."""
    folder = tmp_path_factory.mktemp("undefined")
    write_table(run, folder / "table.tsv", measured_in_training("K562_l2fc"), 260)
    qc = ONE_TASK | {"columns": {"target_cell": None, "min_gap": None, "split": "split"}}
    variants = {"forward-only": {"predict": {"reverse_complement": False}}}
    return results(folder, PREDEFINED | {"run": "undefined", "qc": qc, "variants": variants})


@pytest.fixture(scope="session")
def curve_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four shares of the training rows, two seeds each; nothing is learnt."""
    shares = {f"rows-{share:g}": {"split.train_fraction": share} for share in (0.2, 0.4, 0.7)}
    seeds = {"run": "curve", "seeds": [1, 2], "train": {"epochs": 1}, "variants": shares}
    return results(tmp_path_factory.mktemp("curve"), seeds)


@pytest.fixture(scope="session")
def many_run(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """27 variants in three groups, as many as config/grid.yaml has: copies of the tiny run's with other names."""
    many = copy_of(run, tmp_path_factory.mktemp("many"))
    with_variants(many, {f"Which {what} is best?": [f"{what}-{i}" for i in range(9)] for what in GROUPS})
    report_of(many, many / "report")
    return many


@pytest.fixture(scope="session", params=RUNS)
def any_run(request: pytest.FixtureRequest) -> Path:
    """Each of these runs, the report with it."""
    return request.getfixturevalue(request.param)
