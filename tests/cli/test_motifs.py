"""Motif features of cre-encode: scores against NumPy, the files that are refused, and the motifs that ship."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from helpers.artifact_texts import read_texts
from helpers.real_data import PARTS, lines_of, real_file

TOP = "MEME version 4\n\nALPHABET= ACGT\n\nstrands: + -\n\n"
# Two rows without a pattern of their own; each case below spoils one thing.
MOTIF = "MOTIF M1 first\nletter-probability matrix: alength= 4 w= 2 nsites= 20 E= 0\n"
ROWS = "0.7 0.1 0.1 0.1\n0.1 0.1 0.1 0.7\n"
PSEUDOCOUNT = 0.01


@pytest.fixture(scope="module")
def encode(run_tool: Callable, tmp_path_factory: pytest.TempPathFactory) -> Callable:
    """encode(out, *words, expect=0) runs cre-encode on the elements of one simulated table."""
    folder = tmp_path_factory.mktemp("motifs")
    run_tool("cre-simulate", "--set", "simulate.elements=400", "--out", folder / "table")
    run_tool(
        "cre-qc", "--table", folder / "table" / "elements.tsv.gz", "--set", "qc.max_n_fraction=0.05",
        "--out", folder / "qc",
    )  # fmt: skip
    run_tool("cre-split", "--elements", folder / "qc" / "elements.h5", "--out", folder / "split")

    def run(out: Path, *words: object, expect: int = 0):  # noqa: ANN202
        given = ("--elements", folder / "qc" / "elements.h5", "--split", folder / "split" / "split.h5")
        return run_tool("cre-encode", *given, *words, "--out", out, expect=expect)

    return run


def matrices(text: str) -> dict[str, np.ndarray]:
    """Probabilities (w, 4) by "name alternative"; a few lines that share nothing with the reader under test."""
    found: dict[str, np.ndarray] = {}
    for block in text.split("MOTIF ")[1:]:
        lines = block.splitlines()
        begin = next(i for i, line in enumerate(lines) if line.startswith("letter-probability matrix:")) + 1
        width = int(lines[begin - 1].split("w=")[1].split()[0])
        found[lines[0].strip()] = np.array([[float(x) for x in line.split()] for line in lines[begin : begin + width]])
    return found


def best_scores(codes: np.ndarray, probability: np.ndarray, background: np.ndarray) -> np.ndarray:
    """The largest log-odds of each row of codes over positions and both strands; an N is the worst base."""
    mixed = (probability / probability.sum(1, keepdims=True) + PSEUDOCOUNT * background) / (1 + PSEUDOCOUNT)
    scores = np.log2(mixed / background)
    scores = np.hstack([scores, scores.min(1, keepdims=True)])  # (w, 5)
    width = len(scores)
    windows = np.lib.stride_tricks.sliding_window_view(codes, width, axis=1)  # (N, positions, w)
    strands = [scores, scores[::-1, [3, 2, 1, 0, 4]]]
    return np.max([strand[np.arange(width), windows].sum(-1).max(1) for strand in strands], axis=0)


def test_scores_are_those_of_numpy(encode: Callable, root: Path, tmp_path: Path) -> None:
    """The curated motifs on elements with N among them."""
    file = root / "config" / "motifs" / "curated64.meme"
    encode(tmp_path / "out", "--set", f"encode.motifs={file}")
    with h5py.File(tmp_path / "out" / "dataset.h5") as dataset:
        codes = dataset["codes"][:]
        names = read_texts(dataset["motifs/names"])
        scores, threshold = dataset["motifs/score"][:], dataset["motifs/threshold"][:]
    expected = matrices(file.read_text())
    assert names == list(expected)
    assert (codes == 4).any(axis=1).sum() > 0
    uniform = np.full(4, 0.25)
    reference = np.stack([best_scores(codes, matrix, uniform) for matrix in expected.values()], axis=1)
    assert np.abs(scores - reference).max() < 1e-5
    assert threshold.shape == (64,)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    entry = next(entry for entry in manifest["inputs"] if entry["role"] == "motifs")
    assert entry["file"] == "curated64.meme"
    assert manifest["counts"]["motifs"] == 64


def test_thresholds_are_those_of_random_windows(encode: Callable, root: Path, tmp_path: Path) -> None:
    """About a thousandth of random words reaches a threshold for p = 0.001, counted without the tool's distribution."""
    file = root / "config" / "motifs" / "curated64.meme"
    encode(tmp_path / "out", "--set", f"encode.motifs={file}", "--set", "encode.motif_p_value=0.001")
    with h5py.File(tmp_path / "out" / "dataset.h5") as dataset:
        threshold = dataset["motifs/threshold"][:]
    random = np.random.default_rng(1)
    for matrix, limit in zip(list(matrices(file.read_text()).values())[::9], threshold[::9], strict=True):
        scores = np.log2((matrix / matrix.sum(1, keepdims=True) + PSEUDOCOUNT * 0.25) / (1 + PSEUDOCOUNT) / 0.25)
        words = random.integers(0, 4, (400_000, len(matrix)))
        share = (scores[np.arange(len(matrix)), words].sum(1) >= limit).mean()
        assert 0.0003 < share < 0.0012  # short motifs have few scores to choose a threshold from


def test_background_of_the_file_and_given(encode: Callable, tmp_path: Path) -> None:
    background = np.array([0.3, 0.2, 0.2, 0.3])
    file = tmp_path / "m.meme.gz"
    lines = "Background letter frequencies\nA 0.3 C 0.2 G 0.2 T 0.3\n\n"
    file.write_bytes(gzip.compress((TOP + lines + MOTIF + ROWS).encode()))
    encode(tmp_path / "file", "--set", f"encode.motifs={file}")
    encode(tmp_path / "given", "--set", f"encode.motifs={file}", "--set", "encode.motif_background=[0.1,0.4,0.4,0.1]")
    (matrix,) = matrices(MOTIF + ROWS).values()
    for name, frequencies in (("file", background), ("given", np.array([0.1, 0.4, 0.4, 0.1]))):
        with h5py.File(tmp_path / name / "dataset.h5") as dataset:
            expected = best_scores(dataset["codes"][:], matrix, frequencies)
            assert dataset["motifs/score"][:, 0] == pytest.approx(expected, abs=1e-5)


def test_threads_do_not_show_and_no_motifs_leave_no_trace(encode: Callable, root: Path, tmp_path: Path) -> None:
    words = ("--set", f"encode.motifs={root / 'config' / 'motifs' / 'curated64.meme'}")
    encode(tmp_path / "one", *words, "--threads", "1")
    encode(tmp_path / "four", *words, "--threads", "4")
    assert (tmp_path / "one" / "dataset.h5").read_bytes() == (tmp_path / "four" / "dataset.h5").read_bytes()
    encode(tmp_path / "none")
    with h5py.File(tmp_path / "none" / "dataset.h5") as dataset:
        assert "motifs" not in dataset
    assert "motifs" not in json.loads((tmp_path / "none" / "manifest.json").read_text())["counts"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "line 1: '' begins no MEME file; allowed: a first line 'MEME version 4'"),
        (">MA0004.1 Arnt\nA [ 4 19 ]\n", "line 1: '>MA0004.1 Arnt' begins no MEME file"),
        (TOP, ": no motif; allowed: at least one line 'MOTIF name' with its matrix"),
        (TOP.replace("ACGT", "ACGU"), "line 3: alphabet 'ALPHABET= ACGU'; allowed: 'ALPHABET= ACGT' (DNA)"),
        (TOP.replace("ACGT", "ACDEFGHIKLMNPQRSTVWY"), "line 3: alphabet 'ALPHABET= ACDEFGHIKLMNPQRSTVWY'; allowed"),
        (TOP + MOTIF + ROWS.replace("0.7", "0.8", 1), "line 9: the row sums to 1.1"),
        (TOP + MOTIF + ROWS.replace("0.7", "-0.7", 1), "line 9: probability '-0.7'; allowed: a number in [0, 1]"),
        (TOP + MOTIF + ROWS.replace("0.7", "nan", 1), "line 9: probability 'nan'; allowed: a number in [0, 1]"),
        (TOP + MOTIF + ROWS.replace("0.7", "many", 1), "line 8: motif M1 has 0 rows of probabilities"),
        (TOP + MOTIF + ROWS + ROWS, "line 8: motif M1 has 4 rows of probabilities; allowed: 2 (its w=)"),
        (TOP + MOTIF + ROWS[:16], "line 8: motif M1 has 1 rows of probabilities; allowed: 2 (its w=)"),
        (TOP + MOTIF + ROWS[:20], "line 10: a row of 1 values; allowed: 4 (A, C, G, T)"),
        (TOP + MOTIF, "line 8: motif M1 has 0 rows of probabilities; allowed: 2 (its w=)"),
        (TOP + "MOTIF M1\n", "line 7: motif M1 has no matrix"),
        (TOP + MOTIF.replace("w= 2", "w= 301"), "line 8: w= 301; allowed: 1 to 300"),
        (TOP + MOTIF.replace("alength= 4", "alength= 20"), "line 8: alength= 20; allowed: 4 (A, C, G, T)"),
        (TOP + MOTIF + ROWS + MOTIF + ROWS, "line 11: motif M1 is in line 7 already; allowed: every name once"),
    ],
)
def test_bad_files(encode: Callable, tmp_path: Path, content: str, message: str) -> None:
    """One line with file, line, value and what is allowed; nothing is written."""
    file = tmp_path / "m.meme"
    file.write_text(content)
    done = encode(tmp_path / "out", "--set", f"encode.motifs={file}", expect=4)
    assert_refused(done.stderr, tmp_path / "out", f"m.meme{'' if message.startswith(':') else ', '}{message}")


def test_zero_probabilities_need_a_pseudocount(encode: Callable, tmp_path: Path) -> None:
    file = tmp_path / "m.meme"
    file.write_text(TOP + MOTIF + "1.0 0.0 0.0 0.0\n0.1 0.1 0.1 0.7\n")
    words = ("--set", f"encode.motifs={file}", "--set")
    done = encode(tmp_path / "out", *words, "encode.motif_pseudocount=0", expect=4)
    expected = (
        "m.meme, line 9: motif M1 first, position 1: probability 0 of C has no logarithm; allowed: above 0, or a "
    )
    assert_refused(done.stderr, tmp_path / "out", expected + "pseudocount above 0")
    encode(tmp_path / "out", *words, "encode.motif_pseudocount=0.001")


def test_files_that_cannot_be_read(encode: Callable, tmp_path: Path) -> None:
    done = encode(tmp_path / "out", "--set", f"encode.motifs={tmp_path / 'none.meme'}", expect=5)
    assert_refused(done.stderr, tmp_path / "out", "none.meme")
    broken = tmp_path / "broken.meme.gz"
    broken.write_bytes(gzip.compress((TOP + MOTIF + ROWS).encode())[:-12])
    done = encode(tmp_path / "out", "--set", f"encode.motifs={broken}", expect=4)
    assert_refused(done.stderr, tmp_path / "out", "broken.meme.gz: broken gzip stream")


def test_a_motif_wider_than_the_insert(encode: Callable, tmp_path: Path) -> None:
    file = tmp_path / "m.meme"
    file.write_text(TOP + "MOTIF wide\nletter-probability matrix:\n" + "0.7 0.1 0.1 0.1\n" * 201)
    done = encode(tmp_path / "out", "--set", f"encode.motifs={file}", expect=4)
    assert_refused(done.stderr, tmp_path / "out", "motif wide is 201 bases wide; allowed: up to 200")


def test_the_curated_motifs(root: Path) -> None:
    """Exactly 64, unique, each in the table of their README, and those that the three cell types are known for."""
    folder = root / "config" / "motifs"
    names = list(matrices((folder / "curated64.meme").read_text()))
    assert len(names) == len(set(names)) == 64
    factors = {name.split()[1] for name in names}
    assert len(factors) == 64
    assert {"GATA1", "ETS1", "KLF1", "TAL1::TCF3", "NFE2"} <= factors, "K562"
    assert {"HNF4A", "HNF1A", "CEBPA", "FOXA1", "ONECUT1"} <= factors, "HepG2"
    assert {"NEUROD1", "ASCL1", "POU3F2", "SOX4", "REST", "PHOX2B"} <= factors, "SK-N-SH"
    assert {"FOS::JUN", "Nrf1", "SP1", "CTCF", "Yy1", "CREB1"} <= factors, "every cell type"
    readme = (folder / "README.md").read_text()
    rows = [line.split(" | ") for line in readme.splitlines() if line.startswith("| MA")]
    assert [f"{row[0][2:]} {row[1]}" for row in rows] == names
    assert "CC BY 4.0" in readme


@pytest.mark.parametrize("part", PARTS)
def test_hocomoco(encode: Callable, tmp_path: Path, part: str) -> None:
    """As published, with zero probabilities and 16 digits."""
    file = real_file("hocomoco_v12_core.meme.gz", part)
    encode(tmp_path / "out", "--set", f"encode.motifs={file}")
    expected = matrices("".join(lines_of(file)))
    assert len(expected) == {"excerpt": 27, "whole": 1443}[part]
    assert {len(matrix) for matrix in expected.values()} >= {7, 31}, "the narrowest and the widest"
    assert sum((matrix == 0).any() for matrix in expected.values()) > 10
    with h5py.File(tmp_path / "out" / "dataset.h5") as dataset:
        codes, scores = dataset["codes"][:40], dataset["motifs/score"][:40]
        names = read_texts(dataset["motifs/names"])
        assert all(math.isfinite(value) for value in dataset["motifs/threshold"][:])
    assert names == list(expected)
    reference = np.stack([best_scores(codes, matrix, np.full(4, 0.25)) for matrix in expected.values()], axis=1)
    assert np.abs(scores - reference).max() < 1e-5


def assert_refused(stderr: str, out: Path, message: str) -> None:
    """One error line that contains the message, and no artifact."""
    lines = [line for line in stderr.splitlines() if "error:" in line]
    assert len(lines) == 1, stderr
    assert message in lines[0], lines[0]
    assert not list(out.glob("*")) if out.is_dir() else not out.exists()
