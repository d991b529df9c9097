"""The model card: metadata that any reader of YAML takes, numbers of the run, and commands that do what they say."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
import yaml
from creflow_artifacts import read_texts
from creflow_report.config import read_config
from creflow_report.inputs import Inputs
from creflow_report.markdown import code_text, markdown_text, yaml_text
from creflow_report.model_card.strata import weakest
from creflow_report.sections import card as card_section
from creflow_workflow import manifest
from creflow_workflow.manifest import StageRun
from creflow_workflow.problems import Problem
from helpers.reports import Page, change_config, change_json, report_of, sign

Copy = Callable[[], Path]
ROOT = Path(__file__).resolve().parents[2]
TEXTS = ("card", "methods")


def card_of(run: Path) -> str:
    """The card of a changed run; no other section is made."""
    config = read_config(run / "config/report.json")
    return card_section.model_card(card_section.read(Inputs(run, config, StageRun("report", run / "report", config))))


def metadata(card: str) -> dict[str, Any]:
    """The YAML at its top."""
    empty, block, _ = card.split("---\n", 2)
    assert empty == ""
    return yaml.safe_load(block)


def json_of(run: Path, file: str) -> dict[str, Any]:
    return json.loads((run / file).read_text())


def block(card: str, language: str) -> str:
    """A block of code."""
    found = re.search(rf"```{language}\n(.*?)```", card, flags=re.DOTALL)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def card(run: Path) -> str:
    """What the workflow wrote."""
    return (run / "report/model_card.md").read_text(encoding="utf-8")


def test_metadata_have_the_results(run: Path, card: str) -> None:
    """As Hugging Face wants them: of each measure with a value one entry."""
    shown, metrics = metadata(card), json_of(run, "eval/base/metrics.json")
    assert "license" not in shown and "language" not in shown
    assert shown["library_name"] == "creflow" and shown["datasets"] == ["elements.tsv.gz"]
    (index,) = shown["model-index"]
    (result,) = index["results"]
    assert index["name"] == "tiny" and result["dataset"]["split"] == "test" and result["task"]["type"]
    told = {entry["name"]: entry for entry in result["metrics"]}
    assert len(told) == 4 * (1 + len(metrics["tasks"]))
    for task in metrics["tasks"]:
        entry = told[f"Pearson, {task}"]
        assert entry["type"] == "pearsonr"
        assert entry["value"] == pytest.approx(metrics["per_task"][task]["pearson"]["value"], rel=1e-5)


def test_digests_seeds_and_rows(run: Path, card: str, page: Page) -> None:
    """Of the files as they are, in the text and in the section."""
    for name in ("split/base/split.h5", "encode/base/dataset.h5", "train/base/seed7/model.h5"):
        digest = manifest.sha256_of_file(run / name)
        assert f"| {name} |" in card and f"`{digest}`" in card
        assert digest in page.text("card")
    table = manifest.sha256_of_file(run / "simulate/elements.tsv.gz")
    assert table in card
    assert "training 7, split 2025, bootstrap 2025, simulated table 2025" in card
    for name, part in json_of(run, "split/base/split_report.json")["splits"].items():
        assert f"| {name} | {part['rows']:,} |" in card
    scaler = json_of(run, "encode/base/scaler.json")
    for task, mean, sd in zip(scaler["tasks"], scaler["mean"], scaler["sd"], strict=True):
        assert f"| {task} | {mean:.6g} | {sd:.6g} |" in card


def test_python_of_the_card_predicts_what_the_run_predicted(run: Path, card: str, tmp_path: Path) -> None:
    """With sequences of the table in place of the example, as the card says; and as it stands."""
    check_python(block(card, "python"), run, tmp_path)


def check_python(code: str, run: Path, tmp_path: Path) -> None:
    """Runs it in the folder of the results as it stands, then with the first rows of the table."""
    python_of(code, run)
    with (
        h5py.File(run / "encode/base/dataset.h5") as data,
        h5py.File(run / "predict/base/seed7/predictions.h5") as made,
    ):
        assert read_texts(data["id"])[:40] == read_texts(made["id"])[:40]
        sequences = ["".join("ACGTN"[code] for code in row) for row in data["codes"][:40]]
        predicted = made["predicted"][:40]
    ours, found = re.subn(r"^sequences = .*$", f"sequences = {sequences!r}", code, flags=re.MULTILINE)
    assert found == 1
    saved = tmp_path / "activity.npy"
    python_of(f"{ours}\nimport numpy\nnumpy.save({str(saved)!r}, activity.numpy())\n", run)
    np.testing.assert_allclose(np.load(saved), predicted, atol=2e-5)


def python_of(code: str, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env={"PYTHONPATH": str(ROOT / "python"), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_command_of_the_card_makes_the_same_predictions(
    run: Path, card: str, binary: Callable[[str], Path], tmp_path: Path
) -> None:
    """It is run as it stands, in a copy of what it reads."""
    for name in ("config/predict", "encode/base", "train/base"):
        shutil.copytree(run / name, tmp_path / name)
    tools = binary("cre-predict").parent
    subprocess.run(["bash", "-ec", f"PATH={tools}:$PATH\n{block(card, 'bash')}"], cwd=tmp_path, check=True)
    with (
        h5py.File(run / "predict/base/seed7/predictions.h5") as ran,
        h5py.File(tmp_path / "predicted/predictions.h5") as again,
    ):
        np.testing.assert_array_equal(ran["predicted"], again["predicted"])


def test_several_networks(copy: Copy, tmp_path: Path) -> None:
    """They are averaged in Python, and all named in the command."""
    run = copy()
    shutil.copytree(run / "train/base/seed7", run / "train/base/seed8")
    made = manifest.read(run / "train/base/seed8")
    made["seeds"]["train"] = 8
    sign(run / "train/base/seed8", made)
    stages = json_of(run, "config/report.json")["stages"]
    stages["train"].insert(1, "train/base/seed8")
    change_config(run, stages=stages)
    report_of(run, run / "report", TEXTS)
    card = (run / "report/model_card.md").read_text()
    assert "2 networks, of which the mean is taken, predict" in card and "training 7, training 8" in card
    assert block(card, "bash").count("--model train/base/seed") == 2
    check_python(block(card, "python"), run, tmp_path)
    methods = (run / "report/methods.md").read_text()
    assert "with seeds 7 and 8" in methods and "Predictions are the mean of the 2 networks." in methods


def test_the_linear_baseline_as_a_member(copy: Copy, binary: Callable[[str], Path]) -> None:
    """The command names its file, which is listed with its digest; Python has the network alone, and says so."""
    run = copy()
    made = manifest.read(run / "predict/base/seed7")
    made["config"]["predict"] |= {"with_baseline": True, "weighting": "greedy"}
    sign(run / "predict/base/seed7", made)
    text = card_of(run)
    assert "One network predicts, averaged with the linear baseline, the" in text
    tools = binary("cre-predict").parent
    subprocess.run(["bash", "-ec", f"PATH={tools}:$PATH\n{block(text, 'bash')}"], cwd=run, check=True)
    with h5py.File(run / "predicted/predictions.h5") as predicted:
        assert len(read_texts(predicted["model_sha256"])) == 2
    assert "baseline/baseline.h5" in text and "networks alone" in block(text, "python")


def test_networks_that_read_more_than_sequences(copy: Copy) -> None:
    """Their lines say where the rest comes from."""
    run = copy()
    made = manifest.read(run / "train/base/seed7")
    made["config"]["model"] |= {"motifs": "concatenate", "target_cell": True}
    sign(run / "train/base/seed7", made)
    code = block(card_of(run), "python")
    compile(code, "card", "exec")
    assert 'motifs = torch.from_numpy(data["motifs/score"][:1])' in code and "target_cell = None" in code
    assert "predict(sequences, both_strands=True, motifs=motifs, target_cell=target_cell)" in code
    assert "reads more than sequences: motifs and target\\_cell" in card_of(run)


HOSTILE = [
    'a: "b" # c',
    "- |\n  x: *y &z !w %v @u `t` 'single' \\n \t end",
    "{[,]}? ---\n...\n\x85 \u2028 \ufeff \x7f 😀 ünïcode",
    "<b>& | $x$ [link](http://x) ~~s~~ ```",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_safe(copy: Copy, text: str) -> None:
    """As title, licence and citation, in YAML, Markdown and HTML."""
    assert yaml.safe_load(f"key: {yaml_text(text)}") == {"key": text}
    run = copy()
    change_config(run, report={"title": text, "licence": text, "citation": text})
    card = card_of(run)
    shown = metadata(card)
    assert shown["license"] == "other" and shown["license_name"] == text.strip()
    assert f"# Model card: {markdown_text(text)}\n" in card and f"- Licence: {markdown_text(text)}.\n" in card


def test_code_of_any_text() -> None:
    """The fence is longer than what is within."""
    assert code_text("plain") == "`plain`"
    assert code_text("a`b``c") == "```a`b``c```"
    assert code_text("`a`") == "`` `a` ``"


@pytest.mark.parametrize(
    ("given", "field"), [("CC-BY-4.0", "cc-by-4.0"), ("MIT", "mit"), ("CC BY 4.0", "cc-by-4.0"), ("own terms", None)]
)
def test_licence(copy: Copy, given: str, field: str | None) -> None:
    """A name that the Hub knows is told as it wants it."""
    run = copy()
    change_config(run, report={"title": "t", "licence": given})
    shown = metadata(card_of(run))
    assert (shown["license"], shown.get("license_name")) == ((field, None) if field else ("other", given))


def test_licence_and_citation_are_shown(copy: Copy) -> None:
    """In the section, and the citation in the methods; without them it is said so."""
    run = copy()
    assert "Licence: not stated" in card_of(run) and "license" not in metadata(card_of(run))
    change_config(run, report={"title": "t", "licence": "Our <own> terms", "citation": "Doe J (2026) A table."})
    page = report_of(run, run / "report", TEXTS)
    assert "Our <own> terms" in page.text("card") and "Doe J (2026) A table." in page.text("card")
    assert "Source of the table: Doe J (2026) A table." in page.text("methods")


@pytest.mark.parametrize("report", [{"title": "t", "licence": 3}, {"title": "t", "citation": ["x"]}])
def test_licence_that_is_no_text(copy: Copy, report: dict[str, Any]) -> None:
    """Is a mistake in the settings."""
    run = copy()
    change_config(run, report=report)
    with pytest.raises(Problem, match=r"report\.(licence|citation) must be text or null"):
        read_config(run / "config/report.json")


def test_equal_runs_equal_texts(run: Path, copy: Copy) -> None:
    """Whatever the place, the time and the host; no day and no folder is told."""
    again = copy()
    for file in again.rglob("manifest.json"):
        made = manifest.read(file.parent)
        made["run"] |= {"host": "elsewhere", "started": "1999-01-01T00:00:00Z", "seconds": 77, "folder": "/x"}
        sign(file.parent, made)
    change_json(again, "train/base/seed7/training.json", lambda t: t.update(train_seconds=123456, peak_memory_bytes=9))
    report_of(again, again / "elsewhere", TEXTS)
    for name in ("model_card.md", "methods.md"):
        text = (run / "report" / name).read_bytes()
        assert (again / "elsewhere" / name).read_bytes() == text
        assert str(run).encode() not in text and not re.search(rb"\d{4}-\d\d-\d\d", text)


def test_texts_are_outputs(run: Path) -> None:
    """The manifest of the report lists them."""
    listed = {entry["file"] for entry in manifest.read(run / "report")["outputs"]}
    assert {"model_card.md", "methods.md"} <= listed


def test_weakest_strata(run: Path, page: Page) -> None:
    """Of each kind the lowest Pearson, looked for anew."""
    strata = json_of(run, "eval/base/metrics.json")["strata"]
    found = {one.kind: one for one in weakest(strata)}
    gc = min(strata["gc"]["strata"], key=lambda one: one["macro"]["pearson"]["value"])
    assert found["GC content"].name == gc["name"] and found["GC content"].rows == gc["rows"]
    assert found["GC content"].pearson == gc["macro"]["pearson"]
    assert [one.narrow for one in weakest(strata)] == sorted(one.narrow for one in found.values())
    assert "GC content" in page.text("card")


def test_flanks(copy: Copy) -> None:
    """Constant ends are what the model has around the insert, from outside in."""
    run = copy()
    change_json(
        run, "qc/base/qc_report.json",
        lambda qc: qc["adaptors"].update(upstream="ACGTACG", downstream="TT", flanks=True),
    )  # fmt: skip
    assert "7 bases before (`ACGTACG`) and 2 after (`TT`)" in card_of(run)


def test_undefined_correlations(copy: Copy) -> None:
    """They are called so, and are no result of the index; nor is a stratum without one the weakest."""
    run = copy()

    def undefine(metrics: dict[str, Any]) -> None:
        for place in (metrics["per_task"]["K562"], metrics["macro"]):
            place["pearson"] |= {"value": None, "low": None, "high": None}
        for division in metrics["strata"].values():
            for stratum in division["strata"] or []:
                stratum["macro"]["pearson"] |= {"value": None, "low": None, "high": None}

    change_json(run, "eval/base/metrics.json", undefine)
    card = card_of(run)
    names = [entry["name"] for entry in metadata(card)["model-index"][0]["results"][0]["metrics"]]
    assert "Pearson, K562" not in names and "Spearman, K562" in names
    assert "There are too few rows for strata." in card and "undefined" in card
    assert "None" not in card and "nan" not in card.lower().split()


def test_little_is_known(copy: Copy) -> None:
    """One cell type, no intervals, gaps, baseline, ceiling, calibration: nothing is promised that is not there."""
    run = copy()

    def reduce(metrics: dict[str, Any]) -> None:
        metrics |= {"tasks": ["K562"], "prediction_intervals": None, "min_gap": None, "baseline": None}
        task = metrics["per_task"]["K562"]
        task |= {"noise_ceiling": None, "ceiling_source": None, "relative_pearson": None}
        metrics["per_task"] = {"K562": task}
        metrics["calibration"]["K562"]["slope"] |= {"value": None, "low": None, "high": None}
        for values in (task, metrics["macro"]):
            for measure in ("pearson", "spearman", "mse", "mae"):
                values[measure] |= {"value": None, "low": None, "high": None}

    change_json(run, "eval/base/metrics.json", reduce)
    change_json(run, "encode/base/scaler.json", lambda s: s.update({k: s[k][:1] for k in ("tasks", "mean", "sd")}))
    report_of(run, run / "report", TEXTS)
    card = (run / "report/model_card.md").read_text()
    assert "model-index" not in metadata(card)
    assert "There is no linear baseline" in card and "There are no prediction intervals." in card
    assert "Noise ceiling:" not in card and "HepG2" not in card.split("## Training data")[0]
    methods = (run / "report/methods.md").read_text()
    for word in ("conformal", "minimum gap: ", "ridge", "reliability", "Wilson", "mean over cell types: corr"):
        assert word not in methods.split("**Prediction.**")[1], word
