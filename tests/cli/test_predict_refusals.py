"""cre-predict refuses data that a model does not fit, and models that are damaged or not what they say."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from helpers.artifact_texts import write_texts
from helpers.manifest import write_manifest
from helpers.training import make_dataset, train, training_config

RunTool = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, run_tool: RunTool) -> Path:
    """A trained model with its manifest, and the dataset in data/."""
    folder = tmp_path_factory.mktemp("refusals") / "model"
    dataset = make_dataset(folder / "data", run_tool)
    train(run_tool, dataset, folder, training_config(epochs=1))
    return folder


def dataset_of(trained: Path) -> Path:
    return trained / "data" / "encode" / "dataset.h5"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"tasks": ("K562", "SKNSH")}, "predicts the tasks K562, HepG2; the dataset has K562, SKNSH"),
        ({"construct": {"upstream": "ACGT"}}, "was trained on the construct"),
        ({"length": 60}, "was trained on the construct"),
    ],
)
def test_refuses_data_that_the_model_does_not_fit(
    tmp_path: Path, run_tool: RunTool, trained: Path, change: dict[str, object], message: str
) -> None:
    other = make_dataset(tmp_path / "data", run_tool, **change)  # type: ignore[arg-type]
    arguments = ["--dataset", other, "--model", trained / "model.h5", "--out", tmp_path / "out"]
    failed = run_tool("cre-predict", *arguments, expect=6)
    assert "model.h5" in failed.stderr and message in failed.stderr
    assert not (tmp_path / "out" / "predictions.h5").exists()


def test_refuses_a_damaged_model(tmp_path: Path, run_tool: RunTool, trained: Path) -> None:
    (tmp_path / "m").mkdir()
    for name in ("model.h5", "manifest.json"):
        content = bytearray((trained / name).read_bytes())
        if name == "model.h5":
            content[len(content) // 2] ^= 1
        (tmp_path / "m" / name).write_bytes(content)
    dataset = dataset_of(trained)
    arguments = ["--dataset", dataset, "--model", tmp_path / "m" / "model.h5", "--out", tmp_path / "out"]
    failed = run_tool("cre-predict", *arguments, expect=6)
    assert "model.h5" in failed.stderr


def edited_model(trained: Path, to: Path, edit: Callable[[h5py.File], None]) -> Path:
    """A copy of the model that `edit` changes, with a manifest that vouches for it."""
    to.mkdir()
    shutil.copy(trained / "model.h5", to / "model.h5")
    with h5py.File(to / "model.h5", "r+") as file:
        edit(file)
    write_manifest(to, ["model.h5"], "cre-train")
    return to / "model.h5"


def set_section(file: h5py.File, **change: object) -> None:
    """Changes keys of the model section."""
    section = json.loads(file.attrs["architecture"]) | change
    file.attrs["architecture"] = np.bytes_(json.dumps(section))


def drop_setting(file: h5py.File, name: str) -> None:
    """Takes a key out of the model section."""
    section = json.loads(file.attrs["architecture"])
    del section[name]
    file.attrs["architecture"] = np.bytes_(json.dumps(section))


def set_weight(file: h5py.File, value: float) -> None:
    file["weights/trunk.fuse.weight_g"][0, 0, 0] = value


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda file: set_section(file, architecture="legnet"), "the setting /legnet/activation is missing"),
        (lambda file: set_section(file, architecture="mlp"), "allowed: multiscale, resnet_dilated, malinois, legnet"),
        (lambda file: set_section(file, norm="batch"), "norm: unknown key"),
        (lambda file: set_section(file, head_layer_norm=True), "missing: head_norm.weight, head_norm.bias"),
        (lambda file: file.attrs.modify("outputs", np.int64(2)), "heads.0.1.bias is (1), the network has (2)"),
        (lambda file: file.attrs.modify("outputs", np.int64(3)), "attribute outputs is 3; allowed: 1, 2"),
        (
            lambda file: set_weight(file, np.nan),
            "weight trunk.fuse.weight_g holds nan; only finite weights are allowed",
        ),
        (lambda file: set_weight(file, np.inf), "weight trunk.fuse.weight_g holds inf"),
        (lambda file: write_texts(file, "motifs", ["JUN"]), "attribute motif_digest"),
        (lambda file: set_section(file, match_parameters=5), "match_parameters is 5; in a model it is null"),
        (lambda file: drop_setting(file, "pooling"), "the setting /pooling is missing"),
    ],
)
def test_refuses_a_model_that_is_not_what_it_says(
    tmp_path: Path, run_tool: RunTool, trained: Path, edit: Callable[[h5py.File], None], message: str
) -> None:
    model = edited_model(trained, tmp_path / "m", edit)
    dataset = dataset_of(trained)
    failed = run_tool("cre-predict", "--dataset", dataset, "--model", model, "--out", tmp_path / "out", expect=6)
    assert "model.h5" in failed.stderr and message in failed.stderr
    assert len(failed.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out" / "predictions.h5").exists()
