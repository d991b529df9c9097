"""cre-split: what is drawn depends on sequences alone (redone here from the specification), folds of a cross-validation
and smaller training sets."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

Done = subprocess.CompletedProcess[str]
Row = dict[str, str]
Rows = dict[str, Row]
OTHER_STRAND = str.maketrans("ACGT", "TGCA")
DRAW_OF_SPLIT = 0


def table(rows: int = 600, length: int = 40) -> list[Row]:
    """Of every ten rows one is a copy of the first of them, and one its reverse complement; strata of unequal size."""
    draw = np.random.default_rng(11)
    out: list[Row] = []
    for number in range(rows):
        sequence = "".join(draw.choice(list("ACGT"), length))
        if number % 10 in (8, 9):
            sequence = out[number - number % 10]["sequence"]
            sequence = sequence.translate(OTHER_STRAND)[::-1] if number % 10 == 9 else sequence
        out.append(
            {
                "id": f"e{number}",
                "sequence": sequence,
                "chrom": f"chr{number // 10 % 5 + 1}",
                "batch": "small" if number % 7 == 0 else "large",
                "cell": "AB"[number % 3 // 2],
                "A_l2fc": f"{draw.normal():.3f}",
                "B_l2fc": f"{draw.normal():.3f}",
            }
        )
    return out


@pytest.fixture
def split(run_tool: Callable[..., Done], tmp_path: Path) -> Callable[..., tuple[Rows, dict]]:
    """split(rows, *settings): rows.tsv.gz by sequence, and the report."""

    def elements(rows: list[Row]) -> Path:
        text = json.dumps(rows)
        folder = tmp_path / hashlib.sha256(text.encode()).hexdigest()[:8]
        if folder.exists():
            return folder
        folder.mkdir()
        with (folder / "table.tsv").open("w", newline="") as out:
            writer = csv.DictWriter(out, list(rows[0]), delimiter="\t")
            writer.writeheader()
            writer.writerows(rows)
        columns = {"id": "id", "sequence": "sequence", "chromosome": "chrom", "target_cell": "cell", "min_gap": None}
        tasks = [{"name": task, "activity": f"{task}_l2fc", "standard_error": None} for task in "AB"]
        (folder / "qc.json").write_text(json.dumps({"qc": {"tasks": tasks, "columns": columns, "strata": ["batch"]}}))
        words = ("--table", folder / "table.tsv", "--config", folder / "qc.json", "--out", folder / "qc")
        run_tool("cre-qc", *words)
        return folder

    def run(rows: list[Row], *settings: str, threads: int = 2) -> tuple[Rows, dict]:
        folder = elements(rows)
        out = folder / f"split{len(list(folder.iterdir()))}"
        words = [word for setting in settings for word in ("--set", f"split.{setting}")]
        files = ("--elements", folder / "qc/elements.h5", "--out", out)
        run_tool("cre-split", *files, "--threads", str(threads), *words)
        with gzip.open(out / "rows.tsv.gz", "rt") as stream:
            found = {row["id"]: row for row in csv.DictReader(stream, delimiter="\t")}
        by_sequence = {f"{row['sequence']} {row['A_l2fc']}": found[row["id"]] for row in rows}
        return by_sequence, json.loads((out / "split_report.json").read_text())

    return run


def splits(rows: Rows) -> dict[str, str]:
    """The split of each row by its sequence."""
    return {sequence: row["split"] for sequence, row in rows.items()}


def philox(counter: list[int], seed: int) -> list[int]:
    """Philox4x32-10 of Salmon et al. (2011)."""
    mask = 0xFFFFFFFF
    c, k = counter, [seed & mask, seed >> 32]
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(p1 >> 32) ^ c[1] ^ k[0], p1 & mask, (p0 >> 32) ^ c[3] ^ k[1], p0 & mask]
        k = [(k[0] + 0x9E3779B9) & mask, (k[1] + 0xBB67AE85) & mask]
    return c


def redone(rows: list[Row], seed: int, shares: dict[str, float], draw: int = DRAW_OF_SPLIT) -> dict[str, str]:
    """The split by the words of docs/splits.md: groups of equal sequences on either strand."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(min(row["sequence"], row["sequence"].translate(OTHER_STRAND)[::-1]), []).append(row)
    key = seed ^ (draw << 61) ^ (2 << 54)

    def place(sequence: str) -> tuple[int, ...]:
        digest = hashlib.sha256(sequence.encode()).digest()
        first, second = int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:16], "big")
        words = philox([first & 0xFFFFFFFF, first >> 32, second & 0xFFFFFFFF, second >> 32], key)
        return (words[0] | words[1] << 32, words[2] | words[3] << 32)

    order = sorted(groups, key=lambda sequence: (-len(groups[sequence]), *place(sequence)))
    kinds = ("cell", "batch")
    total = Counter((kind, row[kind]) for row in rows for kind in kinds)
    held = {name: Counter() for name in shares}
    out = {}
    for sequence in order:
        members = groups[sequence]
        added = Counter((kind, row[kind]) for row in members for kind in kinds)

        def worse(name: str, added: Counter = added, members: list[Row] = members) -> float:
            def change(have: float, more: float, aim: float) -> float:
                return more * (2 * (have - aim) + more) / aim

            sum_ = change(held[name]["rows"], len(members), shares[name] * len(rows))
            for category in sorted(added, key=lambda one: (kinds.index(one[0]), one[1])):
                sum_ += change(held[name][category], added[category], shares[name] * total[category])
            return sum_

        best = min(shares, key=worse)
        held[best].update(added)
        held[best]["rows"] += len(members)
        out |= {f"{row['sequence']} {row['A_l2fc']}": best for row in members}
    return out


@pytest.mark.parametrize("seed", [2025, 7])
def test_a_random_split_is_what_the_page_says(split: Callable, seed: int) -> None:
    rows = table()
    found, report = split(rows, f"seed={seed}")
    assert splits(found) == redone(rows, seed, {"train": 0.8, "val": 0.1, "test": 0.1})
    assert report["deviation"]["shares"].keys() == {"target_cell", "batch"}


def test_order_names_and_threads_do_not_matter(split: Callable) -> None:
    rows = table()
    known = {
        settings: splits(split(rows, *settings)[0])
        for settings in ((), ("strategy=kfold", "fold=2"), ("train_fraction=0.3",), ('group_by=["minhash"]',))
    }
    order = np.random.default_rng(5).permutation(len(rows))
    mixed = [rows[i] | {"id": f"other{i}"} for i in order]
    for settings, before in known.items():
        assert splits(split(mixed, *settings, threads=1)[0]) == before, settings


@pytest.mark.parametrize("settings", [("strategy=kfold", "folds=4"), ("strategy=leave_one_chromosome_out",)])
def test_every_row_is_tested_once(split: Callable, settings: tuple[str, ...]) -> None:
    rows = table()
    names = [f"chr{number}" for number in range(1, 6)] if len(settings) == 1 else ["1", "2", "3", "4"]
    chromosomes = [f"chromosomes.folds={json.dumps(names)}"] if len(settings) == 1 else []
    tested: Counter[str] = Counter()
    for number, name in enumerate(names, 1):
        found, report = split(rows, *settings, *chromosomes, f"fold={number}")
        test = [sequence for sequence, row in found.items() if row["split"] == "test"]
        tested.update(test)
        assert report["folds"]["tested"] == name
        assert report["folds"]["folds"][number - 1]["rows"] == len(test)
        assert sum(row["split"] == "val" for row in found.values()) == pytest.approx(60, abs=3)
        if chromosomes:
            assert {found[one]["chromosome"] for one in test} == {name}
        groups: dict[str, set[str]] = {}
        for row in found.values():
            groups.setdefault(row["group"], set()).add(row["split"])
        assert all(len(where) == 1 for where in groups.values())
    assert set(tested.values()) == {1}
    assert len(tested) == len(rows)


def test_a_fold_is_one_of_the_groups_drawn(split: Callable) -> None:
    rows = table()
    again = redone(rows, 2025, {str(fold): 0.25 for fold in range(1, 5)})
    for fold in range(1, 5):
        found, _ = split(rows, "strategy=kfold", "folds=4", f"fold={fold}")
        assert {one for one, row in found.items() if row["split"] == "test"} == {
            one for one, name in again.items() if name == str(fold)
        }


def test_smaller_training_sets_are_nested(split: Callable) -> None:
    rows = table()
    whole = splits(split(rows)[0])
    before: set[str] = set()
    for fraction in (0.05, 0.2, 0.6):
        found, report = split(rows, f"train_fraction={fraction}")
        kept = {sequence for sequence, row in found.items() if row["split"] == "train"}
        unused = {sequence for sequence, row in found.items() if row["split"] == "unused"}
        assert before <= kept
        assert kept | unused == {sequence for sequence, name in whole.items() if name == "train"}
        assert len(kept) == pytest.approx(fraction * len(kept | unused), abs=3)
        assert report["splits"]["train"]["rows"] == len(kept)
        assert all(found[one]["split"] == name for one, name in whole.items() if name != "train")
        before = kept


def test_what_cannot_be_is_refused(run_tool: Callable[..., Done], split: Callable, tmp_path: Path) -> None:
    split(table(40))
    elements = next(tmp_path.glob("*/qc/elements.h5"))
    for setting, code, said in (
        (("strategy=kfold", "folds=3", "fold=4"), 3, "split.fold: 4 is out of range; allowed: in [1, 3]"),
        (("strategy=kfold", "folds=50"), 4, "split.folds: 50 folds of 32 groups (40 rows) would leave a fold empty"),
        (("strategy=leave_one_chromosome_out",), 3, "needs at least 2 chromosomes in split.chromosomes.folds"),
        (('chromosomes.folds=["chr7","7"]',), 3, "split.chromosomes.folds[1]: '7' is there twice"),
        (("train_fraction=0",), 3, "split.train_fraction: 0 is out of range; allowed: in (0, 1]"),
    ):
        words = [word for one in setting for word in ("--set", f"split.{one}")]
        done = run_tool("cre-split", "--elements", elements, "--out", tmp_path / "out", *words, expect=code)
        assert said in done.stderr
        assert not list((tmp_path / "out").glob("*.h5"))


def test_balance_is_that_of_numpy_and_scipy(split: Callable) -> None:
    rows = table()
    found, report = split(rows)
    balance = {entry["name"]: entry for entry in report["balance"]}
    assert list(balance) == ["A", "B", "GC content", "target cell", "batch"]
    where = splits(found)
    parts = {
        name: [row for row in rows if where[f"{row['sequence']} {row['A_l2fc']}"] == name]
        for name in ("train", "val", "test")
    }
    numbers = {
        "A": lambda row: float(row["A_l2fc"]),
        "GC content": lambda row: (row["sequence"].count("G") + row["sequence"].count("C")) / len(row["sequence"]),
    }
    for name, value in numbers.items():
        train = np.array([value(row) for row in parts["train"]])
        for part in ("val", "test"):
            other = np.array([value(row) for row in parts[part]])
            spread = np.sqrt((train.var(ddof=1) + other.var(ddof=1)) / 2)
            assert balance[name][part]["smd"] == pytest.approx((other.mean() - train.mean()) / spread, rel=1e-5)
            assert balance[name][part]["ks"] == pytest.approx(stats.ks_2samp(train, other).statistic, abs=1e-12)
    for name, key in (("target cell", "cell"), ("batch", "batch")):
        levels = sorted({row[key] for row in rows})
        for part in ("val", "test"):
            differences = {}
            for level in levels:
                p, q = (np.mean([row[key] == level for row in parts[one]]) for one in ("train", part))
                differences[level] = (q - p) / np.sqrt((p * (1 - p) + q * (1 - q)) / 2)
            told = balance[name][part]
            assert told["smd"] == pytest.approx(differences[told["level"]], abs=1e-12)
            assert abs(told["smd"]) == pytest.approx(max(map(abs, differences.values())), abs=1e-12)
