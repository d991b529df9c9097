"""cre-eval as a user runs it: files, messages and exit codes."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from helpers.predictions import TEST, TRAIN, PredictionTable, simulated_predictions, write_predictions

Run = Callable[..., subprocess.CompletedProcess[str]]
Evaluate = Callable[..., dict]


@pytest.fixture
def evaluate(tmp_path: Path, run_tool: Run) -> Evaluate:
    """evaluate(table, "key=value", ...) writes the table, runs cre-eval on it and returns metrics.json."""

    def run(table: PredictionTable, *settings: str, name: str = "eval", options: tuple[str, ...] = ()) -> dict:
        path = write_predictions(tmp_path / f"{name}_predict", table)
        given = ["eval.bootstrap.resamples=50", *settings]
        arguments = [word for setting in given for word in ("--set", setting)]
        run_tool("cre-eval", "--predictions", path, "--out", tmp_path / name, *arguments, *options)
        return json.loads((tmp_path / name / "metrics.json").read_text())

    return run


ANALYSES = (
    "strata",
    "confusion",
    "cell_pairs",
    "calibration",
    "residual_histogram",
    "residual_quantiles",
    "residual_trend",
    "coverage",
    "outliers",
)


def rows_of(file: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated table."""
    with file.open(newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def test_writes_what_it_announces(evaluate: Evaluate, tmp_path: Path) -> None:
    """All files are there and in the manifest; the tables say what metrics.json says."""
    result = evaluate(simulated_predictions())
    out = tmp_path / "eval"
    manifest = json.loads((out / "manifest.json").read_text())
    files = {entry["file"] for entry in manifest["outputs"]}
    assert files == {
        "metrics.json",
        "bootstrap.h5",
        *(f"tables/{name}.tsv" for name in ANALYSES),
        "tables/table1.tsv",
        "tables/acceptance.tsv",
        "tables/scatter.tsv",
        "tables/min_gap.tsv",
    }
    assert manifest["config"]["eval"]["bootstrap"]["resamples"] == 50
    assert manifest["counts"]["rows"] == 300

    table = rows_of(out / "tables" / "table1.tsv")
    assert [row["task"] for row in table] == ["K562", "HepG2", "SKNSH", "macro"]
    for row in table:
        expected = result["macro"] if row["task"] == "macro" else result["per_task"][row["task"]]
        assert float(row["pearson"]) == expected["pearson"]["value"]
        assert float(row["mae_high"]) == expected["mae"]["high"]
    assert len(rows_of(out / "tables" / "scatter.tsv")) == 900
    gaps = rows_of(out / "tables" / "min_gap.tsv")
    assert len(gaps) == result["min_gap"]["n"]
    for column, key in (("measured", "mean"), ("predicted", "predicted_mean")):
        assert np.mean([float(row[column]) for row in gaps]) == pytest.approx(result["min_gap"][key], rel=1e-12)
    assert [row["name"] for row in rows_of(out / "tables" / "acceptance.tsv")] == [
        "mean_pearson",
        "task_pearson",
        "min_gap_rho",
    ]


def test_same_bytes_whatever_the_threads(evaluate: Evaluate, tmp_path: Path) -> None:
    """Threads change nothing in the results."""
    table = simulated_predictions(groups=80)
    evaluate(table, name="one", options=("--threads", "1"))
    evaluate(table, name="four", options=("--threads", "4"))
    for file in ("metrics.json", "bootstrap.h5", "tables/table1.tsv"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "four" / file).read_bytes()


def test_order_of_rows_does_not_matter(evaluate: Evaluate) -> None:
    """Point values of permuted rows are equal; so are other splits' rows in between."""
    table = simulated_predictions()
    mixed = simulated_predictions(rows=400, seed=9)
    order = np.random.default_rng(3).permutation(300)
    shuffled = table.take(order)
    for name, value in vars(mixed).items():
        if isinstance(value, np.ndarray):
            value[:300] = getattr(shuffled, name)
    mixed.split[300:] = TRAIN
    a = evaluate(table, name="a")
    b = evaluate(mixed, name="b")
    for task, metrics in a["per_task"].items():
        for name in ("pearson", "spearman", "mse", "mae"):
            assert metrics[name]["value"] == pytest.approx(b["per_task"][task][name]["value"], rel=1e-12)
    assert b["rows"] == 300


def test_draws_groups_when_they_have_several_rows(evaluate: Evaluate) -> None:
    """The unit is chosen from the data and written down."""
    assert evaluate(simulated_predictions(), name="single")["bootstrap"]["unit"] == "element"
    grouped = evaluate(simulated_predictions(groups=50), name="grouped")["bootstrap"]
    assert (grouped["unit"], grouped["units"]) == ("group", 50)
    forced = evaluate(simulated_predictions(groups=50), "eval.bootstrap.unit=element", name="forced")["bootstrap"]
    assert (forced["unit"], forced["units"]) == ("element", 300)


def test_good_predictions_are_accepted_and_poor_ones_not(evaluate: Evaluate) -> None:
    """Each criterion shows its numbers; all must pass."""
    good = evaluate(simulated_predictions(noise=0.3), name="good")
    assert good["accepted"] and all(row["pass"] for row in good["acceptance"])
    assert good["macro"]["label"] == "good"
    poor = evaluate(simulated_predictions(noise=4.0), name="poor")
    assert not poor["accepted"] and not any(row["pass"] for row in poor["acceptance"])
    mean = poor["acceptance"][0]
    assert mean["value"] == poor["macro"]["pearson"]["value"] and mean["low"] == poor["macro"]["pearson"]["low"]
    assert f"{mean['value']:.3f}" in mean["text"]
    lenient = ["eval.acceptance.r_mean=0", "eval.acceptance.r_mean_low=0", "eval.acceptance.task_r=0"]
    assert evaluate(simulated_predictions(noise=4.0), *lenient, name="lenient")["acceptance"][1]["pass"]


def test_constant_predictions_have_no_correlation(evaluate: Evaluate) -> None:
    """Undefined is null, never a crash, and never accepted."""
    table = simulated_predictions()
    table.predicted[:, 1] = np.float32(0.1)
    result = evaluate(table)
    found = result["per_task"]["HepG2"]
    assert found["pearson"] == {
        "value": None,
        "low": None,
        "high": None,
        "skipped": 50,
        "method": "percentile",
        "flagged": True,
        "why": "all predicted values are equal",
    }
    assert found["spearman"]["value"] is None and found["label"] == "undefined"
    assert found["mse"]["value"] > 0 and found["mse"]["low"] > 0
    assert result["macro"]["pearson"]["value"] is None and not result["accepted"]
    assert result["per_task"]["K562"]["pearson"]["value"] is not None
    assert "undefined" in result["acceptance"][0]["text"]


def test_resamples_without_variance_are_counted(evaluate: Evaluate) -> None:
    """With one distinct measurement, about 37 % of the resamples miss it."""
    table = simulated_predictions()
    table.activity[:, 0] = 0.1
    table.activity[17, 0] = 2.0
    found = evaluate(table, "eval.bootstrap.resamples=1000")["per_task"]["K562"]["pearson"]
    assert 320 < found["skipped"] < 420 and found["flagged"]
    assert found["low"] is not None


def test_min_gap_without_target_cells(evaluate: Evaluate) -> None:
    """The column needs a target cell; the gap of the two largest activities does not."""
    table = simulated_predictions()
    table.target_cell[:] = -1
    absent = evaluate(table, name="column")
    assert absent["min_gap"] is None
    assert absent["acceptance"][2]["value"] is None and absent["acceptance"][2]["pass"] is None
    assert absent["accepted"] == all(row["pass"] for row in absent["acceptance"][:2])
    dropped = evaluate(table, "eval.acceptance.min_gap_rho=null", name="dropped")
    assert [row["name"] for row in dropped["acceptance"]] == ["mean_pearson", "task_pearson"]

    result = evaluate(table, "eval.min_gap.definition=top1_minus_top2", name="top")["min_gap"]
    top = np.sort(table.activity, axis=1)
    assert result["n"] == 300
    assert result["mean"] == pytest.approx(np.mean(top[:, -1] - top[:, -2]), rel=1e-12)


def test_single_task_has_no_min_gap(evaluate: Evaluate) -> None:
    """A gap needs two cell types."""
    for definition in ("column", "target_minus_best_other", "top1_minus_top2"):
        table = simulated_predictions(tasks=1)
        table.min_gap[:] = 1.0
        assert evaluate(table, f"eval.min_gap.definition={definition}", name=definition)["min_gap"] is None


def test_no_reverse_strand(evaluate: Evaluate) -> None:
    """Predictions of one strand have no strand comparison."""
    table = simulated_predictions()
    table.reverse = None
    assert evaluate(table)["strand"] is None


def test_an_average_that_is_worse_than_the_forward_strand_is_flagged(evaluate: Evaluate) -> None:
    """A drop of more than .01."""
    table = simulated_predictions()
    assert table.reverse is not None
    table.reverse[:, 0] = np.random.default_rng(0).normal(size=300)
    strand = evaluate(table)["strand"]
    assert strand["K562"]["flagged"] and strand["K562"]["drop"] > 0.01
    assert strand["K562"]["drop"] == strand["K562"]["forward"] - strand["K562"]["averaged"]


def fails(run_tool: Run, tmp_path: Path, path: Path, code: int, *words: str, settings: tuple[str, ...] = ()) -> None:
    """cre-eval ends with `code` and one line on stderr that has all `words`; no result is left behind."""
    arguments = [word for setting in settings for word in ("--set", setting)]
    done = run_tool("cre-eval", "--predictions", path, "--out", tmp_path / "out", *arguments, expect=code)
    assert len(done.stderr.strip().splitlines()) == 1
    for word in words:
        assert word in done.stderr
    assert not (tmp_path / "out" / "metrics.json").exists() and not (tmp_path / "out" / "manifest.json").exists()


def test_unknown_split(run_tool: Run, tmp_path: Path) -> None:
    """The message names the key and what is allowed."""
    path = write_predictions(tmp_path, simulated_predictions())
    fails(
        run_tool, tmp_path, path, 3, "eval.split", "holdout", "train", "val", "test", settings=("eval.split=holdout",)
    )


def test_misspelled_key(run_tool: Run, tmp_path: Path) -> None:
    """The nearest key is suggested."""
    path = write_predictions(tmp_path, simulated_predictions())
    fails(run_tool, tmp_path, path, 3, "eval.bootstrap", "resample", settings=("eval.bootstrap.resample=5",))


def test_too_few_rows(run_tool: Run, tmp_path: Path) -> None:
    """A split without rows, or without three of any task, cannot be evaluated."""
    path = write_predictions(tmp_path / "a", simulated_predictions())
    fails(run_tool, tmp_path, path, 4, "split 'val' has 0 rows", settings=("eval.split=val",))
    table = simulated_predictions()
    table.activity[2:] = np.nan
    table.mask[2:] = 0
    path = write_predictions(tmp_path / "b", table)
    fails(run_tool, tmp_path, path, 4, "no task has more than 2 measured rows")


def test_a_task_of_two_rows_is_undefined(run_tool: Run, tmp_path: Path) -> None:
    """Two points lie on a line: null and why, for the task and the means that it enters."""
    table = simulated_predictions()
    table.activity[2:, 1] = np.nan
    table.mask[2:, 1] = 0
    out = tmp_path / "out"
    done = run_tool("cre-eval", "--predictions", write_predictions(tmp_path / "p", table), "--out", out)
    why = "2 rows have a measured and a predicted value; 3 are needed"
    assert f"task HepG2: the correlation is undefined: {why}" in done.stderr
    metrics = json.loads((out / "metrics.json").read_text(encoding="utf-8"))
    task = metrics["per_task"]["HepG2"]
    for name in ("pearson", "kendall", "mse", "auroc"):
        assert task[name]["value"] is None and task[name]["why"] == why
        assert metrics["macro"][name] | {"why": f"task HepG2: {why}", "value": None} == metrics["macro"][name]
        assert metrics["micro"][name]["value"] is not None
    assert not metrics["accepted"]


def test_no_manifest(run_tool: Run, tmp_path: Path) -> None:
    """An artifact without its manifest is not trusted."""
    path = write_predictions(tmp_path, simulated_predictions())
    (tmp_path / "manifest.json").unlink()
    fails(run_tool, tmp_path, path, 6, str(path), "manifest.json")


def test_changed_byte(run_tool: Run, tmp_path: Path) -> None:
    """A digest that does not match is named."""
    path = write_predictions(tmp_path, simulated_predictions())
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    fails(run_tool, tmp_path, path, 6, str(path), "SHA-256")


def test_missing_file(run_tool: Run, tmp_path: Path) -> None:
    """The path is named."""
    fails(run_tool, tmp_path, tmp_path / "absent.h5", 5, "absent.h5")


def test_prediction_that_is_not_a_number(run_tool: Run, tmp_path: Path) -> None:
    """The row and the task are named."""
    table = simulated_predictions()
    table.predicted[5, 2] = np.nan
    path = write_predictions(tmp_path, table)
    fails(run_tool, tmp_path, path, 6, "element_5", "SKNSH")


def test_only_the_asked_split_counts(evaluate: Evaluate) -> None:
    """Rows of other splits are not evaluated."""
    table = simulated_predictions()
    table.split[:100] = TRAIN
    assert evaluate(table, "eval.split=train", name="train")["rows"] == 100
    assert np.count_nonzero(table.split == TEST) == evaluate(table, name="test")["rows"]
