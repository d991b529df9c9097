"""Times the motif scan of creflow beside lightmotif on one core, compares the scores, and prints the ratio.

Both score the same motifs (equal log-odds) on both strands of the same random elements, in turns. A rate counts scored
windows: motifs x positions x 2 strands a second. lightmotif is timed in several forms:
    long         all elements as one striped sequence, calculate(...).max(): its best form that finds a maximum, but one
                 for the whole sequence and not one an element
    elements     an element at a time, which is what creflow computes
    known        its Scanner on the long sequence, told the maximum beforehand: as fast as it gets, for an answer that
                 is known
creflow is timed with each kernel that the processor can run; the time includes everything it prepares. lightmotif's
matrices and striped sequences are made before.

    ./creflow bench motif
    .venv/bin/python bench/run_motif.py --motifs hocomoco.meme.gz
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np

try:
    import lightmotif
except ImportError:
    raise SystemExit("run_motif.py: lightmotif is not installed; there are wheels for Python 3.11 to 3.13") from None

ROOT = Path(__file__).resolve().parents[1]
FORMS = ("long", "elements", "known")
PSEUDOCOUNT = 0.01
LARGEST_DIFFERENCE = 1e-4  # bits; lightmotif adds up to 31 numbers in single precision


def log_odds(file: Path) -> list[np.ndarray]:
    """Log-odds (w, 4) of every motif of a MEME file with a uniform background, as creflow defines them."""
    text = (gzip.open if file.suffix == ".gz" else open)(file, "rt").read()
    motifs = []
    for block in text.split("letter-probability matrix:")[1:]:
        rows = [line.split() for line in block.splitlines()[1:]]
        end = next((i for i, row in enumerate(rows) if len(row) != 4), len(rows))
        probability = np.array(rows[:end], dtype=float)
        probability /= probability.sum(1, keepdims=True)
        motifs.append(np.log2((probability + PSEUDOCOUNT * 0.25) / (1 + PSEUDOCOUNT) / 0.25))
    return motifs


def scoring_matrix(scores: np.ndarray) -> lightmotif.ScoringMatrix:
    """The same scores for lightmotif."""
    columns = {base: scores[:, i].tolist() for i, base in enumerate("ACGT")}
    return lightmotif.ScoringMatrix(columns | {"N": scores.min(1).tolist()})


class Lightmotif:
    """The peer: both strands of every motif, and the sequences in its own layout."""

    def __init__(self, motifs: list[np.ndarray], codes: np.ndarray, few: int) -> None:
        """`codes` (N, L); only `few` of them are scanned one at a time."""
        letters = np.frombuffer(b"ACGT", dtype=np.uint8)[codes]
        self.strands = [(scoring_matrix(scores), scoring_matrix(scores[::-1, ::-1])) for scores in motifs]
        self.long = lightmotif.stripe(letters.tobytes().decode())
        self.elements = [lightmotif.stripe(row.tobytes().decode()) for row in letters[:few]]
        self.maxima = [max(matrix.calculate(self.long).max() for matrix in strands) for strands in self.strands]

    def scan_long(self) -> None:
        """One maximum a motif."""
        for strands in self.strands:
            for matrix in strands:
                matrix.calculate(self.long).max()

    def scan_elements(self) -> None:
        """One maximum a motif and element."""
        for strands in self.strands:
            for matrix in strands:
                for element in self.elements:
                    matrix.calculate(element).max()

    def scan_known(self) -> None:
        """The windows that reach the known maximum of each motif."""
        for strands, maximum in zip(self.strands, self.maxima, strict=True):
            for matrix in strands:
                list(lightmotif.scan(matrix, self.long, threshold=maximum - LARGEST_DIFFERENCE))

    def scores(self, motif: int, elements: int, length: int, width: int) -> np.ndarray:
        """The best score of each element, taken from the scores of the long sequence."""
        best = np.full(elements, -np.inf)
        for matrix in self.strands[motif]:
            striped = matrix.calculate(self.long)
            every = np.full(elements * length, -np.inf, dtype=np.float32)
            every[: len(striped)] = np.asarray(memoryview(striped)).ravel()[: len(striped)]
            best = np.maximum(best, every.reshape(elements, length)[:, : length - width + 1].max(1))
        return best


def seconds(work: Callable[[], None]) -> float:
    """Wall seconds; everything here runs on one core that is its own."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measured(file: Path, given: argparse.Namespace) -> dict[str, object]:
    """Rates, ratios and the largest difference of scores for one motif file."""
    motifs = log_odds(file)
    elements, length = given.elements, given.length
    few = min(elements, given.single_elements)
    codes = np.random.default_rng(1).integers(0, 4, (elements, length), dtype=np.uint8)
    peer = Lightmotif(motifs, codes, few)
    times: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as name:
        packed, scored = Path(name) / "codes", Path(name) / "scores"
        packed.write_bytes(codes.tobytes())
        command = [given.bin / "bench-motif-scan", file, str(PSEUDOCOUNT), packed, str(length), scored]
        for _ in range(given.rounds):
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            for line in done.stdout.splitlines():
                kernel, taken = line.split()
                times[kernel].append(float(taken))
            for form in FORMS:
                times[form].append(seconds(getattr(peer, f"scan_{form}")))
        scores = np.fromfile(scored, dtype=np.float32).reshape(elements, len(motifs))

    difference = max(
        float(np.abs(peer.scores(m, elements, length, len(motif)) - scores[:, m]).max())
        for m, motif in enumerate(motifs)
    )
    if not difference < LARGEST_DIFFERENCE:
        raise SystemExit(f"scores differ by {difference} bits; allowed: less than {LARGEST_DIFFERENCE}")
    per_element = sum(2 * (length - len(motif) + 1) for motif in motifs)
    long = sum(2 * (elements * length - len(motif) + 1) for motif in motifs)
    windows = {"long": long, "known": long, "elements": per_element * few}
    rates = {
        name: windows.get(name, per_element * elements) / statistics.median(taken) / 1e9
        for name, taken in times.items()
    }
    fastest = next(iter(times))  # the kernel that is listed first is the one that cre-encode takes
    return {
        "motifs": file.name,
        "number_of_motifs": len(motifs),
        "elements": elements,
        "length": length,
        "rounds": given.rounds,
        "creflow_gigawindows_per_s": {name: round(rates[name], 2) for name in times if name not in FORMS},
        "lightmotif_gigawindows_per_s": {form: round(rates[form], 2) for form in FORMS},
        f"ratio_of_{fastest}_to_lightmotif": {form: round(rates[fastest] / rates[form], 1) for form in FORMS},
        "largest_difference_bits": difference,
    }


def main() -> None:
    """Prints one JSON object a motif file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, default=ROOT / "build" / "release" / "bin", help="folder of the programs")
    parser.add_argument("--motifs", type=Path, nargs="+", default=[ROOT / "config" / "motifs" / "curated64.meme"])
    parser.add_argument("--elements", type=int, default=5000)
    parser.add_argument("--length", type=int, default=200, help="bases of an element")
    parser.add_argument("--single-elements", type=int, default=500, help="elements that lightmotif scans one at a time")
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()

    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # one core, for both in turns
    for file in given.motifs:
        print(json.dumps(measured(file, given)), flush=True)


if __name__ == "__main__":
    main()
