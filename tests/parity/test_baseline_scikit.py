"""cre-baseline against scikit-learn: words counted anew, StandardScaler and Ridge, to 1e-8."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
import yaml
from helpers.artifact_texts import read_texts
from helpers.real_data import real_file
from helpers.training import write_json
from helpers.words import word_features
from numpy.typing import NDArray
from scipy import stats
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

RunTool = Callable[..., subprocess.CompletedProcess[str]]
Matrix = NDArray[np.float64]
TRAIN, VAL = 0, 1

SETTINGS: dict[str, dict[str, Any]] = {
    "default features": {"penalties": [0.1, 1.0, 10.0]},
    "gaps": {"words": [3], "gaps": [1, 4], "gapped_bases": 4, "gc": True, "penalties": [0.1, 1.0, 10.0]},
    "weights": {"words": [2, 3], "gaps": [], "element_weights": True, "motifs": False, "penalties": [0.03, 0.1, 0.3]},
    "no words": {"words": [], "gaps": [], "gc": True, "penalties": [1e-6, 0.1]},
}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory, run_tool: RunTool, root: Path) -> Path:
    """Promoters of 114 bases with missing values, standard errors and some N, and scores of 64 motifs."""
    folder = tmp_path_factory.mktemp("baseline")
    config = yaml.safe_load((root / "config/examples/lncrna.yaml").read_text(encoding="utf-8"))
    config["qc"] |= {"max_n_fraction": 0.2}
    table = real_file("lncrna_promoters_114bp.tsv.gz", "excerpt")
    for stage in ("qc", "split"):
        write_json(folder / f"{stage}.json", {stage: config[stage]})
    elements = folder / "qc/elements.h5"
    run_tool("cre-qc", "--config", folder / "qc.json", "--table", table, "--out", folder / "qc")
    run_tool("cre-split", "--config", folder / "split.json", "--elements", elements, "--out", folder / "split")
    words = ["--elements", elements, "--split", folder / "split/split.h5", "--out", folder / "encode"]
    motifs = f"encode.motifs={root / 'config/motifs/curated64.meme'}"
    run_tool("cre-encode", *words, "--set", motifs, "--set", "encode.winsorize=0.005/0.995")
    return folder / "encode/dataset.h5"


@pytest.fixture(scope="module", params=SETTINGS)
def fitted(
    request: pytest.FixtureRequest, dataset: Path, tmp_path_factory: pytest.TempPathFactory, run_tool: RunTool
) -> tuple[Path, dict[str, Any]]:
    """The folder of cre-baseline, and its settings."""
    folder = tmp_path_factory.mktemp("fitted")
    config = write_json(folder / "config.json", {"baseline": SETTINGS[request.param]})
    run_tool("cre-baseline", "--config", config, "--dataset", dataset, "--out", folder / "out")
    manifest = json.loads((folder / "out/manifest.json").read_text())
    return folder / "out", manifest["config"]["baseline"]


def features_of(file: h5py.File, config: dict[str, Any]) -> Matrix:
    """All features of all rows, by their definitions."""
    codes = file["codes"][:]
    parts = []
    if config["words"] or config["gaps"]:
        parts.append(word_features(codes, config["words"], config["gaps"], config["gapped_bases"]))
    if config["gc"]:
        parts.append((((codes == 1) | (codes == 2)).sum(axis=1) / (codes < 4).sum(axis=1))[:, None])
    if config["motifs"]:
        parts.append(file["motifs/score"][:].astype(float))
    return np.hstack(parts)


def targets_of(file: h5py.File) -> Matrix:
    """Standardized, in double precision."""
    scaler = json.loads(file.attrs["scaler"])
    mean, sd, low, high = (np.array(scaler[name], dtype=float) for name in ("mean", "sd", "low", "high"))
    return (np.clip(file["activity"][:], low, high) - mean) / (sd + scaler["epsilon"])


def restored(file: h5py.File, values: Matrix, task: int) -> Matrix:
    """From standardized to l2fc."""
    scaler = json.loads(file.attrs["scaler"])
    return values * (scaler["sd"][task] + scaler["epsilon"]) + scaler["mean"][task]


def weights_of(file: h5py.File, config: dict[str, Any], rows: NDArray[np.bool_], task: int) -> Matrix | None:
    """With the mean 1."""
    if not config["element_weights"]:
        return None
    weights = file["weight"][:][rows, task].astype(float)
    assert weights.std() > 0.1
    return weights / weights.mean()


@threadpool_limits.wrap(limits=1)  # threads that wait by spinning are slow beside other tests
def test_weights_predictions_and_paths(dataset: Path, fitted: tuple[Path, dict[str, Any]]) -> None:
    """The penalty with the smallest validation error, the weights for it, and what they predict for every row."""
    folder, config = fitted
    summary = json.loads((folder / "baseline.json").read_text())
    with (
        h5py.File(dataset) as data,
        h5py.File(folder / "baseline.h5") as model,
        h5py.File(folder / "predictions.h5") as made,
    ):
        split, mask = data["split"][:], data["mask"][:] == 1
        assert not mask.all(), "some values are missing"
        features, targets = features_of(data, config), targets_of(data)
        varies = features[split == TRAIN].std(axis=0) > 1e-9
        scaler = StandardScaler().fit(features[split == TRAIN][:, varies])
        z = scaler.transform(features[:, varies])
        np.testing.assert_allclose(model["mean"][:], scaler.mean_, rtol=1e-10)
        np.testing.assert_allclose(model["sd"][:], scaler.scale_, rtol=1e-10)
        assert len(read_texts(model["features"])) == z.shape[1] == summary["features"]
        assert summary["constant_features"] == (~varies).sum()
        for k, task in enumerate(read_texts(data["tasks"])):
            found = summary["tasks"][task]
            train, val = ((split == part) & mask[:, k] for part in (TRAIN, VAL))
            assert (found["training_rows"], found["validation_rows"]) == (train.sum(), val.sum())
            sample_weight = weights_of(data, config, train, k)
            models = [
                Ridge(alpha=penalty * z.shape[1], solver="cholesky").fit(z[train], targets[train, k], sample_weight)
                for penalty in config["penalties"]
            ]
            measured = data["activity"][:][val, k]
            reached = [stats.pearsonr(measured, one.predict(z[val])).statistic for one in models]
            np.testing.assert_allclose(found["path"]["val_pearson"], reached, rtol=1e-8)
            errors = [np.mean((measured - restored(data, one.predict(z[val]), k)) ** 2) for one in models]
            np.testing.assert_allclose(found["path"]["val_mse"], errors, rtol=1e-8)
            chosen = int(np.argmin(errors))
            assert found["penalty"] == config["penalties"][chosen]
            best = models[chosen]
            largest = np.abs(best.coef_).max()
            np.testing.assert_allclose(model["weight"][:, k], best.coef_, rtol=1e-8, atol=1e-8 * largest)
            np.testing.assert_allclose(model["intercept"][k], best.intercept_, rtol=1e-8, atol=1e-10)
            # Stored as float32.
            expected = restored(data, best.predict(z), k)
            np.testing.assert_allclose(made["predicted"][:, k], expected, rtol=1e-6, atol=1e-6)
