"""cre-simulate: the files it writes, and that the same config gives the same bytes."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

COLUMNS = [
    "ID",
    "sequence",
    "target_cell",
    "K562_l2fc",
    "HepG2_l2fc",
    "SKNSH_l2fc",
    "MinGap",
    "K562_lfcSE",
    "HepG2_lfcSE",
    "SKNSH_lfcSE",
]


def test_table_has_the_public_schema(run_tool: Callable, tmp_path: Path) -> None:
    """Default config: 6,000 rows of 200 bp under the column names of the public table."""
    run_tool("cre-simulate", "--out", tmp_path / "s")
    lines = gzip.decompress((tmp_path / "s" / "elements.tsv.gz").read_bytes()).decode().splitlines()
    assert lines[0].split("\t") == COLUMNS
    assert len(lines) == 6001
    rows = [dict(zip(COLUMNS, line.split("\t"), strict=False)) for line in lines[1:]]
    lengths = [len(row["sequence"]) for row in rows]
    assert lengths.count(200) == 6000 - 24  # the planted rows of another length
    truth = json.loads((tmp_path / "s" / "truth.json").read_text())
    assert truth["planted"]["rows"] == 6000
    assert {motif["name"] for motif in truth["motifs"]} >= {"GATA1", "HNF4A", "PHOX2B", "REST"}
    by_id = {row["ID"]: row["sequence"] for row in rows}
    for pair in truth["near_duplicates"]:
        one, other = by_id[pair["id"]], by_id[pair["of"]]
        if pair["strand"] == "reverse":
            one = one[::-1].translate(str.maketrans("ACGT", "TGCA"))
        assert 1 <= sum(a != b for a, b in zip(one, other, strict=True)) <= 2


def test_same_config_same_bytes(run_tool: Callable, tmp_path: Path) -> None:
    """The seed decides; the number of threads does not."""
    options = ["--set", "simulate.elements=1000"]
    for name, more in {"a": ["--threads", 1], "b": ["--threads", 3], "c": ["--set", "simulate.seed=1"]}.items():
        run_tool("cre-simulate", *options, *more, "--out", tmp_path / name)
    content = {name: (tmp_path / name / "elements.tsv.gz").read_bytes() for name in "abc"}
    assert content["a"] == content["b"]
    assert content["a"] != content["c"]
    assert (tmp_path / "a" / "truth.json").read_bytes() == (tmp_path / "b" / "truth.json").read_bytes()


def test_shares_that_do_not_fit_are_a_config_error(run_tool: Callable, tmp_path: Path) -> None:
    """One line that names the key, the value and what is allowed; nothing is written."""
    done = run_tool("cre-simulate", "--set", "simulate.planted.off_length=0.1", "--out", tmp_path / "s", expect=3)
    assert done.stderr.count("\n") == 1
    assert "simulate.planted.off_length: 0.1 is out of range; allowed: in [0, 0.0045]" in done.stderr
    assert not list(tmp_path.glob("s/*"))
