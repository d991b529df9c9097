"""cre-baseline from outside: its files, equal bytes, and what reads them."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from helpers.artifact_texts import read_texts
from helpers.manifest import write_manifest
from helpers.training import MOTIF, make_dataset

RunTool = Callable[..., subprocess.CompletedProcess[str]]
FILES = ("predictions.h5", "baseline.h5", "baseline.json")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory, run_tool: RunTool) -> Path:
    return make_dataset(tmp_path_factory.mktemp("baseline"), run_tool)


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory, run_tool: RunTool, dataset: Path) -> Path:
    """What the defaults make of it."""
    folder = tmp_path_factory.mktemp("fitted")
    run_tool("cre-baseline", "--dataset", dataset, "--out", folder, "--threads", 2)
    return folder


def test_equal_bytes_for_any_number_of_threads(tmp_path: Path, run_tool: RunTool, dataset: Path) -> None:
    words = ("--dataset", dataset, "--set", "baseline.words=[4, 5]", "--set", "baseline.gaps=[2]")
    run_tool("cre-baseline", *words, "--out", tmp_path / "one", "--threads", 1)
    for threads in (2, 5):
        run_tool("cre-baseline", *words, "--out", tmp_path / "more", "--threads", threads)
        for name in FILES:
            assert (tmp_path / "more" / name).read_bytes() == (tmp_path / "one" / name).read_bytes(), (threads, name)


def test_predictions_are_those_of_the_dataset(tmp_path: Path, run_tool: RunTool, dataset: Path, fitted: Path) -> None:
    """Every row in order, the same on both strands; cre-eval judges them like those of networks, and they are good:
    a motif decides."""
    with h5py.File(dataset) as data, h5py.File(fitted / "predictions.h5") as made:
        assert read_texts(made["id"]) == read_texts(data["id"]) and read_texts(made["tasks"]) == ["K562", "HepG2"]
        for name in ("split", "activity", "mask", "sequence_sha256"):
            np.testing.assert_array_equal(made[name], data[name])
        np.testing.assert_array_equal(made["predicted"], made["forward"])
        assert "reverse" not in made and made.attrs["reverse_averaged"] == 0
        model = json.loads((fitted / "manifest.json").read_text())["outputs"][0]
        assert read_texts(made["model_sha256"]) == [model["sha256"]] and model["file"] == "baseline.h5"
    definition = "eval.min_gap.definition=top1_minus_top2"
    words = ("--set", definition, "--set", "eval.bootstrap.resamples=50", "--out", tmp_path)
    run_tool("cre-eval", "--predictions", fitted / "predictions.h5", *words)
    metrics = json.loads((tmp_path / "metrics.json").read_text())
    assert metrics["macro"]["pearson"]["value"] > 0.7


def test_the_weights_say_what_matters(fitted: Path) -> None:
    """The words with the largest weights are parts of the motif that decides, on either strand."""
    with h5py.File(fitted / "baseline.h5") as model:
        words = read_texts(model["features"])
        largest = [words[i] for i in np.argsort(-model["weight"][:, 0])[:5]]
    strands = MOTIF + " " + MOTIF.translate(str.maketrans("ACGT", "TGCA"))[::-1]
    assert all(re.search(word.replace("N", "."), strands) for word in largest), largest


def test_what_the_manifest_says(run_tool: RunTool, fitted: Path, dataset: Path) -> None:
    made = json.loads((fitted / "manifest.json").read_text())
    assert [entry["role"] for entry in made["inputs"]] == ["dataset"]
    assert [entry["file"] for entry in made["outputs"]] == ["baseline.h5", "baseline.json", "predictions.h5"]
    assert made["counts"]["rows"] == 400 and made["counts"]["features"] > 3000
    assert made["determinism"]["kernel"] in ("avx512", "avx2", "portable")
    summary = json.loads((fitted / "baseline.json").read_text())
    assert summary["tasks"]["K562"]["training_rows"] == 240
    assert len(summary["tasks"]["K562"]["path"]["val_pearson"]) == len(summary["penalties"]) == 13


def test_a_single_task(tmp_path: Path, run_tool: RunTool) -> None:
    dataset = make_dataset(tmp_path, run_tool, rows=60, tasks=("K562",))
    run_tool("cre-baseline", "--dataset", dataset, "--out", tmp_path / "out")
    with h5py.File(tmp_path / "out/predictions.h5") as made:
        assert made["predicted"].shape == (60, 1) and np.isfinite(made["predicted"]).all()


def test_ends_of_the_path_are_told(tmp_path: Path, run_tool: RunTool, dataset: Path) -> None:
    words = ("--dataset", dataset, "--out", tmp_path, "--set", "baseline.penalties=[1000, 100000]")
    said = run_tool("cre-baseline", *words).stderr
    assert "warning: task K562: the best penalty is the smallest of baseline.penalties, 1000; one beyond may be" in said


def test_refusals(tmp_path: Path, run_tool: RunTool, dataset: Path) -> None:
    words = ("--dataset", dataset, "--out", tmp_path / "out")
    said = run_tool("cre-baseline", *words, "--set", "baseline.enabled=false", expect=3).stderr
    assert "baseline.enabled is false, so there is nothing to do" in said
    said = run_tool("cre-baseline", *words, "--set", "baseline.words=[8]", expect=3).stderr
    assert "baseline.words[0]: 8 is out of range" in said
    copy = tmp_path / "data/dataset.h5"
    copy.parent.mkdir()
    copy.write_bytes(dataset.read_bytes())
    with h5py.File(copy, "r+") as file:
        split = file["split"][:]
        split[split == 1] = 2
        file["split"][:] = split
    write_manifest(copy.parent, ["dataset.h5"], tool="cre-encode")
    said = run_tool("cre-baseline", "--dataset", copy, "--out", tmp_path / "out", expect=4).stderr
    assert f"{copy}: has 240 training and 0 validation rows; the baseline needs both" in said
