"""cre-train and cre-predict with motif scores: as further features, and as something to predict."""

from __future__ import annotations

import math
import subprocess
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from helpers.artifact_texts import read_texts
from helpers.training import MOTIF, architecture_config, history, make_dataset, train

RunTool = Callable[..., subprocess.CompletedProcess[str]]


def write_meme(file: Path, words: list[str]) -> Path:
    """A motif for each word: 0.97 for its base in every column."""
    lines = ["MEME version 4", "", "ALPHABET= ACGT", "", "Background letter frequencies", "A 0.25 C 0.25 G 0.25 T 0.25"]
    for word in words:
        lines += ["", f"MOTIF {word}", f"letter-probability matrix: alength= 4 w= {len(word)}"]
        lines += [" ".join("0.97" if base == letter else "0.01" for base in "ACGT") for letter in word]
    file.write_text("\n".join(lines) + "\n")
    return file


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory, run_tool: RunTool) -> Path:
    """Elements whose activity is the number of copies of the first of two motifs."""
    folder = tmp_path_factory.mktemp("motifs")
    return make_dataset(folder, run_tool, motifs=write_meme(folder / "two.meme", [MOTIF, "GATAAG"]))


def trained(
    run_tool: RunTool, dataset: Path, out: Path, motifs: str, architecture: str = "legnet", epochs: int = 3
) -> Path:
    config = architecture_config(architecture, epochs=epochs)
    config["model"]["motifs"] = motifs
    train(run_tool, dataset, out, config)
    return out


@pytest.mark.parametrize("architecture", ["multiscale", "malinois"])
def test_concatenated_scores_join_the_features(
    tmp_path: Path, run_tool: RunTool, dataset: Path, architecture: str
) -> None:
    without = trained(run_tool, dataset, tmp_path / "without", "none", architecture)
    joined = trained(run_tool, dataset, tmp_path / "with", "concatenate", architecture)
    layer = {"multiscale": "heads.0.0.weight", "malinois": "heads.shared.weight"}[architecture]
    with h5py.File(joined / "model.h5") as file, h5py.File(without / "model.h5") as plain, h5py.File(dataset) as data:
        assert read_texts(file["motifs"]) == read_texts(data["motifs/names"])
        assert "motifs" not in plain
        assert file[f"weights/{layer}"].shape[1] == plain[f"weights/{layer}"].shape[1] + 2
        scores = data["motifs/score"][()][data["split"][()] == 0].astype(np.float64)
        np.testing.assert_allclose(file["weights/motif_mean"], scores.mean(0), rtol=1e-5)
        np.testing.assert_allclose(file["weights/motif_sd"], scores.std(0, ddof=1), rtol=1e-5)
    assert all(line["motif_loss"] == 0 for line in history(joined))


def test_auxiliary_motifs_are_learned(tmp_path: Path, run_tool: RunTool, dataset: Path) -> None:
    out = trained(run_tool, dataset, tmp_path / "run", "auxiliary", epochs=6)
    losses = [line["motif_loss"] for line in history(out)]
    assert all(math.isfinite(loss) for loss in losses)
    assert losses[-1] < losses[0] < 1
    with h5py.File(out / "model.h5") as file:
        assert file["weights/motif_head.weight"].shape == (2, 32)
        assert file["weights/heads.hidden.weight"].shape == (32, 32), "the scores themselves are no features"


@pytest.mark.parametrize("motifs", ["concatenate", "auxiliary"])
def test_equal_runs_give_equal_bytes(tmp_path: Path, run_tool: RunTool, dataset: Path, motifs: str) -> None:
    for name in ("a", "b"):
        out = trained(run_tool, dataset, tmp_path / name, motifs, epochs=2)
        arguments = ["--dataset", dataset, "--model", out / "model.h5", "--threads", 1]
        run_tool("cre-predict", *arguments, "--out", out / "predict")
    for file in ("model.h5", "history.jsonl", "predict/predictions.h5"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes(), file


def test_a_model_refuses_data_without_its_motifs(tmp_path: Path, run_tool: RunTool, dataset: Path) -> None:
    model = trained(run_tool, dataset, tmp_path / "run", "concatenate", epochs=1) / "model.h5"
    other = write_meme(tmp_path / "other.meme", ["GATAAG", MOTIF])
    for name, motifs, message in (
        ("none", None, "the dataset has none, see encode.motifs"),
        ("other", other, "those of the dataset are of other motifs"),
    ):
        data = make_dataset(tmp_path / name, run_tool, rows=40, motifs=motifs)
        arguments = ["--dataset", data, "--model", model, "--out", tmp_path / "out"]
        failed = run_tool("cre-predict", *arguments, expect=6)
        assert f"reads the scores of 2 motifs ({MOTIF}, ...); {message}" in failed.stderr
