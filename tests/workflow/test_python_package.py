"""What python/ offers: it is installed by pip, and reads every artifact of a run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pytest
from creflow_artifacts import VERSIONS, metrics, read, rows
from helpers.workflow import ROOT

KINDS = {"elements", "split", "dataset", "baseline", "model", "predictions", "bootstrap"}


@pytest.fixture(scope="module")
def run(finished_run: Path) -> Path:
    """Its results."""
    return finished_run / "results/tiny"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Python of a fresh environment with the wheel in it, and with what the wheel needs from ours."""
    folder = tmp_path_factory.mktemp("package")
    shutil.copytree(
        ROOT / "python", folder / "clone/python", ignore=shutil.ignore_patterns("__pycache__", "build", "*.egg-info")
    )
    shutil.copy(ROOT / "CMakeLists.txt", folder / "clone")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    offline = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet"]
    done(*pip, "wheel", *offline, "--wheel-dir", folder, folder / "clone/python")
    done(sys.executable, "-m", "venv", "--without-pip", folder / "venv")
    python = folder / "venv/bin/python"
    (wheel,) = folder.glob("*.whl")
    done(*pip, "--python", python, "install", *offline, wheel)
    packages = done(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    ours = done(sys.executable, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    Path(packages, "dependencies.pth").write_text(ours)
    return python


def done(*words: object) -> str:
    """What a command says."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    finished = subprocess.run([str(word) for word in words], env=environment, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


def test_the_wheel_installs_and_imports(installed: Path) -> None:
    """From the environment, not from the checkout, and with the version that CMake says."""
    script = (
        "import creflow_torch, creflow_artifacts, importlib.metadata as m\n"
        "print(creflow_torch.__file__, creflow_artifacts.__file__, sep='|', end='|')\n"
        "print(m.version('creflow'), *m.requires('creflow'), sep='|')"
    )
    torch, artifacts, version, *needs = done(installed, "-c", script).strip().split("|")
    assert Path(torch).parent == Path(artifacts).parent
    assert installed.parents[1] in Path(torch).parents
    cmake = re.search(r"^project\(creflow VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text(), re.MULTILINE)
    assert cmake and version == cmake[1]
    assert sorted(re.split(r"[><=; ]", need)[0] for need in needs) == ["h5py", "numpy", "pandas", "torch"]


def test_the_installed_model_predicts_as_the_tool(installed: Path, run: Path) -> None:
    """Sequences of the dataset, on both strands."""
    script = (
        "from creflow_torch import load_model; from creflow_artifacts import read; import sys, numpy as np\n"
        f"run = {str(run)!r}\n"
        "data, told = read(run + '/encode/base/dataset.h5'), read(run + '/predict/base/seed7/predictions.h5')\n"
        "model = load_model(run + '/train/base/seed7/model.h5')\n"
        "print(np.abs(model.predict(data.sequences[:50]).numpy() - told['predicted'][:50]).max())"
    )
    assert 0 <= float(done(installed, "-c", script)) < 1e-4


def test_every_artifact_of_a_run_is_read(run: Path) -> None:
    """Each array as HDF5 has it, each list of texts as long as its offsets say."""
    kinds = set()
    for file in run.rglob("*.h5"):
        artifact = read(file)
        kinds.add(artifact.kind)
        with h5py.File(file) as stored:
            assert len(artifact.arrays) > 1
            for name, values in artifact.arrays.items():
                if isinstance(values, list):
                    assert len(values) == len(stored[f"{name}/offsets"]) - 1 and all(values) | (name == "group_name")
                else:
                    np.testing.assert_array_equal(values, stored[name][()])
    assert kinds == KINDS
    dataset = read(run / "encode/base/dataset.h5")
    assert dataset.attributes["construct"]["insert_length"] == 100
    assert isinstance(dataset["id"], list) and dataset["id"][0].startswith("sim_")


def test_rows_are_those_of_the_tables(run: Path) -> None:
    """Splits, target cells and values by id, as the tables beside the artifacts have them in their own way."""
    table = pd.read_csv(run / "simulate/elements.tsv.gz", sep="\t", on_bad_lines="skip", index_col="ID")
    measured = rows(run / "qc/base/elements.h5")
    assert len(measured) == json.loads((run / "qc/base/qc_report.json").read_text())["kept"]
    source = table.loc[measured.index]
    assert measured["sequence"].tolist() == source["sequence"].str.upper().tolist()
    np.testing.assert_array_equal(measured["activity.HepG2"], source["HepG2_l2fc"].astype(float))
    np.testing.assert_array_equal(measured["standard_error.SKNSH"], source["SKNSH_lfcSE"].astype(float))
    assert measured["target_cell"].str.lower().tolist() == source["target_cell"].tolist()
    listed = pd.read_csv(run / "split/base/rows.tsv.gz", sep="\t", index_col="id")
    encoded = rows(run / "encode/base/dataset.h5")
    assert encoded["split"].tolist() == listed.loc[encoded.index, "split"].tolist()
    assert rows(run / "split/base/split.h5")["split"].tolist() == listed["split"].tolist()
    predicted = rows(run / "predict/base/seed7/predictions.h5")
    scatter = pd.read_csv(run / "eval/base/tables/scatter.tsv", sep="\t")
    assert set(scatter["id"]) == set(predicted.index[predicted["split"] == "test"])
    for task, told in scatter.groupby("task"):
        np.testing.assert_allclose(predicted.loc[told["id"], f"predicted.{task}"], told["predicted"], rtol=1e-5)


def test_metrics_are_those_of_the_file(run: Path) -> None:
    """A row an estimate, with its interval; of shares and labels there is none."""
    held = json.loads((run / "eval/base/metrics.json").read_text())
    table = metrics(run / "eval/base/metrics.json").set_index(["task", "measure"])
    assert table.index.is_unique
    for task, measures in {**held["per_task"], "macro": held["macro"]}.items():
        assert table.loc[(task, "pearson")].tolist() == [measures["pearson"][key] for key in ("value", "low", "high")]
    assert ("macro", "label") not in table.index


def test_what_is_no_artifact(run: Path, tmp_path: Path) -> None:
    """Each refusal names the file."""
    with pytest.raises(FileNotFoundError, match=r"nowhere\.h5: no such file"):
        read(tmp_path / "nowhere.h5")
    (tmp_path / "text.h5").write_text("text")
    with pytest.raises(ValueError, match=r"text\.h5: is no HDF5 file"):
        read(tmp_path / "text.h5")
    for name, attributes, why in (
        ("other.h5", {}, "is no artifact of creflow"),
        (
            "old.h5",
            {"creflow_artifact": np.bytes_("split"), "schema_version": 7},
            "is 'split' of version 7, expected version 2",
        ),
    ):
        with h5py.File(tmp_path / name, "w") as file:
            file.attrs.update(attributes)
        with pytest.raises(ValueError, match=f"{re.escape(name)}: {why}"):
            read(tmp_path / name)
    with pytest.raises(ValueError, match="model has no rows of elements"):
        rows(run / "train/base/seed7/model.h5")


def test_versions_are_those_that_cpp_writes() -> None:
    """Also that of the checkpoint, which a finished training does not keep."""
    found = {}
    for file in (*ROOT.glob("lib/storage/*.cpp"), *ROOT.glob("lib/*/*.cpp"), *ROOT.glob("lib/train/records/*.cpp")):
        for kind, version in re.findall(r'ArtifactKind k\w+\{"(\w+)", (\d+)\}', file.read_text(encoding="utf-8")):
            found[kind] = int(version)
    assert set(found) == KINDS | {"training_checkpoint"}
    assert {kind: version for kind, version in found.items() if version != 3} == VERSIONS
