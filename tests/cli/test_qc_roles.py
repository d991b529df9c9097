"""cre-qc: several tables, places on the genome, strata, words with meanings, and the table of kept rows; what is
expected is computed with pandas."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pytest
from creflow_workflow import manifest
from helpers.artifact_texts import read_texts
from helpers.real_data import PARTS, real_file

TASKS = ["K562", "HepG2"]
COLUMNS = {"id": "name", "target_cell": "cell", "min_gap": "gap", "group": "family", "split": "fold"}
SETTINGS = {
    "tasks": [{"name": t, "activity": f"{t}_y", "standard_error": f"{t}_s"} for t in TASKS],
    "columns": COLUMNS,
    "strata": ["library", "batch"],
    "se_rule": "C",
}


def measured(rows: int, start: int = 0) -> pd.DataFrame:
    """Rows as texts; some without a place, a batch or a group, some to be rejected."""
    draw = np.random.default_rng(7 + start)
    table = pd.DataFrame({"name": [f"e{start + i}" for i in range(rows)]})
    table["sequence"] = ["".join(draw.choice(list("ACGT"), 20)) for _ in range(rows)]
    for task in TASKS:
        table[f"{task}_y"] = draw.normal(size=rows).round(4).astype(str)
        table[f"{task}_s"] = draw.uniform(0.05, 0.9, rows).round(4).astype(str)
    table["cell"] = draw.choice(["K562", "hepg2"], rows)
    table["gap"] = draw.normal(size=rows).round(3).astype(str)
    table["library"] = draw.choice(["L1", "L 2"], rows)
    table["batch"] = draw.choice(["b1", "b2", "NA"], rows)
    table["family"] = draw.choice(["f1", "f2", ""], rows)
    table["fold"] = draw.choice(["train", "test"], rows)
    table["place"] = [f"chr{1 + i % 3}:{100 + i}-{119 + i}:{'+-'[i % 2]}" for i in range(rows)]
    table.loc[3, "sequence"] = "ACGTXCGTACGTACGTACGT"
    table.loc[5, "K562_y"] = ""
    table.loc[[8, 9], "place"] = ["NA", "somewhere"]
    return table


@pytest.fixture
def qc(run_tool: Callable, tmp_path: Path) -> Callable:
    """qc(settings, table, ..., out="out") runs cre-qc; returns the finished process."""

    def run(settings: dict, *tables: Path, out: str = "out", expect: int = 0):  # noqa: ANN202
        (tmp_path / "config.json").write_text(json.dumps({"qc": settings}))
        words = [word for table in tables for word in ("--table", table)]
        return run_tool("cre-qc", "--config", tmp_path / "config.json", *words, "--out", tmp_path / out, expect=expect)

    return run


def read_table(file: Path) -> pd.DataFrame:
    """As texts."""
    return pd.read_csv(file, sep="\t", dtype=str, keep_default_na=False)


def strata_of(elements: h5py.File) -> dict[str, list[str]]:
    """The words of each row by the name of the stratum, NA where there is none."""
    found = {}
    for number, name in enumerate(read_texts(elements["strata/names"])):
        levels = [*read_texts(elements[f"strata/{number}/levels"]), "NA"]
        found[name] = [levels[level] for level in elements[f"strata/{number}/level"][()]]
    return found


def datasets_of(elements: h5py.File) -> list[str]:
    """Names of all datasets."""
    names: list[str] = []
    elements.visititems(lambda name, item: names.append(name) if isinstance(item, h5py.Dataset) else None)
    return sorted(names)


def test_several_tables_are_joined(qc: Callable, tmp_path: Path) -> None:
    """Columns in another order, another form of file; lines and rejections are those of each file."""
    tables = [measured(30), measured(25, start=100)]
    tables[0].to_csv(tmp_path / "a.tsv.gz", sep="\t", index=False)
    tables[1][tables[1].columns[::-1]].to_csv(tmp_path / "b.csv", index=False)
    qc(SETTINGS, tmp_path / "a.tsv.gz", tmp_path / "b.csv")
    all_rows = pd.concat(
        [t.assign(source=n, line=t.index + 2) for t, n in zip(tables, ["a.tsv.gz", "b.csv"], strict=True)]
    )
    bad = all_rows["sequence"].str.contains("X") | (all_rows["K562_y"] == "")
    kept = all_rows[~bad]
    with h5py.File(tmp_path / "out/elements.h5") as elements:
        assert read_texts(elements["id"]) == kept["name"].tolist()
        assert elements["line"][()].tolist() == kept["line"].tolist()
        expected = {name: kept[name].replace("", "NA").tolist() for name in ("source", "library", "batch")}
        assert strata_of(elements) == expected
    rejected = read_table(tmp_path / "out/rejected.tsv.gz")
    assert rejected.columns.tolist() == ["line", "id", "code", "detail", "source"]
    wanted = all_rows[bad][["line", "name", "source"]].astype(str).to_numpy().tolist()
    assert rejected[["line", "id", "source"]].to_numpy().tolist() == wanted
    made = manifest.read(tmp_path / "out")
    inputs = [(entry["role"], entry["file"], entry["sha256"]) for entry in made["inputs"]]
    assert inputs == [("table", n, manifest.sha256_of_file(tmp_path / n)) for n in ("a.tsv.gz", "b.csv")]
    assert made["counts"]["kept"] + made["counts"]["rejected"] == made["counts"]["read"] == len(all_rows)
    assert json.loads((tmp_path / "out/qc_report.json").read_text())["table"] == "a.tsv.gz, b.csv"


def test_several_tables_in_one_option(run_tool: Callable, tmp_path: Path) -> None:
    """--table A B is --table A --table B; order is part of the result."""
    for number, name in enumerate("ab"):
        measured(12, 50 * number).to_csv(tmp_path / f"{name}.tsv", sep="\t", index=False)
    (tmp_path / "c.json").write_text(json.dumps({"qc": SETTINGS}))
    files = [tmp_path / "a.tsv", tmp_path / "b.tsv"]
    run_tool("cre-qc", "--config", tmp_path / "c.json", "--table", *files, "--out", tmp_path / "one")
    run_tool("cre-qc", "--config", tmp_path / "c.json", *(f"--table={f}" for f in files), "--out", tmp_path / "two")
    assert (tmp_path / "one/elements.h5").read_bytes() == (tmp_path / "two/elements.h5").read_bytes()


def test_what_is_wrong_with_one_of_several(qc: Callable, tmp_path: Path) -> None:
    """The message names the file."""
    table = measured(12)
    table.to_csv(tmp_path / "a.tsv", sep="\t", index=False)
    table.drop(columns="library").to_csv(tmp_path / "b.tsv", sep="\t", index=False)
    done = qc(SETTINGS, tmp_path / "a.tsv", tmp_path / "b.tsv", expect=4)
    assert f"{tmp_path}/b.tsv: no column 'library' (qc.strata[0])" in done.stderr
    table.to_csv(tmp_path / "c.tsv", sep="\t", index=False)
    done = qc(SETTINGS, tmp_path / "a.tsv", tmp_path / "c.tsv", expect=4)
    assert "a.tsv, c.tsv: line 2 of c.tsv, column name: id 'e0' is also on line 2 of a.tsv" in done.stderr
    done = qc(SETTINGS, tmp_path / "a.tsv", tmp_path / "a.tsv", expect=2)
    assert "is given twice" in done.stderr
    assert not list((tmp_path / "out").glob("*"))


def test_places_of_regions_and_columns(qc: Callable, tmp_path: Path) -> None:
    """A region and columns as in BED give the same places."""
    table = measured(30)
    parts = table["place"].str.extract(r"^(chr\w+):(\d+)-(\d+):([+-])$")
    table["chrom"], table["to"], table["strand"] = parts[0].fillna("NA"), parts[2].fillna("NA"), parts[3].fillna(".")
    table["from"] = (parts[1].astype(float) - 1).astype("Int64").astype(str).replace("<NA>", "NA")
    table.to_csv(tmp_path / "t.tsv", sep="\t", index=False)
    by_region = SETTINGS | {"columns": COLUMNS | {"region": "place"}}
    by_column = SETTINGS | {
        "columns": COLUMNS | {"chromosome": "chrom", "start": "from", "end": "to", "strand": "strand"}
    }
    done = qc(by_region, tmp_path / "t.tsv", out="region")
    assert "no place on the genome is read in 1 row, for instance from 'somewhere' (line 11)" in done.stderr
    qc(by_column, tmp_path / "t.tsv", out="columns")
    kept = ~table.index.isin([3, 5])
    for out in ("region", "columns"):
        with h5py.File(tmp_path / out / "elements.h5") as elements:
            assert read_texts(elements["chromosome"]) == parts[0].fillna("")[kept].tolist()
            assert elements["start"][()].tolist() == (parts[1].astype(float) - 1).fillna(-1)[kept].tolist()
            assert elements["end"][()].tolist() == parts[2].astype(float).fillna(-1)[kept].tolist()
            assert elements["strand"][()].tolist() == parts[3].map({"+": 1, "-": -1}).fillna(0)[kept].tolist()


@pytest.mark.parametrize("part", PARTS)
def test_places_in_published_ids(qc: Callable, tmp_path: Path, part: str) -> None:
    """TYPE__name__chr:start..end,strand__tile of the lncRNA promoters, by the documented pattern."""
    file = real_file("lncrna_promoters_114bp.tsv.gz", part)
    pattern = r"__(?P<chromosome>chr\w+):(?P<start>\d+)\.\.(?P<end>\d+),(?P<strand>[+-])__"
    settings = {
        "tasks": [{"name": "HepG2", "activity": "HepG2_log2FC"}],
        "columns": {"id": None, "target_cell": None, "min_gap": None, "region": "id", "region_pattern": pattern},
        "strata": ["oligo_type"],
        "off_length": "adjust",
    }
    done = qc(settings, file)
    assert "with qc.columns.start_base: 0 they would be" in done.stderr
    settings["columns"]["start_base"] = 0
    done = qc(settings, file)
    assert "start_base" not in done.stderr
    table = pd.read_csv(file, sep="\t")
    kept = table[table["HepG2_log2FC"].notna()].reset_index(drop=True)
    found = kept["id"].str.extract(pattern)
    with h5py.File(tmp_path / "out/elements.h5") as elements:
        assert read_texts(elements["chromosome"]) == found["chromosome"].fillna("").tolist()
        assert elements["start"][()].tolist() == found["start"].astype(float).fillna(-1).tolist()
        assert elements["end"][()].tolist() == found["end"].astype(float).fillna(-1).tolist()
        assert elements["strand"][()].tolist() == found["strand"].map({"+": 1, "-": -1}).fillna(0).tolist()
        assert strata_of(elements) == {"oligo_type": kept["oligo_type"].tolist()}


def test_places_that_cannot_be_read_at_all(qc: Callable, tmp_path: Path) -> None:
    """An error, and a setting without effect a warning."""
    measured(12).to_csv(tmp_path / "t.tsv", sep="\t", index=False)
    done = qc(SETTINGS | {"columns": COLUMNS | {"region": "library"}}, tmp_path / "t.tsv", expect=4)
    assert "qc.columns.region (column library): no place on the genome can be read in any row" in done.stderr
    done = qc(SETTINGS | {"columns": COLUMNS | {"start_base": 0}}, tmp_path / "t.tsv")
    assert "qc.columns.start_base has no effect with qc.columns.region: null" in done.stderr


def test_words_with_meanings(qc: Callable, tmp_path: Path) -> None:
    """The same elements as from a table in which pandas replaced the words."""
    clean = measured(30)
    clean.loc[[10, 11], "HepG2_y"] = ["-2", ""]
    written = clean.copy()
    written["fold"] = written["fold"].map({"train": "fold1", "test": "fold2"})
    written["cell"] = written["cell"].replace("hepg2", "cells of the liver")
    written.loc[[10, 11], "HepG2_y"] = ["<LOD", " ND "]
    written["batch"] = written["batch"].replace("NA", "unknown batch")
    settings = SETTINGS | {"missing": ["NA", ""]}
    clean.to_csv(tmp_path / "clean.tsv", sep="\t", index=False)
    written.to_csv(tmp_path / "written.tsv", sep="\t", index=False)
    values = {
        "fold": {"fold1": "train", "fold2": "test"},
        "cell": {"cells of the liver": "HepG2"},
        "HepG2_y": {"<LOD": -2, "ND": None},
        "batch": {"unknown batch": None},
    }
    qc(settings, tmp_path / "clean.tsv", out="clean")
    qc(settings | {"values": values}, tmp_path / "written.tsv", out="written")
    assert (tmp_path / "clean/elements.h5").read_bytes() == (tmp_path / "written/elements.h5").read_bytes()
    done = qc(settings | {"values": {"K562_x": {"a": "b"}}}, tmp_path / "clean.tsv", expect=3)
    assert "qc.values.K562_x: no column of this name in qc.columns, qc.tasks or qc.strata (did you mean" in done.stderr


def test_strata_have_few_words(qc: Callable, tmp_path: Path) -> None:
    """An id is no stratum."""
    measured(1200).to_csv(tmp_path / "t.tsv", sep="\t", index=False)
    done = qc(SETTINGS | {"strata": ["name"]}, tmp_path / "t.tsv", expect=4)
    assert "qc.strata: column name: more than 1000 different values" in done.stderr


@pytest.mark.parametrize("several", [False, True])
def test_kept_rows_come_back_as_the_same_elements(qc: Callable, tmp_path: Path, several: bool) -> None:
    """kept.tsv.gz read by cre-qc with the columns that docs/artifacts.md names."""
    files = [tmp_path / "a.tsv", tmp_path / "b.tsv"][: 2 if several else 1]
    for number, file in enumerate(files):
        measured(30, 100 * number).to_csv(file, sep="\t", index=False)
    qc(SETTINGS | {"columns": COLUMNS | {"region": "place"}, "write_kept": True}, *files)
    made = {entry["role"]: entry["file"] for entry in manifest.read(tmp_path / "out")["outputs"]}
    assert made["kept"] == "kept.tsv.gz"
    again = {
        "tasks": [{"name": t, "activity": t, "standard_error": f"{t}_se"} for t in TASKS],
        "columns": {name: name for name in ("id", "target_cell", "min_gap", "group", "split", "start", "end", "strand")}
        | {"chromosome": "chromosome"},
        "strata": ["source", "library", "batch"] if several else ["library", "batch"],
        "se_rule": "C",
    }
    qc(again, tmp_path / "out/kept.tsv.gz", out="again")
    with h5py.File(tmp_path / "out/elements.h5") as first, h5py.File(tmp_path / "again/elements.h5") as second:
        names = datasets_of(first)
        assert names == datasets_of(second)
        for name in names:
            if name != "line":
                np.testing.assert_array_equal(first[name][()], second[name][()], err_msg=name)
    table = read_table(tmp_path / "out/kept.tsv.gz")
    with h5py.File(tmp_path / "out/elements.h5") as elements:
        assert table["line"].astype(int).tolist() == elements["line"][()].tolist()
        np.testing.assert_array_equal(table["K562_weight"].astype("float32"), elements["weight"][:, 0])


def test_nothing_is_written_that_is_not_asked_for(qc: Callable, tmp_path: Path) -> None:
    """No kept.tsv.gz, no strata, no places, and rejected.tsv.gz as ever."""
    measured(12).to_csv(tmp_path / "t.tsv", sep="\t", index=False)
    qc(SETTINGS | {"strata": []}, tmp_path / "t.tsv")
    assert not (tmp_path / "out/kept.tsv.gz").exists()
    with h5py.File(tmp_path / "out/elements.h5") as elements:
        assert not {"strata", "start", "end", "strand", "chromosome"} & set(elements)
    assert read_table(tmp_path / "out/rejected.tsv.gz").columns.tolist() == ["line", "id", "code", "detail"]
