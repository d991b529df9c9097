"""Times cre-qc and cre-simulate on a large simulated table beside pandas, and prints rows a second, ratios and memory.

The table of --rows rows (default: as many as the public one) is made by cre-simulate and read plain and compressed with
gzip. cre-qc does all that it does by default. The peer (qc_pandas.py) applies the same rules with pandas, reading with
its C parser: `rules` only counts, `whole` writes elements, statistics and rejected rows as well. Kept and rejected rows
must be equal. Of --rounds runs, in turns, the fastest counts.

    ./creflow bench qc
    .venv/bin/python bench/run_qc.py --rows 10000000 --rounds 1 --no-peer
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import sys
import tempfile
from pathlib import Path

from timed import Timed, run

ROOT = Path(__file__).resolve().parents[1]


def counts_of(folder: Path) -> dict[str, int]:
    """What cre-qc counted, under the peer's names."""
    report = json.loads((folder / "qc_report.json").read_text(encoding="utf-8"))
    counts = {rule["code"]: rule["sequential"] for rule in report["rules"]}
    return counts | {"read": report["read"], "kept": report["kept"], "duplicates": report["duplicates"]["rows"]}


def compare(ours: dict[str, int], theirs: dict[str, int]) -> None:
    """Stops where a count differs."""
    different = {name: (ours[name], count) for name, count in theirs.items() if ours[name] != count}
    if different:
        raise SystemExit(f"cre-qc and pandas differ (cre-qc, pandas): {different}")


def least(runs: list[Timed]) -> Timed:
    """The fastest by the clock, with the least processor time of all."""
    best = min(runs, key=lambda one: one.wall)
    return Timed(best.wall, min(one.processor for one in runs), best.memory, best.said)


def line(name: str, rows: int, timed: Timed, ratio: str = "") -> None:
    """One row of the table."""
    rate = f"{rows / timed.wall:,.0f}"
    print(f"| {name} | {timed.wall:.2f} | {timed.processor:.2f} | {rate} | {timed.memory:,.0f} | {ratio} |", flush=True)


def check_tables(given: argparse.Namespace, folder: Path, tables: dict[str, Path]) -> None:
    """cre-qc on both forms of the table, beside the peer."""
    check = [given.bin / "cre-qc", "--threads", given.threads, "--quiet"]
    peer = [sys.executable, ROOT / "bench/qc_pandas.py"]
    forms = {"rules": [], "whole": [folder / "peer"]}
    (folder / "peer").mkdir()
    for kind, table in tables.items():
        ours: list[Timed] = []
        theirs: dict[str, list[Timed]] = {form: [] for form in forms}
        for _ in range(given.rounds):
            ours.append(run([*check, "--table", table, "--out", folder / "qc"]))
            for form, words in forms.items() if given.peer else ():
                theirs[form].append(run([*peer, table, *words]))
                compare(counts_of(folder / "qc"), json.loads(theirs[form][-1].said))
        fastest = least(ours)
        line(f"`cre-qc`, {kind}", given.rows, fastest)
        for form, runs in theirs.items():
            if runs:
                line(f"pandas, {form}, {kind}", given.rows, least(runs), f"{least(runs).wall / fastest.wall:.1f}")


def main() -> None:
    """Prints a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, default=ROOT / "build" / "release" / "bin", help="folder of the programs")
    parser.add_argument("--rows", type=int, default=776_474)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-peer", dest="peer", action="store_false", help="cre-qc and cre-simulate alone")
    given = parser.parse_args()

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        simulate = [given.bin / "cre-simulate", "--set", f"simulate.elements={given.rows}", "--quiet"]
        made = run([*simulate, "--threads", given.threads, "--out", folder / "simulate"])
        packed, plain = folder / "simulate/elements.tsv.gz", folder / "elements.tsv"
        with gzip.open(packed) as source, plain.open("wb") as target:
            shutil.copyfileobj(source, target)
        size = f"{plain.stat().st_size / 1e6:,.0f} MB plain, {packed.stat().st_size / 1e6:,.0f} MB gzip"
        print(f"{given.rows:,} rows, {size}, {given.threads} threads\n")
        print("| | s | s of processors | rows/s | MB of memory | times `cre-qc` |")
        print("| --- | --- | --- | --- | --- | --- |")
        line("`cre-simulate`", given.rows, made)
        check_tables(given, folder, {"plain": plain, "gzip": packed})


if __name__ == "__main__":
    main()
