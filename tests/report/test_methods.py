"""The methods: every sentence follows from the settings and results, and only what was used is cited."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from creflow_report.config import read_config
from creflow_report.inputs import Inputs
from creflow_report.methods import presets
from creflow_report.methods.citations import SOURCES
from creflow_report.sections import methods as methods_section
from creflow_workflow import manifest
from creflow_workflow.manifest import StageRun
from helpers.reports import Page, change_json, sign

Copy = Callable[[], Path]
ROOT = Path(__file__).resolve().parents[2]
TRAIN = "train/base/seed7"


def set_key(run: Path, folder: str, key: str, value: Any) -> None:  # noqa: ANN401 - JSON
    """Changes a resolved setting in the manifest of a job."""
    made = manifest.read(run / folder)
    *sections, last = key.split(".")
    place = made["config"]
    for section in sections:
        place = place[section]
    assert last in place, key
    place[last] = manifest.parse(json.dumps(value))  # numbers with their spelling
    sign(run / folder, made)


def methods_of(run: Path) -> str:
    """methods.md of a changed run, in one line and without the signs of Markdown; no other section is made."""
    config = read_config(run / "config/report.json")
    shown = methods_section.read(Inputs(run, config, StageRun("creflow-report", run / "report", config)))
    return plain(methods_section.methods(shown))


def plain(text: str) -> str:
    return " ".join(re.sub(r"\\(.)", r"\1", text).split())


@pytest.fixture(scope="module")
def methods(run: Path) -> str:
    """Of the run as it is."""
    return plain((run / "report/methods.md").read_text())


def test_same_text_in_the_page(methods: str, page: Page) -> None:
    """Paragraph by paragraph."""
    shown = page.text("methods")
    for paragraph in re.split(r" \*\*[A-Z][a-z ]+\.\*\* ", methods.split("## References")[0])[1:]:
        assert paragraph.strip() in shown


def test_citations_and_references_agree(methods: str) -> None:
    """What is cited is listed, and nothing else."""
    text, references = methods.split("## References")
    cited = {source for source in SOURCES if source in text}
    listed = {source for source, reference in SOURCES.items() if reference in references}
    assert cited == listed
    assert {"Huber 1964", "Lin 1989", "Holm 1979", "Efron 1979", "Vovk et al. 2005"} <= cited
    assert not cited & {"Gosai et al. 2024", "Penzar et al. 2023", "Efron 1987", "Chen et al. 2018"}


def test_numbers_are_those_of_the_run(methods: str, run: Path) -> None:
    """Rows, split, seeds, sizes, versions."""
    qc = json.loads((run / "qc/base/qc_report.json").read_text())
    train = manifest.read(run / TRAIN)
    assert f"{qc['kept']:,} of {qc['read']:,} rows were kept" in methods
    for rule in qc["rules"]:
        if rule["active"] and rule["sequential"]:
            assert f"{rule['title']} ({rule['sequential']:,})" in methods
    assert f"{train['counts']['parameters']:,} parameters" in methods
    assert (
        "Training ended after 2 epochs." in methods
        and "(seed 7; 2 epochs" in methods
        and "convolution of width 7 with 8 channels" in methods
    )
    assert f"LibTorch {train['build']['libraries']['libtorch']}" in methods
    assert f"creflow {train['version']}, compiled with {train['build']['compiler']}" in methods
    assert "from 50 bootstrap resamples" in methods and "2 variants of the settings were compared" in methods


CASES = [
    (TRAIN, "train.loss.kind", "mse", "The loss was the squared error", "Huber"),
    (TRAIN, "train.loss.kind", "gaussian_nll", "Gaussian negative log-likelihood", "Huber"),
    (TRAIN, "train.loss.kind", "l1_kl", "the loss of Malinois (Gosai et al. 2024)", "Huber"),
    (TRAIN, "train.loss.delta", 0.5, "threshold 0.5", "threshold 1,"),
    (TRAIN, "train.loss.consistency", 0.25, "predictions of both strands, with weight 0.25", "no such text"),
    (TRAIN, "train.task_weights.kind", "uncertainty", "learned uncertainties (Kendall et al. 2018)", "equally"),
    (TRAIN, "train.task_weights.kind", "gradnorm", "GradNorm (Chen et al. 2018)", "equally"),
    (TRAIN, "train.task_weights.kind", "inverse_variance", "inverse residual variance", "equally"),
    (TRAIN, "train.optimizer.preset", "malinois", "amsgrad (Kingma and Ba 2015; Reddi et al. 2018), as published for "
     "Malinois (Gosai et al. 2024): learning rate 0.00326587", "Loshchilov and Hutter 2019"),
    (TRAIN, "train.optimizer.preset", "strong", "learning rate 0.0003, betas 0.9 and 0.98, weight decay 0.05", "0.999"),
    (TRAIN, "train.optimizer.learning_rate", 0.02, "learning rate 0.02,", "learning rate 0.001"),
    (TRAIN, "train.optimizer.algorithm", "adam", "trained with Adam (Kingma and Ba 2015)", "AdamW"),
    (TRAIN, "train.batch", 64, "batches of at most 64 elements", "256 elements"),
    (TRAIN, "train.schedule.kind", "constant", "stayed constant", "cosine"),
    (TRAIN, "train.schedule.kind", "cosine_restarts", "warm restarts (Loshchilov and Hutter 2017) every 4,096 steps",
     "half a cosine"),
    (TRAIN, "train.schedule.warmup", 0.0, "The learning rate fell to 0 along half a cosine.", "rose linearly"),
    (TRAIN, "train.schedule.warmup_epochs", 3, "rose linearly over 3 epochs", "of all steps"),
    (TRAIN, "train.augmentation.reverse_complement", 0.0, "Training elements were not augmented.",
     "the reverse complement with probability"),
    (TRAIN, "train.augmentation.shift", 0.2, "shifts of up to 3 bases with probability 0.2", "no such text"),
    (TRAIN, "train.augmentation.mixup_alpha", 0.4, "mixup (Zhang et al. 2018) with alpha 0.4", "no such text"),
    (TRAIN, "train.sampling.full_epochs", True, "as often as makes epochs as long as with all", "no such text"),
    (TRAIN, "train.sampling.twice_from", 1.5, "at least 1.5 in some cell type were visited twice", "no such text"),
    (TRAIN, "train.early_stopping.preset", "analyst", "running mean with 0.6 of the past", "after at least"),
    (TRAIN, "train.early_stopping.patience", 3, "for 3 epochs", "for 12 epochs"),
    (TRAIN, "train.early_stopping.tie_break", "mse", "the smallest mean squared error", "largest mean predicted"),
    (TRAIN, "train.epochs", None, "after 80 epochs at the latest", "Training ended after 2 epochs"),
    (TRAIN, "train.weight_average", 0.99, "A running mean of the weights with decay 0.99", "no such text"),
    (TRAIN, "model.pooling", "attention", "a mean over positions weighted by learned attention is read",
     "Mean and maximum"),
    (TRAIN, "model.context.layers", 2, "2 self-attention layers (Vaswani et al. 2017)", "no such text"),
    (TRAIN, "model.multiscale.norm", "none", "layers have no normalization", "Salimans"),
    (TRAIN, "model.multiscale.norm", "group", "group normalization (Wu and He 2018)", "Salimans"),
    (TRAIN, "model.multiscale.activation", "gelu", "Activations are GELU;", "leaky"),
    (TRAIN, "model.multiscale.stem_kernels", [5, 9], "parallel convolutions of widths 5 and 9", "width 7 with 8"),
    (TRAIN, "model.target_cell", True, "designed for is a further feature", "no such text"),
    ("predict/base/seed7", "predict.reverse_complement", False, "that from the strand as given", "from both strands"),
    ("predict/base/seed7", "predict.with_baseline", True,
     "Predictions are the mean of the network and the linear baseline.", "weighted mean"),
    ("qc/base", "qc.allow_missing_tasks", True, "A missing activity was masked", "no such text"),
    ("qc/base", "qc.se_rule", "C", "No row was rejected for the size of its standard error", "no such text"),
    ("qc/base", "qc.weights", "inverse_variance", "weighted by min(1/(SE² + 10⁻⁶), 25) in each cell type.",
     "divided by"),
    ("qc/base", "qc.iupac", "to_n", "Ambiguity codes were read as N.", "no such text"),
    ("split/base", "split.fractions.train", 0.7, "in proportions 70:10:10", "80:10:10"),
    ("encode/base", "encode.winsorize", "0.005/0.995", "clamped at the 0.5 % and 99.5 % quantiles", "no such text"),
    ("encode/base", "construct.upstream", "ACGTA", "flanks of 5 and 0 bases", "no such text"),
    ("eval/base", "eval.active_from", 2.5, "activities of at least 2.5", "at least 1."),
    ("baseline", "baseline.gc", True, "and the share of G and C", "no such text"),
]  # fmt: skip


@pytest.mark.parametrize(("folder", "key", "value", "expected", "absent"), CASES, ids=[f"{c[1]}={c[2]}" for c in CASES])
def test_sentences_follow_the_settings(
    copy: Copy, folder: str, key: str, value: object, expected: str, absent: str
) -> None:
    run = copy()
    if "early_stopping" in key:
        set_key(run, TRAIN, "train.epochs", None)  # two epochs alone have nothing to stop
    set_key(run, folder, key, value)
    text = methods_of(run)
    assert expected.lower() in text.lower()
    assert absent not in text.split("## References")[0]


def test_weights_of_the_members(copy: Copy) -> None:
    run = copy()
    set_key(run, "predict/base/seed7", "predict.with_baseline", True)
    set_key(run, "predict/base/seed7", "predict.weighting", "greedy")
    text = methods_of(run)
    assert "a weighted mean of the network and the linear baseline; weights were chosen by greedy selection" in text
    assert "Caruana R" in text and "over the spread of the models" in text


def test_one_cell_type(copy: Copy) -> None:
    """It shares no loss, has no gap to break ties and no mean."""
    run = copy()
    change_json(run, "encode/base/scaler.json", lambda s: s.update({k: s[k][:1] for k in ("tasks", "mean", "sd")}))
    change_json(run, "eval/base/metrics.json", lambda metrics: metrics.update(tasks=["K562"]))
    set_key(run, TRAIN, "train.epochs", None)
    text = methods_of(run)
    assert "The epoch with the best validation Pearson correlation was used." in text
    assert "validation Pearson correlation had not risen" in text
    assert "shared the loss" not in text and "minimum gap was used" not in text


@pytest.mark.parametrize(("rule", "margin"), [("six_sigma", ""), ("malinois", ", the upper limit 3 higher,")])
def test_outliers_that_were_left_out(copy: Copy, rule: str, margin: str) -> None:
    run = copy()
    assert "standard deviations of the mean" not in methods_of(run)
    change_json(run, "encode/base/scaler.json", lambda scaler: scaler.update(outliers={"rule": rule, "rows": 2}))
    text = methods_of(run)
    assert (
        f"2 training rows with an activity not within six standard deviations of the mean{margin} were left out" in text
    )


def test_no_designed_cell_type(copy: Copy) -> None:
    """Then the split is not stratified by it."""
    run = copy()
    assert "with designed cell types in equal shares" in methods_of(run)
    set_key(run, "qc/base", "qc.columns.target_cell", None)
    assert "equal shares" not in methods_of(run)


def test_a_column_of_cell_types_that_is_not_there(copy: Copy) -> None:
    """It is auto in the config, and the table has none."""
    run = copy()
    unknown = {"target_cell": {"unknown": 1.0}}
    change_json(
        run, "split/base/split_report.json", lambda made: [part.update(unknown) for part in made["splits"].values()]
    )
    assert "equal shares" not in methods_of(run)


def test_published_networks(copy: Copy, run_tool: Callable[..., Any]) -> None:
    """Malinois and LegNet as their files have them, with defaults filled in as the tools' schema says."""
    schema = json.loads(run_tool("cre-train", "--schema").stdout)["properties"]["model"]["properties"]
    run = copy()
    for name, expected in (
        ("malinois", "architecture of Malinois (Gosai et al. 2024): 3 convolutions of widths 19, 11 and 7 with 300, "
         "200 and 200 channels, max-pools of 3, 4 and 4, and a linear layer of 1,000 units"),
        ("legnet", "architecture of LegNet (Penzar et al. 2023; Agarwal et al. 2025): a convolution of width 11"),
        ("resnet_dilated", "6 residual blocks of width 7"),
    ):  # fmt: skip
        made = manifest.read(run / TRAIN)
        sizes = {key: one["default"] for key, one in schema[name]["properties"].items()}
        made["config"]["model"] |= manifest.parse(json.dumps({"architecture": name, name: sizes}))
        sign(run / TRAIN, made)
        assert expected in methods_of(run)


def test_splits(copy: Copy) -> None:
    """By column, by nothing, as published, as before."""
    run = copy()
    for change, expected in (
        ({"group_by": ["sequence", "column"]}, "equal sequences (a sequence and its reverse complement count as "
         "equal) and rows with an equal value"),
        ({"group_by": []}, "every row was a group of its own"),
        ({"strategy": "predefined", "group_by": ["sequence"]}, "The split is that of the table (column part)"),
        ({"strategy": "extend"}, "The split of an earlier run was kept"),
    ):  # fmt: skip
        change_json(run, "split/base/split_report.json", lambda s, change=change: s.update(change))
        if change.get("strategy") == "predefined":
            set_key(run, "qc/base", "qc.columns.split", "part")
        text = methods_of(run)
        assert expected in text


def test_kinds_of_intervals(copy: Copy) -> None:
    """Those of Table 1, whatever was asked for."""
    run = copy()

    def mixed(metrics: dict[str, Any]) -> None:
        metrics["per_task"]["K562"]["mse"]["method"] = "bca"

    change_json(run, "eval/base/metrics.json", mixed)
    assert "(BCa) intervals (Efron 1987) for K562 MSE" in methods_of(run)

    def none(metrics: dict[str, Any]) -> None:
        for values in (*metrics["per_task"].values(), metrics["macro"]):
            for measure in ("pearson", "spearman", "mse", "mae"):
                values[measure] |= {"low": None, "high": None}

    change_json(run, "eval/base/metrics.json", none)
    text = methods_of(run)
    assert "No interval could be computed" in text and "Efron 1987" not in text


def test_what_the_report_of_qc_says(copy: Copy) -> None:
    """Adaptors, other lengths, no standard errors."""
    run = copy()

    def change(qc: dict[str, Any]) -> None:
        qc["adaptors"] |= {"upstream": "ACGTACG", "downstream": "TT", "flanks": True}
        qc["length_profile"] |= {"off_length": "adjust", "longer": 3, "shorter": 4}
        qc["se"]["available"] = False

    change_json(run, "qc/base/qc_report.json", change)
    text = methods_of(run)
    assert "(7 bases before and 2 after the insert) were given to the network as flanks" in text
    assert "between constant flanks of 7 and 2 bases" in text
    assert "trimmed to their centre (3) or padded with N (4)" in text and "The table has no standard errors." in text


def tables_of_models() -> list[dict[str, str]]:
    """Rows of the tables in docs/models.md whose first column is a preset, by the names of the columns."""
    rows, header = [], []
    for line in (ROOT / "docs/models.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip().replace("`", "") for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if cells and ".preset" in cells[0]:
            header = cells
        elif not cells:
            header = []
        elif header and "---" not in cells[0]:
            rows.append(dict(zip(header, cells, strict=True)))
    return rows


def test_presets_are_those_of_the_tools() -> None:
    """docs/models.md has the tables; what is null takes the value of the preset, what is set stays."""
    seen = 0
    for row in tables_of_models():
        name = next(iter(row.values())).split()[0]
        if "patience" in row:
            preset = presets.STOPPING[name] | {"most epochs": presets.STOPPING[name]["epochs"]}
        else:
            preset = presets.OPTIMIZERS[name] | {"schedule": presets.SCHEDULES[name]}
        for key, text in list(row.items())[1:]:
            assert (str(preset[key]) == text) or float(preset[key]) == float(text), (name, key)
        seen += 1
    assert seen == 6
    assert presets.resolved({"a": None, "b": 0, "c": "default"}, {"a": 1, "b": 2, "c": 3}) == {"a": 1, "b": 0, "c": 3}


def test_how_measurements_were_merged(copy: Copy) -> None:
    """Replicates, counts and copies; what was merged is not told as rejected."""
    run = copy()

    def change(qc: dict[str, Any]) -> None:
        qc["replicates"] = {"merge": "median", "rows": "id", "tasks": {"K562": {}, "HepG2": {}}}
        qc["duplicates"] |= {"mode": "inverse_variance", "merged": 1234}
        rule = {"code": "merged_duplicate", "title": "copy", "active": True, "sequential": 1234, "alone": 1234}
        qc["rules"] = [*qc["rules"][:-1], rule]

    change_json(run, "qc/base/qc_report.json", change)
    tasks = manifest.read(run / "qc/base")["config"]["qc"]["tasks"]
    counted = {"rna": "r", "dna": "d", "pseudocount": 0.5}
    set_key(run, "qc/base", "qc.tasks", [dict(tasks[0]) | {"activity": counted, "standard_error": None}])
    text = methods_of(run)
    assert (
        "The activity in K562 is the log2 ratio of RNA and DNA counts per million of their libraries, with 0.5 " in text
    )
    assert "Replicates of K562 and HepG2, those in rows with one id among them, were merged by their median." in text
    assert "1,234 rows with the sequence of an earlier kept row became one with it, by the mean weighted by" in text
    assert "copy (1,234)" not in text
