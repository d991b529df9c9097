"""cre-predict from outside: order, strands, ensembles, batches, architectures."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from helpers.artifact_texts import read_texts
from helpers.training import SMALL_ARCHITECTURES, architecture_config, make_dataset, train, training_config

RunTool = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, run_tool: RunTool) -> Path:
    """data/encode/dataset.h5, and the models a/ and b/ trained on it with two seeds."""
    folder = tmp_path_factory.mktemp("predict")
    dataset = make_dataset(folder / "data", run_tool)
    for name, seed in (("a", 1), ("b", 2)):
        train(run_tool, dataset, folder / name, training_config(), "--seed", seed)
    return folder


def predict(
    run_tool: RunTool, folder: Path, out: Path, *models: str, settings: tuple[str, ...] = (), expect: int = 0
) -> subprocess.CompletedProcess[str]:
    """Runs cre-predict on the dataset of `folder` with the models of that name."""
    arguments: list[object] = ["--dataset", folder / "data" / "encode" / "dataset.h5", "--out", out, "--threads", 1]
    for model in models:
        arguments += ["--model", folder / model / "model.h5"]
    for setting in settings:
        arguments += ["--set", setting]
    return run_tool("cre-predict", *arguments, expect=expect)


def read(out: Path, name: str) -> np.ndarray:
    """A dataset of predictions.h5, or a list of texts."""
    with h5py.File(out / "predictions.h5") as file:
        return values(file, name)


def values(file: h5py.File, name: str) -> np.ndarray:
    """The same of any artifact."""
    return np.array(read_texts(file[name])) if isinstance(file[name], h5py.Group) else file[name][()]


def test_keeps_rows_in_order_and_averages_strands(tmp_path: Path, run_tool: RunTool, folder: Path) -> None:
    predict(run_tool, folder, tmp_path, "a")
    with h5py.File(folder / "data" / "encode" / "dataset.h5") as dataset:
        for name in ("id", "line", "split", "activity", "mask", "weight"):
            np.testing.assert_array_equal(read(tmp_path, name), values(dataset, name))
        assert read(tmp_path, "predicted").shape == dataset["activity"].shape
    forward, reverse = read(tmp_path, "forward"), read(tmp_path, "reverse")
    assert np.abs(forward - reverse).max() > 1e-4
    np.testing.assert_allclose(read(tmp_path, "predicted"), (forward + reverse) / 2, atol=1e-6)


def test_forward_alone_on_request(tmp_path: Path, run_tool: RunTool, folder: Path) -> None:
    predict(run_tool, folder, tmp_path / "both", "a")
    predict(run_tool, folder, tmp_path / "one", "a", settings=("predict.reverse_complement=false",))
    np.testing.assert_array_equal(read(tmp_path / "one", "predicted"), read(tmp_path / "both", "forward"))
    with h5py.File(tmp_path / "one" / "predictions.h5") as file:
        assert "reverse" not in file or file["reverse"].size == 0


def test_predictions_follow_the_measurements(tmp_path: Path, run_tool: RunTool, folder: Path) -> None:
    predict(run_tool, folder, tmp_path, "a")
    test = read(tmp_path, "split") == 2
    for k in range(2):
        r = np.corrcoef(read(tmp_path, "predicted")[test, k], read(tmp_path, "activity")[test, k])[0, 1]
        assert r > 0.3


@pytest.mark.parametrize("batch", [1, 7, 64])
def test_does_not_depend_on_the_batch(tmp_path: Path, run_tool: RunTool, folder: Path, batch: int) -> None:
    predict(run_tool, folder, tmp_path / "default", "a")
    predict(run_tool, folder, tmp_path / "other", "a", settings=(f"predict.batch={batch}",))
    np.testing.assert_allclose(
        read(tmp_path / "other", "predicted"), read(tmp_path / "default", "predicted"), atol=1e-5
    )


def test_ensemble_is_mean_and_sample_deviation(tmp_path: Path, run_tool: RunTool, folder: Path) -> None:
    for name, models in (("a", ("a",)), ("b", ("b",)), ("both", ("a", "b"))):
        predict(run_tool, folder, tmp_path / name, *models)
    members = np.stack([read(tmp_path / name, "predicted") for name in ("a", "b")])
    np.testing.assert_allclose(read(tmp_path / "both", "predicted"), members.mean(0), atol=1e-6)
    np.testing.assert_allclose(read(tmp_path / "both", "member_sd"), members.std(0, ddof=1), atol=1e-5)
    assert len(read(tmp_path / "both", "model_sha256")) == 2


def test_equal_runs_give_equal_bytes(tmp_path: Path, run_tool: RunTool, folder: Path) -> None:
    for name in ("x", "y"):
        predict(run_tool, folder, tmp_path / name, "a")
    files = [(tmp_path / name / "predictions.h5").read_bytes() for name in ("x", "y")]
    assert files[0] == files[1]


@pytest.mark.parametrize("architecture", SMALL_ARCHITECTURES)
def test_every_architecture_predicts_and_repeats(
    tmp_path: Path, run_tool: RunTool, folder: Path, architecture: str
) -> None:
    """Equal bytes in equal runs, and the same predictions in other batches."""
    dataset = folder / "data" / "encode" / "dataset.h5"
    config = architecture_config(architecture, epochs=4, loss={"kind": "gaussian_nll"})
    config["model"]["target_cell"] = True
    train(run_tool, dataset, tmp_path / "model", config)
    for name, batch in (("x", 512), ("y", 512), ("z", 7)):
        arguments = ["--model", tmp_path / "model" / "model.h5", "--set", f"predict.batch={batch}", "--threads", 1]
        run_tool("cre-predict", "--dataset", dataset, *arguments, "--out", tmp_path / name)
    assert (tmp_path / "x" / "predictions.h5").read_bytes() == (tmp_path / "y" / "predictions.h5").read_bytes()
    predicted = read(tmp_path / "x", "predicted")
    np.testing.assert_allclose(read(tmp_path / "z", "predicted"), predicted, atol=1e-4)
    test = read(tmp_path / "x", "split") == 2
    assert np.corrcoef(predicted[test, 0], read(tmp_path / "x", "activity")[test, 0])[0, 1] > 0.2


def test_flanks_are_part_of_what_the_model_reads(tmp_path: Path, run_tool: RunTool) -> None:
    """The whole construct is flipped, or the insert alone: the other strand is another input, the given one is not."""
    for scope in ("insert", "construct"):
        construct = {"upstream": "GGATCC", "downstream": "AAGCTT", "reverse": scope}
        dataset = make_dataset(tmp_path / scope, run_tool, construct=construct)
        config = training_config(epochs=1, augmentation={"reverse_complement": 0})
        train(run_tool, dataset, tmp_path / scope / "model", config)
        model = tmp_path / scope / "model" / "model.h5"
        run_tool("cre-predict", "--dataset", dataset, "--model", model, "--out", tmp_path / scope / "out")
    insert, whole = tmp_path / "insert" / "out", tmp_path / "construct" / "out"
    np.testing.assert_array_equal(read(insert, "forward"), read(whole, "forward"))
    assert np.abs(read(insert, "reverse") - read(whole, "reverse")).max() > 1e-4
