"""Times cre-split, checks that nothing is missed, and stands beside pandas and datasketch.

First only the grouping, in memory (the program bench-grouping calls what cre-split calls); MB are the peak of the
process, the bases of the table included. Tables are made here, of --length bases: `random` rows; `families`, a third
of whose rows are copies of others with up to three changes, half of them turned round; `tiles` of long sequences; and
hard ones: `variants` of one parent with 3 changes each, or with 12, which leaves them unconnected; `adaptors` of 110
bases that all rows have; `tails` of A. Peers: pandas for equal sequences on either strand (the smaller strand is the
key), datasketch (MinHash and LSH) for families, on --few rows. What is found is compared with all pairs of --checked
rows of each table by NumPy and SciPy, and with the groups of pandas.

Then all of cre-split, from file to files, on a simulated table of --rows: the split with its reports, and the audit
of leakage alone (--audit), which looks every validation and test row up.

    ./creflow bench split
    .venv/bin/python bench/run_split.py --rows 100000 --many 0
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components
from timed import Timed, run

try:
    from datasketch import MinHash, MinHashLSH
except ImportError:
    raise SystemExit("run_split.py: datasketch is not installed; ./creflow setup installs it") from None

ROOT = Path(__file__).resolve().parents[1]
LETTERS = np.frombuffer(b"ACGT", dtype=np.uint8)
WORD, THRESHOLD, SKETCH = 15, 0.25, 64  # as in cre-split's defaults
CHANGES = 3  # at most, in a copy
SHIFT, OVERLAP = 100, 60

EXACT = {"group_by": ["sequence"]}
NEAR = {"group_by": ["near_duplicate"]}
SHIFTED = NEAR | {"max_shift": SHIFT, "min_overlap": OVERLAP}
FAMILIES = {"group_by": ["minhash"], "minhash": {"k": WORD, "size": SKETCH, "threshold": THRESHOLD}}
ALL_WORDS = FAMILIES | {"minhash": FAMILIES["minhash"] | {"size": 10000}}

Codes = np.ndarray  # (N, L) uint8, A0 C1 G2 T3


def turned(codes: Codes) -> Codes:
    """The other strand of each row."""
    return 3 - codes[:, ::-1]


def changed(codes: Codes, changes: int, draw: np.random.Generator) -> Codes:
    """So many bases of each row drawn again, some of them as they were."""
    out = codes.copy()
    for _ in range(changes):
        out[np.arange(len(out)), draw.integers(0, out.shape[1], len(out))] = draw.integers(0, 4, len(out))
    return out


def random_rows(rows: int, length: int, draw: np.random.Generator) -> Codes:
    """Strangers."""
    return draw.integers(0, 4, (rows, length), dtype=np.uint8)


def families(rows: int, length: int, draw: np.random.Generator) -> Codes:
    """A third are copies of earlier rows, exact or changed."""
    out = random_rows(rows, length, draw)
    copies = np.flatnonzero(draw.random(rows) < 1 / 3)[1:]
    for changes, part in enumerate(np.array_split(draw.permutation(copies), CHANGES + 1)):
        found = changed(out[(draw.random(len(part)) * part).astype(int)], changes, draw)
        out[part] = np.where(draw.random((len(part), 1)) < 0.5, found, turned(found))
    return out


def tiles(rows: int, length: int, draw: np.random.Generator) -> Codes:
    """Windows of sequences of 2,000 bases, 50 bases apart, a base of each changed."""
    step, long = 50, 2000
    of_parent = (long - length) // step
    parents = random_rows(rows // of_parent + 1, long, draw)
    row = np.arange(rows)
    begin = row % of_parent * step
    out = np.empty((rows, length), dtype=np.uint8)
    for offset in np.unique(begin):
        some = begin == offset
        out[some] = parents[row[some] // of_parent, offset : offset + length]
    return changed(out, 1, draw)


def variants(changes: int) -> Callable[[int, int, np.random.Generator], Codes]:
    """All of one parent."""
    return lambda rows, length, draw: changed(np.repeat(random_rows(1, length, draw), rows, 0), changes, draw)


def adaptors(rows: int, length: int, draw: np.random.Generator) -> Codes:
    """The same 60 bases before and 50 behind each row."""
    out = random_rows(rows, length, draw)
    out[:, :60], out[:, -50:] = out[0, :60], out[0, -50:]
    return out


def tails(rows: int, length: int, draw: np.random.Generator) -> Codes:
    """The last 20 to 119 bases are A."""
    out = random_rows(rows, length, draw)
    out[np.arange(length) >= length - draw.integers(20, 120, rows)[:, None]] = 0
    return out


@dataclass(frozen=True)
class Grouped:
    """What bench-grouping found."""

    seconds: float
    processors: float  # s, of all threads
    memory: int  # MB
    group: np.ndarray  # (N)


class Grouping:
    """Runs bench-grouping on tables of this folder."""

    def __init__(self, given: argparse.Namespace, folder: Path) -> None:
        """`given` as main() reads it."""
        self.given, self.folder = given, folder

    def run(self, codes: Codes, settings: dict[str, object], rounds: int = 1) -> Grouped:
        """The fastest of the rounds."""
        table, groups = self.folder / "codes", self.folder / "groups"
        codes.tofile(table)
        program = self.given.bin / "bench-grouping"
        words = [program, table, codes.shape[1], self.given.threads, groups, json.dumps(settings)]
        best = None
        for _ in range(rounds):
            done = subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True)
            seconds, processors, memory = done.stdout.split()
            if best is None or float(seconds) < best.seconds:
                best = Grouped(float(seconds), float(processors), int(memory), np.fromfile(groups, dtype=np.int64))
        return best


def strands(codes: Codes) -> list[str]:
    """The strand of each row that sorts first."""
    forward, other = (LETTERS[one].tobytes().decode() for one in (codes, turned(codes)))
    length = codes.shape[1]
    return [min(forward[i : i + length], other[i : i + length]) for i in range(0, len(forward), length)]


def equal_by_pandas(codes: Codes) -> tuple[float, np.ndarray]:
    """Seconds, and the group of each row."""
    start = time.perf_counter()
    group, _ = pd.factorize(pd.Series(strands(codes)))
    return time.perf_counter() - start, group


def words(sequence: str) -> set[bytes]:
    """Of each word of a sequence the strand that sorts first."""
    text = sequence.encode()
    other = text.translate(bytes.maketrans(b"ACGT", b"TGCA"))[::-1]
    count = len(text) - WORD + 1
    return {min(text[i : i + WORD], other[count - 1 - i : count - 1 - i + WORD]) for i in range(count)}


def families_by_datasketch(codes: Codes) -> tuple[float, np.ndarray]:
    """Seconds, and the group of each row: candidates of LSH whose estimated index reaches the threshold."""
    start = time.perf_counter()
    sketches = []
    for sequence in strands(codes):
        sketch = MinHash(num_perm=128)
        sketch.update_batch(list(words(sequence)))
        sketches.append(sketch)
    index = MinHashLSH(threshold=THRESHOLD, num_perm=128)
    pairs = []
    for row, sketch in enumerate(sketches):
        pairs += [(row, other) for other in index.query(sketch) if sketch.jaccard(sketches[other]) >= THRESHOLD]
        index.insert(row, sketch)
    group = components(np.array(pairs, dtype=int).reshape(-1, 2), len(codes))
    return time.perf_counter() - start, group


def components(pairs: np.ndarray, rows: int) -> np.ndarray:
    """(N) the component of each row."""
    near = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(rows, rows))
    return connected_components(near, directed=False)[1]


def pairs_within(codes: Codes, most: int, max_shift: int = 0, min_overlap: int = 0) -> np.ndarray:
    """All pairs of rows with at most so many mismatches, on either strand, at any shift: by matrix products."""
    length = codes.shape[1]
    found = []
    one_hot = [(codes == base).astype(np.float32) for base in range(4)]
    for strand in (codes, turned(codes)):
        other = [(strand == base).astype(np.float32) for base in range(4)]
        for shift in range(min(max_shift, length - min_overlap) + 1):
            overlap = length - shift
            equal = sum(a[:, shift:] @ b[:, :overlap].T for a, b in zip(one_hot, other, strict=True))
            found.append(np.argwhere(equal >= overlap - most))
            if shift > 0:
                equal = sum(a[:, :overlap] @ b[:, shift:].T for a, b in zip(one_hot, other, strict=True))
                found.append(np.argwhere(equal >= overlap - most))
    return np.concatenate(found)


def pairs_of_words(codes: Codes) -> np.ndarray:
    """All pairs of rows whose Jaccard index of words reaches the threshold; words of few letters count nowhere here."""
    sets = [words(sequence) for sequence in strands(codes)]
    column = {word: number for number, word in enumerate(set().union(*sets))}
    rows = np.repeat(np.arange(len(sets)), [len(one) for one in sets])
    columns = [column[word] for one in sets for word in one]
    has = csr_matrix((np.ones(len(rows), dtype=np.int32), (rows, columns)), shape=(len(sets), len(column)))
    both = (has @ has.T).tocoo()
    size = np.array([len(one) for one in sets])
    near = both.data >= THRESHOLD * (size[both.row] + size[both.col] - both.data) - 1e-9
    return np.stack([both.row[near], both.col[near]], 1)


def check(name: str, found: np.ndarray, expected: np.ndarray) -> None:
    """Stops where two assignments to groups differ."""
    number = len(set(zip(found.tolist(), expected.tolist(), strict=True)))
    if not number == len(set(found.tolist())) == len(set(expected.tolist())):
        raise SystemExit(f"{name}: the groups of bench-grouping are not those of all pairs")


def numbers(found: Grouped) -> list[str]:
    """Cells of a table."""
    seconds = [f"{one:.2f}" for one in (found.seconds, found.processors)]
    return [f"{len(found.group):,}", *seconds, f"{found.memory:,}", f"{found.group.max() + 1:,}"]


def line(*cells: object) -> None:
    """One row of the table."""
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def check_with_all_pairs(grouping: Grouping, few: int, length: int) -> None:
    """Every kind of table, by all pairs."""
    for make in (random_rows, families, tiles, variants(3), variants(12), adaptors, tails):
        codes = make(few, length, np.random.default_rng(7))
        every = np.arange(few)
        check("exact", grouping.run(codes, EXACT).group, components(pairs_within(codes, 0), few))
        check("near", grouping.run(codes, NEAR).group, components(pairs_within(codes, 2), few))
        some = codes[every < few // 4]
        pairs = pairs_within(some, 2, SHIFT, OVERLAP)
        check("shifted", grouping.run(some, SHIFTED).group, components(pairs, len(some)))
        if make is not tails:  # where words of few letters do not matter
            check("families", grouping.run(codes, ALL_WORDS).group, components(pairs_of_words(codes), few))
    print(f"Equal to all pairs of {few:,} rows (shifts: {few // 4:,}) of every table.\n")


def time_tables(grouping: Grouping, given: argparse.Namespace) -> None:
    """All kinds of grouping on the usual table, those by sequence on the hard ones, and many rows."""
    kinds = {"exact": EXACT, "Hamming <= 2": NEAR, f"shifts to {SHIFT}": SHIFTED, "MinHash": FAMILIES}
    hard = {"variants, 3 changes": variants(3), "variants, 12 changes": variants(12), "adaptors": adaptors}
    tables = {"random": random_rows, "families": families, "tiles": tiles} | hard
    print("| Table | Grouping | Rows | s | s of processors | MB | Groups |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, make in tables.items():
        codes = make(given.rows, given.length, np.random.default_rng(1))
        for kind, settings in kinds.items():
            found = grouping.run(codes, settings, given.rounds)
            line(name, kind, *numbers(found))
    if given.many > 0:
        codes = random_rows(given.many, given.length, np.random.default_rng(2))
        for kind in ("exact", "Hamming <= 2"):
            found = grouping.run(codes, kinds[kind])
            line("random", kind, *numbers(found))


def stand_beside_peers(grouping: Grouping, given: argparse.Namespace) -> None:
    """The same rows for both; pandas finds the same groups."""
    print("\n| Grouping | Rows | creflow, s | Peer | s | Ratio |")
    print("| --- | --- | --- | --- | --- | --- |")
    codes = families(given.rows, given.length, np.random.default_rng(3))
    seconds, group = equal_by_pandas(codes)
    ours = grouping.run(codes, EXACT, given.rounds)
    check("exact, beside pandas", ours.group, group)
    line("exact", f"{given.rows:,}", f"{ours.seconds:.3f}", "pandas", f"{seconds:.2f}", f"{seconds / ours.seconds:.0f}")
    codes = tiles(given.few, given.length, np.random.default_rng(4))
    seconds, group = families_by_datasketch(codes)
    ours = grouping.run(codes, FAMILIES, given.rounds)
    ratio = f"{seconds / ours.seconds:.0f}"
    line("MinHash", f"{given.few:,}", f"{ours.seconds:.3f}", "datasketch", f"{seconds:.2f}", ratio)
    near = pairs_of_words(codes[: given.checked])
    shares = [f"{(one[near[:, 0]] == one[near[:, 1]]).mean():.2%}" for one in (ours.group, group)]
    print(f"\nPairs of rows that share a quarter of their words, in one group: creflow {shares[0]}, peer {shares[1]}.")


def time_tool(given: argparse.Namespace, folder: Path) -> None:
    """The split of a simulated table, and an audit of that split."""

    def timed(tool: str, *words: object) -> Timed:
        return run([given.bin / tool, *words, "--threads", given.threads, "--quiet"])

    timed("cre-simulate", "--set", f"simulate.elements={given.rows}", "--out", folder / "table")
    timed("cre-qc", "--table", folder / "table" / "elements.tsv.gz", "--out", folder / "qc")
    elements, made = folder / "qc" / "elements.h5", folder / "split" / "split.h5"
    print("\n| `cre-split` | s | s of processors | MB |")
    print("| --- | --- | --- | --- |")
    for name, words in {
        "split and reports": ("--elements", elements, "--out", made.parent),
        "audit alone": ("--audit", elements, made, "--out", folder / "audit"),
    }.items():
        best = min((timed("cre-split", *words) for _ in range(given.rounds)), key=lambda one: one.wall)
        line(name, f"{best.wall:.2f}", f"{best.processor:.2f}", f"{best.memory:,.0f}")


def main() -> None:
    """Prints tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, default=ROOT / "build" / "release" / "bin", help="folder of the programs")
    parser.add_argument("--rows", type=int, default=776_474)
    parser.add_argument("--many", type=int, default=10_000_000, help="random rows, exact and near duplicates; 0: none")
    parser.add_argument("--few", type=int, default=10_000, help="rows for datasketch")
    parser.add_argument("--checked", type=int, default=2_000, help="rows of which all pairs are looked at")
    parser.add_argument("--length", type=int, default=200, help="bases, at least 150")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()

    with tempfile.TemporaryDirectory() as name:
        grouping = Grouping(given, Path(name))
        check_with_all_pairs(grouping, given.checked, given.length)
        time_tables(grouping, given)
        stand_beside_peers(grouping, given)
        time_tool(given, Path(name))


if __name__ == "__main__":
    main()
