"""Threads that cannot be had, and signals: every run ends, and says what it computed with."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers.training import RESULTS, make_dataset, training_config, write_json

RunTool = Callable[..., subprocess.CompletedProcess[str]]
CASES = Path(__file__).resolve().parents[1] / "data" / "cases"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory, run_tool: RunTool) -> Path:
    """Case E1: 240 elements, encoded."""
    folder = tmp_path_factory.mktemp("e1")
    table = CASES / "E1_small.tsv"
    run_tool("cre-qc", "--config", CASES / "E1.json", "--table", table, "--out", folder / "qc")
    elements = folder / "qc" / "elements.h5"
    run_tool("cre-split", "--config", CASES / "A3_split.json", "--elements", elements, "--out", folder / "split")
    split = folder / "split" / "split.h5"
    run_tool("cre-encode", "--elements", elements, "--split", split, "--out", folder / "encode")
    return folder / "encode" / "dataset.h5"


def environment(**variables: str) -> dict[str, str]:
    """This process's environment without what rules threads, and with the variables given."""
    names = ("OMP_", "GOMP_", "KMP_")
    return {key: value for key, value in os.environ.items() if not key.startswith(names)} | variables


Train = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def train(run_tool: RunTool, dataset: Path, tmp_path: Path) -> Train:
    """train("name", threads, OMP_X="1") trains case E1 into tmp_path/name."""

    def run(name: str, threads: int, **variables: str) -> subprocess.CompletedProcess[str]:
        words: list[object] = ["--config", CASES / "E1_train.json", "--dataset", dataset, "--out", tmp_path / name]
        return run_tool("cre-train", *words, "--threads", threads, env=environment(**variables), timeout=300)

    return run


def manifest(folder: Path) -> dict[str, Any]:
    """The folder's manifest.json."""
    return json.loads((folder / "manifest.json").read_text())


def assert_same(one: Path, other: Path) -> None:
    """The same network and learning curve."""
    for name in RESULTS:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name


def test_a_limit_of_one_thread_trains_as_with_one(tmp_path: Path, train: Train) -> None:
    train("one", 1)
    limited = train("limited", 2, OMP_THREAD_LIMIT="1")
    warning = (
        "asked for 2 threads, the OpenMP runtime gives 1 (OMP_THREAD_LIMIT=1); the results are those of --threads 1"
    )
    assert f"cre-train: warning: {warning}\n" in limited.stderr
    assert_same(tmp_path / "one", tmp_path / "limited")
    assert manifest(tmp_path / "limited")["determinism"]["threads"] == 1
    assert manifest(tmp_path / "limited")["run"]["warnings"] == [warning]
    assert manifest(tmp_path / "limited")["content_sha256"] == manifest(tmp_path / "one")["content_sha256"]


def test_a_limit_between(tmp_path: Path, train: Train) -> None:
    train("two", 2)
    limited = train("limited", 4, OMP_THREAD_LIMIT="2")
    assert "asked for 4 threads, the OpenMP runtime gives 2 (OMP_THREAD_LIMIT=2)" in limited.stderr
    assert_same(tmp_path / "two", tmp_path / "limited")


def test_what_the_environment_wishes_does_not_decide(tmp_path: Path, train: Train) -> None:
    """Variables that give fewer threads than --threads unless they are overruled, or more."""
    train("two", 2)
    for number, variables in enumerate(
        (
            {"OMP_DYNAMIC": "TRUE"},
            {"OMP_NUM_THREADS": "1"},
            {"OMP_NUM_THREADS": "1,3", "OMP_NESTED": "TRUE", "OMP_MAX_ACTIVE_LEVELS": "3"},
            {"OMP_MAX_ACTIVE_LEVELS": "0"},
            {"OMP_THREAD_LIMIT": "2", "OMP_DYNAMIC": "TRUE"},
            {"OMP_PROC_BIND": "true"},
            {"OMP_WAIT_POLICY": "passive"},
            {"GOMP_SPINCOUNT": "0"},
        )
    ):
        done = train(f"run{number}", 2, **variables)
        assert "asked for" not in done.stderr, variables
        assert_same(tmp_path / "two", tmp_path / f"run{number}")
        assert manifest(tmp_path / f"run{number}")["determinism"]["threads"] == 2


def test_threads_that_share_a_processor_are_warned_of(tmp_path: Path, train: Train) -> None:
    train("two", 2)
    processor = min(os.sched_getaffinity(0))
    bound = train("bound", 2, OMP_PLACES=f"{{{processor}}}")
    assert f"2 threads share 1 processor (OMP_PLACES={{{processor}}})" in bound.stderr
    assert_same(tmp_path / "two", tmp_path / "bound")


def test_prediction_and_description_end_too(tmp_path: Path, run_tool: RunTool, dataset: Path, train: Train) -> None:
    train("run", 1)
    for name, threads, variables in (
        ("one", 1, {}),
        ("limited", 2, {"OMP_THREAD_LIMIT": "1"}),
        ("two", 2, {}),
        ("dynamic", 2, {"OMP_DYNAMIC": "TRUE"}),
    ):
        words = ["--dataset", dataset, "--model", tmp_path / "run" / "model.h5", "--out", tmp_path / name]
        run_tool("cre-predict", *words, "--threads", threads, env=environment(**variables), timeout=300)
    for one, other in (("one", "limited"), ("two", "dynamic")):
        assert (tmp_path / one / "predictions.h5").read_bytes() == (tmp_path / other / "predictions.h5").read_bytes()
    assert manifest(tmp_path / "limited")["determinism"]["threads"] == 1
    assert len(manifest(tmp_path / "limited")["run"]["warnings"]) == 1
    tables = [
        run_tool("cre-train", "--describe", env=environment(**variables), timeout=300).stdout
        for variables in ({}, {"OMP_THREAD_LIMIT": "1"}, {"OMP_DYNAMIC": "TRUE"})
    ]
    assert tables[0] == tables[1] == tables[2]


def test_the_default_counts_processors_that_openmp_took_away(run_tool: RunTool) -> None:
    """With OMP_PROC_BIND the first thread is bound to one processor before the program begins."""
    plain = run_tool("cre-train", "--help", env=environment()).stdout
    assert "Number of threads (default: " in plain
    assert run_tool("cre-train", "--help", env=environment(OMP_PROC_BIND="true")).stdout == plain


def start(command: list[object]) -> subprocess.Popen[str]:
    """A tool in the background."""
    return subprocess.Popen([str(word) for word in command], stderr=subprocess.PIPE, text=True)


def wait_for(file: Path, process: subprocess.Popen[str]) -> None:
    """Until the file is there."""
    deadline = time.monotonic() + 120
    while not file.exists():
        assert process.poll() is None and time.monotonic() < deadline, f"no {file}"
        time.sleep(0.01)


def test_a_signal_is_served_in_a_long_validation(
    tmp_path: Path, binary: Callable[[str], Path], run_tool: RunTool
) -> None:
    """Most of the time is validation here; the training stops there and goes on to the same result."""
    data = make_dataset(tmp_path / "data", run_tool, rows=4000)
    section = {"epochs": 3, "sampling": {}, "batch": 1024}
    config = write_json(tmp_path / "config.json", training_config(**section))
    words: list[object] = ["--config", config, "--dataset", data, "--threads", 2, "--out"]
    run_tool("cre-train", *words, tmp_path / "whole")
    process = start([binary("cre-train"), *words, tmp_path / "parts"])
    wait_for(tmp_path / "parts" / "checkpoint.h5", process)
    process.send_signal(signal.SIGTERM)
    _, stderr = process.communicate(timeout=300)
    assert process.returncode == 7, stderr
    run_tool("cre-train", *words, tmp_path / "parts")
    assert_same(tmp_path / "whole", tmp_path / "parts")
    assert not (tmp_path / "parts" / "stuck.txt").exists()


def test_a_prediction_ends_at_once_and_leaves_nothing_half_written(
    tmp_path: Path, binary: Callable[[str], Path], run_tool: RunTool, dataset: Path, train: Train
) -> None:
    """A signal takes its default action: no manifest and no predictions, and the same command works later."""
    train("run", 1)
    model, out = tmp_path / "run" / "model.h5", tmp_path / "predict"
    words = ["--dataset", dataset, "--out", out, "--threads", 1, *(["--model", model] * 400)]
    process = start([binary("cre-predict"), *words])
    wait_for(out, process)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=300)
    assert process.returncode == -signal.SIGTERM
    assert not list(out.glob("*"))
    run_tool("cre-predict", "--dataset", dataset, "--model", model, "--out", out, "--threads", 1)
    assert (out / "manifest.json").exists()
