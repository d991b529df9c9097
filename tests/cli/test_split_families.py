"""cre-split: near duplicates, places and chromosomes, against brute force in NumPy and SciPy."""

from __future__ import annotations

import csv
import gzip
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

Done = subprocess.CompletedProcess[str]
Table = list[dict[str, str]]
LETTERS = np.frombuffer(b"ACGT", dtype=np.uint8)
OTHER_STRAND = str.maketrans("ACGT", "TGCA")


def families(rows: int = 300, length: int = 60) -> list[str]:
    """Of three: a parent, a copy with two other bases, and the reverse complement of one with two others again."""
    draw = np.random.default_rng(3)
    out: list[str] = []
    for _ in range(rows // 3):
        row = draw.choice(LETTERS, length)
        for member in range(3):
            out.append(row.tobytes().decode().translate(OTHER_STRAND)[::-1] if member == 2 else row.tobytes().decode())
            row = row.copy()
            places = draw.choice(length, 2, replace=False)
            row[places] = LETTERS[(np.searchsorted(LETTERS, row[places]) + 1) % 4]
    return out


def table() -> Table:
    """Each family at one place, chromosomes 1 to 10 in turn."""
    draw = np.random.default_rng(4)
    out = []
    for number, sequence in enumerate(families()):
        family = number // 3
        start = 1000 * (family + 1) + 40 * (number % 3)
        out.append(
            {
                "id": f"e{number}",
                "sequence": sequence,
                "region": f"chr{family % 10 + 1}:{start}-{start + 60}",
                "A_l2fc": f"{draw.normal():.3f}",
                "B_l2fc": f"{draw.normal():.3f}",
            }
        )
    return out


Split = Callable[..., tuple[dict[str, dict[str, str]], dict[str, object], Done]]


@pytest.fixture
def split(run_tool: Callable[..., Done], tmp_path: Path) -> Split:
    """split(rows, *settings): rows of rows.tsv.gz by id, the report, and the finished process."""

    def run(rows: Table, *settings: str, fails: int = 0) -> tuple[dict[str, dict[str, str]], dict[str, object], Done]:
        folder = tmp_path / f"run{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        file = folder / "table.tsv"
        with file.open("w", newline="") as out:
            writer = csv.DictWriter(out, list(rows[0]), delimiter="\t")
            writer.writeheader()
            writer.writerows(rows)
        config = {
            "qc": {
                "tasks": [{"name": task, "activity": f"{task}_l2fc", "standard_error": None} for task in "AB"],
                "columns": {
                    "id": "id",
                    "sequence": "sequence",
                    "region": "region",
                    "target_cell": None,
                    "min_gap": None,
                },
            }
        }
        (folder / "qc.json").write_text(json.dumps(config))
        run_tool("cre-qc", "--table", file, "--config", folder / "qc.json", "--out", folder / "qc")
        words = [word for setting in settings for word in ("--set", f"split.{setting}")]
        done = run_tool(
            *(
                "cre-split",
                "--elements",
                folder / "qc/elements.h5",
                "--out",
                folder / "split",
                "--threads",
                "2",
                *words,
            ),
            expect=fails,
        )
        if fails:
            return {}, {}, done
        with gzip.open(folder / "split/rows.tsv.gz", "rt") as text:
            found = {row["id"]: row for row in csv.DictReader(text, delimiter="\t")}
        return found, json.loads((folder / "split/split_report.json").read_text()), done

    return run


def distances(sequences: list[str]) -> np.ndarray:
    """(N, N) smallest Hamming distance of both strands."""
    rows = np.array([list(sequence.encode()) for sequence in sequences])
    other = np.array([list(sequence.translate(OTHER_STRAND)[::-1].encode()) for sequence in sequences])
    return np.minimum((rows[:, None] != rows[None]).sum(2), (rows[:, None] != other[None]).sum(2))


@pytest.mark.parametrize("mismatches", [1, 2, 4])
def test_near_duplicates(split: Split, mismatches: int) -> None:
    """Groups are the connected components of all pairs; no pair of near ones is in two splits."""
    rows = table()
    found, report, _ = split(rows, 'group_by=["near_duplicate"]', f"max_mismatches={mismatches}")
    near = distances([row["sequence"] for row in rows]) <= mismatches
    _, component = connected_components(coo_matrix(near), directed=False)
    group = np.array([int(found[row["id"]]["group"]) for row in rows])
    pairs = {(int(a), int(b)) for a, b in zip(group, component, strict=True)}
    assert len(pairs) == len(set(group)) == len(set(component)) == (300 if mismatches == 1 else 100)
    place = np.array([found[row["id"]]["split"] for row in rows])
    assert not (near & (place[:, None] != place[None])).any()
    assert report["group_by"] == ["near_duplicate"]


def tiles(rows: int = 240, length: int = 80) -> Table:
    """Windows of 24 long sequences, 25 bases apart, a base or two of each changed, half of them turned round."""
    draw = np.random.default_rng(5)
    out = table()[:rows]
    for number, row in enumerate(out):
        if number % 10 == 0:
            parent = draw.choice(LETTERS, length + 9 * 25)
        tile = parent[number % 10 * 25 :][:length].copy()
        tile[draw.choice(length, 2)] = draw.choice(LETTERS, 2)
        sequence = tile.tobytes().decode()
        row["sequence"] = sequence.translate(OTHER_STRAND)[::-1] if number % 2 else sequence
    return out


def shifted(sequences: list[str], max_shift: int, min_overlap: int, mismatches: int) -> np.ndarray:
    """(N, N) is there a shift at which two overlap so far with so few mismatches, on either strand?"""
    rows = np.array([list(sequence.encode()) for sequence in sequences])
    other = np.array([list(sequence.translate(OTHER_STRAND)[::-1].encode()) for sequence in sequences])
    near = np.zeros((len(rows), len(rows)), dtype=bool)
    for shift in range(min(max_shift, rows.shape[1] - min_overlap) + 1):
        overlap = rows.shape[1] - shift
        for strand in (rows, other):
            near |= (strand[:, None, shift:] != rows[None, :, :overlap]).sum(2) <= mismatches
            near |= (strand[:, None, :overlap] != rows[None, :, shift:]).sum(2) <= mismatches
    return near


@pytest.mark.parametrize(("max_shift", "min_overlap"), [(30, 36), (30, 56), (24, 36)])
def test_shifted_duplicates(split: Split, max_shift: int, min_overlap: int) -> None:
    """Groups are the components of all pairs of tiles at all shifts: whole parents, or each tile alone."""
    rows = tiles()
    settings = [f"max_shift={max_shift}", f"min_overlap={min_overlap}"]
    found, _, done = split(rows, 'group_by=["near_duplicate"]', *settings)
    near = shifted([row["sequence"] for row in rows], max_shift, min_overlap, 2)
    number, component = connected_components(coo_matrix(near), directed=False)
    group = [int(found[row["id"]]["group"]) for row in rows]
    assert len(set(zip(group, component.tolist(), strict=True))) == len(set(group)) == number
    assert number < 100 if (max_shift, min_overlap) == (30, 36) else number == 240
    assert "has no effect" not in done.stderr


def with_shared_start(rows: int) -> Table:
    """The first rows begin alike."""
    out = table()
    for row in out[:rows]:
        row["sequence"] = out[0]["sequence"][:40] + row["sequence"][40:]
    return out


def test_a_large_group_is_told(split: Split) -> None:
    """With its size, and what its rows have in common."""
    rows = with_shared_start(90)
    _, _, done = split(rows, 'group_by=["minhash"]', "minhash.threshold=0.3")
    assert re.search(r"has \d+ of 300 rows \(3\d\.\d %\), more than split.max_group_fraction, 20.0 %: ", done.stderr)
    assert f"of them have {rows[0]['sequence'][:40]}" in done.stderr
    _, _, done = split(rows, 'group_by=["minhash"]', "minhash.threshold=0.3", "max_group_fraction=0.5")
    assert "max_group_fraction" not in done.stderr


def test_a_group_that_fits_no_split(split: Split) -> None:
    """An error with numbers, before anything is drawn."""
    fractions = 'fractions={"train": 0.4, "val": 0.3, "test": 0.3}'
    _, _, done = split(with_shared_start(180), 'group_by=["minhash"]', "minhash.threshold=0.3", fractions, fails=4)
    assert "of split.fractions 0.4, 0.3, 0.3 none, with a tolerance of 0.02, has room for it" in done.stderr


def words(sequence: str, k: int) -> set[str]:
    """Words of k bases, of both strands the one that sorts first."""
    other = sequence.translate(OTHER_STRAND)[::-1]
    pairs = ((sequence[i : i + k], other[len(other) - k - i : len(other) - i]) for i in range(len(sequence) - k + 1))
    return {min(pair) for pair in pairs}


def test_minhash_families(split: Split) -> None:
    """Sketches that hold every word give the Jaccard index itself: components of all pairs. Shifted copies are kin."""
    rows = table()
    for number in range(0, len(rows), 3):  # a third of each family is shifted by 20 bases
        rows[number]["sequence"] = rows[number]["sequence"][20:] + rows[number - 3]["sequence"][:20]
    found, _, _ = split(rows, 'group_by=["minhash"]', "minhash.k=9", "minhash.size=1000", "minhash.threshold=0.3")
    sets = [words(row["sequence"], 9) for row in rows]
    index = np.array([[len(a & b) / len(a | b) for a in sets] for b in sets])
    number, component = connected_components(coo_matrix(index >= 0.3), directed=False)
    group = [int(found[row["id"]]["group"]) for row in rows]
    assert 100 <= number < 200
    assert len(set(zip(group, component.tolist(), strict=True))) == len(set(group)) == number


def test_the_order_of_rows_does_not_change_groups(split: Split) -> None:
    """The same sequences keep together in a shuffled table."""
    rows = table()
    order = np.random.default_rng(8).permutation(len(rows))
    one, _, _ = split(rows, 'group_by=["near_duplicate"]')
    other, _, _ = split([rows[i] for i in order], 'group_by=["near_duplicate"]')
    pairs = {(one[row["id"]]["group"], other[row["id"]]["group"]) for row in rows}
    assert len(pairs) == len({one[row["id"]]["group"] for row in rows}) == len({b for _, b in pairs})


def test_places_that_overlap(split: Split) -> None:
    """Families lie at 60 bases from 40 to 40; with 940 bases between, those of a chromosome touch, too."""
    found, _, _ = split(table(), 'group_by=["interval"]')
    assert len({row["group"] for row in found.values()}) == 100
    found, _, _ = split(table(), 'group_by=["interval"]', "max_distance=10000")
    assert len({row["group"] for row in found.values()}) == 10


def test_by_chromosome(split: Split) -> None:
    """Lists in either naming; what has no row is said with what there is."""
    rows = table()
    settings = ("strategy=chromosome", 'chromosomes.val=[2, "chr3"]', "chromosomes.test=[10]")
    found, report, done = split(rows, *settings)
    expected = {"chr2": "val", "chr3": "val", "chr10": "test"}
    for row in rows:
        assert found[row["id"]]["split"] == expected.get(row["region"].split(":")[0], "train")
    assert report["strategy"] == "chromosome" and "stricter" not in done.stderr
    rows[0]["sequence"] = rows[3]["sequence"]  # on chromosome 1, with its copy on chromosome 2
    found, _, done = split(rows, *settings)
    assert found["e0"]["split"] == "val"
    assert "1 row in a stricter split than that of their chromosome" in done.stderr


@pytest.mark.parametrize(
    ("code", "settings", "message"),
    [
        (3, ["strategy=chromosome"], "needs split.chromosomes.val, or split.chromosomes.preset: malinois"),
        (
            4,
            ["strategy=chromosome", "chromosomes.preset=malinois"],
            "no row is on '19' (val); the elements are on chr1",
        ),
        (
            3,
            ["strategy=chromosome", "chromosomes.val=[1]", 'chromosomes.test=["chr1"]'],
            "'1' is also in test; a chromosome belongs to one split",
        ),
        (
            3,
            ["chromosomes.preset=malinois", "chromosomes.test=[2]"],
            "preset and lists of chromosomes exclude each other",
        ),
        (3, ["max_mismatches=5"], "split.max_mismatches"),
        (3, ["max_distance=-1"], "split.max_distance"),
        (3, ["max_shift=-1"], "split.max_shift"),
        (3, ["max_shift=9", "max_mismatches=4", "min_overlap=59"], "59 is too short for max_mismatches 4; allowed: at"),
        (3, ["max_group_fraction=0"], "split.max_group_fraction"),
        (3, ["minhash.k=10"], "10 is even; allowed: odd numbers"),
        (3, ["minhash.threshold=0"], "split.minhash.threshold"),
    ],
)
def test_settings_that_cannot_be(split: Split, code: int, settings: list[str], message: str) -> None:
    """One line each."""
    _, _, done = split(table(), *settings, fails=code)
    assert message in done.stderr
