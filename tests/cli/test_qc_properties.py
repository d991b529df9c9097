"""The same table written in another way gives the same elements."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pandas as pd
import pytest
from helpers.artifact_texts import read_texts
from helpers.real_data import EXCERPTS

Json = dict[str, Any]
TASKS = ("K562", "HepG2", "HeLa")
COLUMNS = {"id": "name", "target_cell": None, "min_gap": None, "group": "oligo_type"}
SETTINGS: Json = {
    "tasks": [{"name": name, "activity": f"{name}_log2FC", "standard_error": f"{name}_SE"} for name in TASKS],
    "columns": COLUMNS,
    "allow_missing_tasks": True,
    "weights": "inverse_variance",
    "se_threshold": 0.7,
    "minimum": {"K562_nrep": 3},
}
PER_ROW = ("activity", "standard_error", "mask", "weight", "target_cell", "min_gap", "flags", "codes")


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """A published table as texts, its rows named apart."""
    rows = pd.read_csv(EXCERPTS / "lncrna_promoters_114bp.tsv.gz", sep="\t", dtype=str, keep_default_na=False)
    rows.insert(0, "name", [f"{kind}_{i}" for i, kind in enumerate(rows["oligo_type"])])
    return rows


@pytest.fixture
def elements_of(run_tool: Callable, tmp_path: Path) -> Callable[..., Json]:
    """elements_of(bytes, settings) runs cre-qc on a table; gives the datasets with rows in the order of their ids."""

    def run(content: bytes, settings: Json = SETTINGS, name: str = "table.tsv") -> Json:
        table, config, out = tmp_path / name, tmp_path / "config.json", tmp_path / "out"
        table.write_bytes(content)
        config.write_text(json.dumps({"qc": settings}))
        run_tool("cre-qc", "--config", config, "--table", table, "--out", out)
        report = json.loads((out / "qc_report.json").read_text())
        with h5py.File(out / "elements.h5") as file:
            ids = read_texts(file["id"])
            order = np.argsort(ids)
            found: Json = {key: file[key][:][order] for key in PER_ROW}
            found |= {"id": sorted(ids), "tasks": read_texts(file["tasks"])}
            found["group"] = [read_texts(file["group_name"])[i] for i in order]
        return found | {"rules": report["rules"], "read": report["read"]}

    return run


def written(table: pd.DataFrame, delimiter: str = "\t", end: str = "\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
    """The table as a text."""
    text = io.StringIO()
    table.to_csv(text, sep=delimiter, index=False, lineterminator=end, quoting=quoting)
    return text.getvalue()


def assert_equal(found: Json, expected: Json) -> None:
    """Every dataset."""
    assert found.keys() == expected.keys()
    assert len(expected["id"]) > 100
    for key, values in expected.items():
        np.testing.assert_array_equal(found[key], values, err_msg=key)


FORMS: dict[str, Callable[[pd.DataFrame], tuple[bytes, str]]] = {
    "permuted rows": lambda t: (written(t.sample(frac=1, random_state=3)).encode(), "t.tsv"),
    "columns in another order": lambda t: (written(t[t.columns[::-1]]).encode(), "t.tsv"),
    "further columns": lambda t: (written(t.join(t.add_prefix("copy of "))).encode(), "t.tsv"),
    "commas": lambda t: (written(t, ",").encode(), "t.csv"),
    "semicolons": lambda t: (written(t, ";").encode(), "t.csv"),
    "quoted fields": lambda t: (written(t, quoting=csv.QUOTE_ALL).encode(), "t.tsv"),
    "CRLF": lambda t: (written(t, end="\r\n").encode(), "t.tsv"),
    "UTF-8 with its mark": lambda t: (written(t).encode("utf-8-sig"), "t.tsv"),
    "UTF-16": lambda t: (written(t).encode("utf-16"), "t.txt"),
    "UTF-16, big end first": lambda t: (b"\xfe\xff" + written(t).encode("utf-16-be"), "t.txt"),
    "gzip": lambda t: (gzip.compress(written(t).encode()), "t.tsv.gz"),
    "two gzip members": lambda t: (b"".join(gzip.compress(part) for part in halves(written(t).encode())), "t.tsv.gz"),
    "gzip of UTF-16": lambda t: (gzip.compress(written(t).encode("utf-16")), "t.txt.gz"),
    "lower case": lambda t: (written(t.assign(sequence=t["sequence"].str.lower())).encode(), "t.tsv"),
    "other words for a missing value": lambda t: (written(t.replace("", "n/a").replace("NA", "n/a")).encode(), "t.tsv"),
    "lines of comment": lambda t: (f"## made by hand\n##\n{written(t)}".encode(), "t.tsv"),
}


def halves(content: bytes) -> tuple[bytes, bytes]:
    """Cut within a line."""
    middle = len(content) // 2
    return content[:middle], content[middle:]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_other_forms_of_a_table(elements_of: Callable, table: pd.DataFrame, form: Callable) -> None:
    """Elements, groups and counts of rules are the same."""
    content, name = form(table)
    assert_equal(elements_of(content, name=name), elements_of(written(table).encode()))


def test_decimal_commas(elements_of: Callable, table: pd.DataFrame) -> None:
    """Of a spreadsheet that writes 0,53 and separates by semicolons."""
    numbers = [column for column in table if column.endswith(("_log2FC", "_SE"))]
    commas = table.assign(**{column: table[column].str.replace(".", ",") for column in numbers})
    assert_equal(elements_of(written(commas, ";").encode()), elements_of(written(table).encode()))


def test_renamed_columns(elements_of: Callable, table: pd.DataFrame) -> None:
    """With the new names in the config; the order of minima does not count."""
    new = {column: f"{i}. {column[::-1]}" for i, column in enumerate(table.columns)}
    settings = SETTINGS | {
        "tasks": [task | {key: new[task[key]] for key in ("activity", "standard_error")} for task in SETTINGS["tasks"]],
        "columns": COLUMNS | {key: new[COLUMNS.get(key) or key] for key in ("id", "sequence", "group")},
        "minimum": {new["K562_nrep"]: 3},
    }
    expected, found = (
        elements_of(written(table).encode()),
        elements_of(written(table.rename(columns=new)).encode(), settings),
    )
    for rules in (expected["rules"], found["rules"]):
        for rule in rules:
            rule.pop("title")  # it names the column of a minimum
    assert_equal(found, expected)


def test_doubled_rows_are_kept_and_flagged(elements_of: Callable, table: pd.DataFrame) -> None:
    """Each row twice under another name: every number twice, each of them a duplicate."""
    once = elements_of(written(table).encode())
    twice = elements_of(written(pd.concat([table, table.assign(name=table["name"] + "b")])).encode())
    assert len(twice["id"]) == 2 * len(once["id"])
    assert twice["read"] == 2 * once["read"]
    first = [not name.endswith("b") for name in twice["id"]]
    np.testing.assert_array_equal(twice["activity"][first], once["activity"])
    assert (twice["flags"] & 2 == 2).all()
    for before, after in zip(once["rules"], twice["rules"], strict=True):
        assert (after["sequential"], after["alone"]) == (2 * before["sequential"], 2 * before["alone"])
