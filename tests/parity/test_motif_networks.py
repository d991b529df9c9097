"""Networks that read motif scores, through the real files: cre-encode, cre-train, cre-predict, and PyTorch."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
import torch
from creflow_torch import load_model
from helpers.training import make_dataset, train, training_config, write_json

RunTool = Callable[..., subprocess.CompletedProcess[str]]
MEME = """MEME version 4

ALPHABET= ACGT

MOTIF AP1
letter-probability matrix: alength= 4 w= 7 nsites= 20
0.05 0.05 0.05 0.85
0.05 0.05 0.85 0.05
0.85 0.05 0.05 0.05
0.05 0.85 0.05 0.05
0.05 0.05 0.05 0.85
0.05 0.85 0.05 0.05
0.85 0.05 0.05 0.05

MOTIF ETS
letter-probability matrix: alength= 4 w= 4 nsites= 20
0.05 0.05 0.85 0.05
0.05 0.05 0.85 0.05
0.85 0.05 0.05 0.05
0.85 0.05 0.05 0.05
"""


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory, run_tool: RunTool) -> Path:
    """A dataset with the scores of two motifs; AP1 is planted."""
    folder = tmp_path_factory.mktemp("data")
    make_dataset(folder, run_tool, rows=120)
    (folder / "motifs.meme").write_text(MEME)
    config = write_json(folder / "encode.json", {"encode": {"motifs": str(folder / "motifs.meme")}})
    inputs = ["--elements", folder / "qc" / "elements.h5", "--split", folder / "split" / "split.h5"]
    run_tool("cre-encode", "--config", config, *inputs, "--out", folder / "motif")
    return folder / "motif" / "dataset.h5"


@pytest.mark.parametrize("prior", ["concatenate", "auxiliary"])
def test_predictions_equal_pytorch(tmp_path: Path, run_tool: RunTool, dataset: Path, prior: str) -> None:
    config = training_config(epochs=2)
    config["model"]["motifs"] = prior
    train(run_tool, dataset, tmp_path / "model", config)
    model_file = tmp_path / "model" / "model.h5"
    run_tool("cre-predict", "--dataset", dataset, "--model", model_file, "--out", tmp_path / "out", "--threads", 1)
    model = load_model(model_file)
    assert model.motifs == ["AP1", "ETS"]
    with h5py.File(dataset) as file:
        sequences = ["".join("ACGTN"[code] for code in row) for row in file["codes"][()]]
        scores = torch.from_numpy(file["motifs/score"][()])
        rows = np.flatnonzero(file["split"][()] == 0)
    trained = scores.numpy()[rows]
    np.testing.assert_allclose(model.motif_mean, trained.mean(0), rtol=1e-5)
    np.testing.assert_allclose(model.motif_sd, trained.std(0, ddof=1), rtol=1e-5)
    with h5py.File(tmp_path / "out" / "predictions.h5") as file:
        np.testing.assert_allclose(file["predicted"][()], model.predict(sequences, motifs=scores), atol=1e-5, rtol=1e-5)


def test_a_model_refuses_scores_of_other_motifs(tmp_path: Path, run_tool: RunTool, dataset: Path) -> None:
    config = training_config(epochs=1)
    config["model"]["motifs"] = "concatenate"
    train(run_tool, dataset, tmp_path / "model", config)
    plain = make_dataset(tmp_path / "plain", run_tool, rows=120)
    arguments = ["--dataset", plain, "--model", tmp_path / "model" / "model.h5", "--out", tmp_path / "out"]
    done = run_tool("cre-predict", *arguments, "--set", "predict.other_dataset=true", expect=6)
    assert "reads the scores of 2 motifs (AP1, ...); the dataset has none, see encode.motifs" in done.stderr
