"""A run of two tables with strata, places and words with meanings: what goes through all stages into the report."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pytest
from creflow_workflow import manifest
from creflow_workflow.agreement import Agreement
from creflow_workflow.plan import Plan
from creflow_workflow.problems import Problem
from helpers.artifact_texts import read_texts
from helpers.workflow import ROOT, TINY, snakemake, write_config

WITHOUT_SIMULATION = {key: value for key, value in TINY.items() if key not in ("simulate", "variants")}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, finished_run: Path) -> Path:
    """The folder of the finished run; its tables are halves of the simulated one."""
    folder = tmp_path_factory.mktemp("tables")
    simulated = finished_run / "results/tiny/simulate/elements.tsv.gz"
    table = pd.read_csv(simulated, sep="\t", dtype=str, keep_default_na=False, on_bad_lines="skip")
    table["batch"] = np.random.default_rng(3).choice(["b1", "b2", "not known"], len(table))
    table["place"] = [f"chr{1 + i % 3}:{101 + i}-{200 + i}" for i in range(len(table))]
    table[:300].to_csv(folder / "a.tsv.gz", sep="\t", index=False)
    table[300:][table.columns[::-1]].to_csv(folder / "b.csv", index=False)
    qc = {
        "strata": ["batch"],
        "values": {"batch": {"not known": None, "b1": "first"}},
        "columns": {"region": "place"},
        "write_kept": True,
    }
    write_config(folder, WITHOUT_SIMULATION | {"table": ["a.tsv.gz", "b.csv"], "qc": qc})
    snakemake(folder)
    return folder


def test_tables_are_inputs_and_the_kept_rows_an_output(run: Path) -> None:
    """With their digests; nothing runs again."""
    made = manifest.read(run / "results/tiny/qc/base")
    inputs = [(entry["file"], entry["sha256"]) for entry in made["inputs"]]
    assert inputs == [(name, manifest.sha256_of_file(run / name)) for name in ("a.tsv.gz", "b.csv")]
    with gzip.open(run / "results/tiny/qc/base/kept.tsv.gz", "rt") as stream:
        assert len(stream.readlines()) == made["counts"]["kept"] + 1
    assert "Nothing to be done" in snakemake(run, "-n").stdout


def test_accuracy_by_strata(run: Path) -> None:
    """Rows and correlations in each, by pandas from the predictions."""
    metrics = json.loads((run / "results/tiny/eval/base/metrics.json").read_text())
    with h5py.File(run / "results/tiny/predict/base/seed7/predictions.h5") as file:
        assert {read_texts(file["chromosome"])[row] for row in range(9)} == {"chr1", "chr2", "chr3"}
        assert (file["end"][()] - file["start"][()] == 100).all()
        test = file["split"][()] == 2
        for number, (name, values) in enumerate({"source": ["a.tsv.gz", "b.csv"], "batch": ["b2", "first"]}.items()):
            levels = [*read_texts(file[f"strata/{number}/levels"]), None]
            frame = pd.DataFrame({"level": [levels[level] for level in file[f"strata/{number}/level"][test]]})
            frame["y"], frame["p"] = file["activity"][test, 0], file["predicted"][test, 0]
            found = {one["name"]: one for one in metrics["strata"][name]["strata"]}
            assert sorted(found) == sorted(values)
            for value, rows in frame.groupby("level"):
                assert found[value]["rows"] == len(rows)
                pearson = found[value]["per_task"]["K562"]["pearson"]["value"]
                assert pearson == pytest.approx(rows["y"].corr(rows["p"]), abs=1e-6)


def test_shares_of_strata_by_split(run: Path) -> None:
    """In split_report.json, of rows.tsv.gz by pandas."""
    report = json.loads((run / "results/tiny/split/base/split_report.json").read_text())
    rows = pd.read_csv(run / "results/tiny/split/base/rows.tsv.gz", sep="\t", keep_default_na=False)
    for split, part in rows.groupby("split"):
        for name in ("source", "batch"):
            shares = part[name].replace("NA", "unknown").value_counts(normalize=True).to_dict()
            assert report["splits"][split]["strata"][name] == pytest.approx(shares)


def test_the_report_names_them(run: Path) -> None:
    """Tables, strata of the split and of the residuals."""
    page = (run / "results/tiny/report/report.html").read_text()
    assert "a.tsv.gz, b.csv, " in page
    assert "Shares of the values of batch (qc.strata) within each split." in page
    assert "Batch" in page  # a kind of strata of the residuals
    methods = (run / "results/tiny/report/methods.md").read_text()
    assert "were read from the tables a.tsv.gz (SHA-256 " in methods


def test_a_change_of_one_table_is_seen(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By what it holds, which it is, and their order."""
    monkeypatch.chdir(run)
    config = json.loads(json.dumps(WITHOUT_SIMULATION)) | {"qc": {}}
    (run / "c.csv").write_bytes((run / "b.csv").read_bytes() + b"\n")
    reasons = {}
    for name, tables in {
        "same": ["a.tsv.gz", "b.csv"],
        "other": ["a.tsv.gz", "c.csv"],
        "turned": ["b.csv", "a.tsv.gz"],
    }.items():
        plan = Plan(
            config | {"table": tables, "qc": json.loads((run / "results/tiny/config/qc/base.json").read_text())["qc"]},
            "c",
            ROOT / "workflow",
        )
        reasons[name] = Agreement(plan).difference("qc")
    assert reasons["same"] == ""
    assert "b.csv -> c.csv" in reasons["other"]
    assert reasons["turned"] == "the tables have another order"


def test_a_missing_table_of_several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named."""
    monkeypatch.chdir(tmp_path)
    Path("a.tsv").write_text("x")
    plan = Plan(WITHOUT_SIMULATION | {"table": ["a.tsv", "no.tsv"]}, "c", ROOT / "workflow")
    with pytest.raises(Problem, match=r"c: table: 'no\.tsv' does not exist"):
        _ = plan.table
    plan = Plan(WITHOUT_SIMULATION | {"table": ["a.tsv", "a.tsv"][:1]}, "c", ROOT / "workflow")
    assert plan.table_options == ["--table=a.tsv"]
    with pytest.raises(Problem, match="has a value twice"):
        Plan(WITHOUT_SIMULATION | {"table": ["a.tsv", "a.tsv"]}, "c", ROOT / "workflow")


def test_variants_keep_meanings_and_outputs() -> None:
    """Another meaning of words is another measurement; the files of a run are the same for all."""
    for key, value in (("qc.values", {"ID": {"a": "b"}}), ("qc.write_kept", True)):
        with pytest.raises(Problem, match="differs from the base"):
            Plan(WITHOUT_SIMULATION | {"variants": {"v": {key: value}}}, "c", ROOT / "workflow")
