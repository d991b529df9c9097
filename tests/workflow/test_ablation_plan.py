"""`./creflow run ablation_plan`: what it says of the shipped grid, and that it runs nothing."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from creflow_workflow import ablation_plan, cost, durations
from creflow_workflow.agreement import Agreement
from creflow_workflow.overrides import merged
from creflow_workflow.plan import Plan
from creflow_workflow.problems import Problem
from helpers.workflow import TINY, planned, snakemake, write_config

ROOT = Path(__file__).resolve().parents[2]


def shipped(*names: str) -> dict[str, Any]:
    """Config files of config/, one after the other as --configfile takes them."""
    config: dict[str, Any] = {}
    for name in names:
        config = merged(config, yaml.safe_load((ROOT / "config" / name).read_text(encoding="utf-8")))
    return config


def test_the_grid_of_the_specification() -> None:
    """Its questions, by the names of their variants."""
    p = Plan(shipped("grid.yaml"), "grid.yaml", ROOT / "workflow")
    assert p.variants[1:] == [
        "depth-4", "depth-4_matched", "depth-8", "depth-8_matched",
        "stem-11_res-5", "stem-11_res-7", "stem-15_res-5", "stem-21_res-5", "stem-21_res-7",
        "dilations-off",
        "multiscale-parallel", "multiscale-parallel_matched", "multiscale-single", "multiscale-single_matched",
        "norm-weight", "norm-batch",
        "context-2",
        "rc-training-on_rc-prediction-off", "rc-training-off_rc-prediction-on", "rc-training-off_rc-prediction-off",
        "lambda-0.02", "lambda-0.05", "lambda-0.1",
        "prior-concatenate", "prior-auxiliary",
        "se-B", "se-C",
    ]  # fmt: skip
    assert p.seeds == [1337, 1338, 1339]
    short = Plan(shipped("grid.yaml", "grid-short.yaml"), "grid-short.yaml", ROOT / "workflow")
    assert short.variants == p.variants and len(short.seeds) == 1


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shipped grid as its config."""
    made = tmp_path_factory.mktemp("grid")
    config = shipped("grid.yaml")
    config["grid"]["motifs"]["include"] = [{"encode.motifs": str(ROOT / "config/motifs/curated64.meme")}]
    write_config(made, config)
    return made


def test_jobs_of_the_full_grid(folder: Path) -> None:
    """28 arms and 3 seeds; what is equal runs once: two variants of the prediction have no training of their own."""
    assert planned(folder) == {
        "simulate": 1, "qc": 3, "split": 3, "encode": 4, "baseline": 1, "train": 3 * 26, "predict": 3 * 28,
        "predict_ensemble": 28, "eval": 28, "ablate": 1, "report": 1,
    }  # fmt: skip


def test_the_plan_runs_nothing(tmp_path: Path) -> None:
    """It prints to stdout and leaves no results; a finished run is timed from its own trainings."""
    sizes = {"stem_channels": 16, "stage1_channels": 32, "stage2_channels": 32}
    model = {"multiscale": TINY["model"]["multiscale"] | sizes}
    grid = {"depth": {"matrix": {"width": {"model.multiscale.stage1_channels": [64, 32]}}, "match_parameters": True}}
    write_config(tmp_path, TINY | {"model": model, "grid": grid})
    done = snakemake(tmp_path, "ablation_plan")
    assert not (tmp_path / "results").exists()
    lines = [line.split() for line in done.stdout.splitlines()]
    assert done.stdout.startswith("tiny: 4 variants beside the base, 1 seed each; 4 trainings, 21 jobs in all")
    words = {line[0]: line for line in lines if line}
    assert words["forward-only"][1:8] == ["predict,", "eval", "qc", "to", "train", "of", "base"]
    assert words["width-64"][1:9] == ["train,", "predict,", "eval", "qc", "to", "encode", "of", "base"]
    assert words["width-32:"][1:] == ["left", "out,", "it", "is", "the", "base"]
    assert not any(" 0 s" in line for line in done.stdout.splitlines())
    behind_parameters = {name: -4 if "<" in line else -3 for name, line in words.items()}  # 0.4 s, or < 0.1 s
    parameters = {
        name: int(words[name][behind_parameters[name]].replace(",", ""))
        for name in ("base", "width-64", "width-64_matched")
    }
    assert parameters["width-64"] > 1.2 * parameters["base"]
    assert parameters["width-64_matched"] == pytest.approx(parameters["base"], rel=0.02)
    assert "from the benchmark in docs/benchmarks.md (600 rows of 100 bp, bad ones included)" in done.stdout


def test_estimates_by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Finished trainings give multiply-adds per second, and the share of the epochs that ran. Which ones are finished
    is tested in test_agreement.py."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Agreement, "is_current", lambda self, stage, variant="base", which="": variant == "base")
    half = {"split.train_fraction": 0.5}
    variants = {
        "wide": {"model.multiscale.stage1_channels": 16},
        "both": {"train.loss.consistency": 0.1},
        "half": half,
        "half-in-full-epochs": half | {"train.sampling.full_epochs": True},
    }
    p = Plan(TINY | {"variants": variants, "train": {"epochs": 10}}, "c", ROOT / "workflow")
    place = tmp_path / p.path("train", "base", "seed7")
    place.mkdir(parents=True)
    (place / "training.json").write_text(json.dumps({"samples_per_second": 1000.0, "epochs_run": 5}), encoding="utf-8")
    costs = cost.Costs(p)
    assert costs.finished is not None and costs.finished.share_of_epochs == 0.5
    # 480 training rows and 60 validation rows on both strands, those without gradients.
    samples = 480 + 2 * 60 / cost.VALIDATION_SPEED
    assert costs.seconds("base") == pytest.approx(5 * samples / 1000)
    ratio = costs.networks["wide"].multiply_adds / costs.networks["base"].multiply_adds
    assert ratio > 1.2 and costs.seconds("wide") == pytest.approx(5 * samples / 1000 * ratio)
    assert costs.seconds("both") == pytest.approx(5 * (2 * 480 + 2 * 60 / cost.VALIDATION_SPEED) / 1000)
    assert costs.seconds("half") == pytest.approx(5 * (240 + 2 * 60 / cost.VALIDATION_SPEED) / 1000)
    assert costs.seconds("half-in-full-epochs") == costs.seconds("base")
    assert costs.is_done("base") and not costs.is_done("wide")
    text = ablation_plan.text(p)
    assert "from 1 finished training of this run" in text and "50 % of the most epochs" in text
    assert re.search(r"base .* finished$", text, re.MULTILINE)


def test_a_device_without_a_measured_rate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is made up."""
    monkeypatch.chdir(tmp_path)
    p = Plan(TINY | {"device": "cuda"}, "c", ROOT / "workflow")
    assert cost.Costs(p).seconds("base") is None
    assert "time: unknown; no rate was measured for device cuda" in ablation_plan.text(p)
    assert head_of(p).split() == ["variant", "recomputes", "shares", "parameters"]


def head_of(plan: Plan) -> str:
    """The names of the columns."""
    return next(line for line in ablation_plan.text(plan).splitlines() if line.startswith("  variant "))


def test_columns_that_tell_nothing_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is nothing to share; with a variant that shares, all are there."""
    monkeypatch.chdir(tmp_path)
    for variants, columns in (({}, ""), (TINY["variants"], "shares ")):
        p = Plan(TINY | {"variants": variants}, "c", ROOT / "workflow")
        assert " ".join(head_of(p).split()) == f"variant recomputes {columns}parameters one training"


def test_rows_of_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are counted, the length is the most common one; test_agreement.py has the report of quality control."""
    monkeypatch.chdir(tmp_path)
    lines = ["id\tsequence", "a\tACGT", "b\tACGTA", "c\tAAAA"]
    (tmp_path / "t.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    p = Plan(TINY | {"table": "t.tsv"}, "c", ROOT / "workflow")
    assert cost.shape_of(p, Agreement(p)) == cost.Shape(3, 4, known=False)


@pytest.mark.parametrize(
    "content",
    [
        b"Title\n\nid,sequence\na,ACGT\nb,TTTT\n",
        gzip.compress("id;sequence\r\na;ACGT\r\nb;TTTT\r\nc;T\r\nd;ACGT\r\n".encode("utf-16")),
        "id\tsequence\rx\ta\tACGT\rb\tTTTT\r".encode("utf-16-be"),
    ],
    ids=["title", "gzip of UTF-16", "UTF-16"],
)
def test_rows_of_unusual_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    """Titles, encodings, line ends and separators as cre-qc reads them; a broken file is one line."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.tsv").write_bytes(content)
    p = Plan(TINY | {"table": "t.tsv"}, "c", ROOT / "workflow")
    shape = cost.shape_of(p, Agreement(p))
    assert shape.length == 4 and 2 <= shape.rows <= 4
    (tmp_path / "t.tsv").write_bytes(gzip.compress(content)[:-5])
    with pytest.raises(Problem, match=r"t\.tsv: broken gzip stream"):
        cost.shape_of(p, Agreement(p))


def test_too_few_resamples_are_said_in_advance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """50 resamples cannot make two variants significant: 2 * 2 / 51 > .05."""
    monkeypatch.chdir(tmp_path)
    text = ablation_plan.text(Plan(TINY, "c", ROOT / "workflow"))
    assert "warning: 50 resamples are too few for 2 variants" in text and "at least 80" in text


def test_a_network_that_cannot_be_built(tmp_path: Path) -> None:
    """The tool's own words in one line, and the variant they are about: 1,795 parameters are too few to scale to."""
    grid = {"g": {"variants": {"wide": {"model.multiscale.stage1_channels": 16}}, "match_parameters": True}}
    write_config(tmp_path, TINY | {"grid": grid})
    done = snakemake(tmp_path, "ablation_plan", "--logger", "creflow", expect=3)
    start = "creflow: error: config.yaml: line 41: grid.g (wide_matched): model.match_parameters: "
    assert done.stderr.startswith(start) and done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, "unknown"),
        (0.01, "< 0.1 s"),
        (0.4, "0.4 s"),
        (9.97, "10 s"),
        (59, "59 s"),
        (90, "2 min"),
        (7100, "118 min"),
        (7200, "2.0 h"),
        (3e5, "3.5 days"),
    ],
)
def test_durations(seconds: float | None, text: str) -> None:
    assert durations.estimate(seconds) == text


def test_constants_are_those_of_the_programs(run_tool: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """The network of the benchmark, and its rates as the documentation has them."""
    described = json.loads(run_tool("cre-train", "--describe", "--json").stdout)
    assert described["multiply_adds"] == cost.MEASURED_MULTIPLY_ADDS
    rates = re.findall(
        r"^\| (training|inference), (\w+) \| ([\d,]+)", (ROOT / "docs/benchmarks.md").read_text(), re.MULTILINE
    )
    measured = {(what, precision): float(rate.replace(",", "")) for what, precision, rate in rates}
    assert cost.MEASURED_SAMPLES["bf16"] == measured["training", "bf16"]
    assert cost.MEASURED_SAMPLES["fp32"] == measured["training", "fp32"]
    assert measured["inference", "bf16"] / measured["training", "bf16"] == cost.VALIDATION_SPEED
