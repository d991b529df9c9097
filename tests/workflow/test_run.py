"""The workflow for real: what runs at first, what runs again after which change, and what comes out."""

from __future__ import annotations

import copy
import hashlib
import json
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers.workflow import TINY, planned, snakemake, write_config

FIRST_RUN = Counter(
    simulate=1, qc=1, split=1, encode=1, baseline=1, train=2, predict=3, eval=3, ablate=1, report=1
)  # base, forward-only and longer; forward-only shares the trained network of the base


def changed(**sections: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """The tiny config with keys of its sections changed."""
    config = copy.deepcopy(TINY)
    for name, values in sections.items():
        config[name] = config.get(name, {}) | values if isinstance(values, dict) else values
    return config


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every output of every stage, manifests by their content digest."""
    found = {}
    for manifest in sorted(folder.glob("results/tiny/**/manifest.json")):
        content = json.loads(manifest.read_text())
        found[str(manifest.relative_to(folder))] = content["content_sha256"]
        for entry in content["outputs"]:
            file = manifest.parent / entry["file"]
            found[str(file.relative_to(folder))] = hashlib.sha256(file.read_bytes()).hexdigest()
    assert found, folder
    return found


def test_plan_of_a_first_run(tmp_path: Path) -> None:
    """Every stage once, shared where a variant does not differ."""
    write_config(tmp_path, TINY)
    assert planned(tmp_path) == FIRST_RUN
    assert not (tmp_path / "results").exists(), "a dry run must not write anything"


def test_everything_is_made_and_passes_the_audit(
    finished_run: Path, run_tool: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    """All stages left a manifest, and the chain of digests holds."""
    stages = {
        p.relative_to(finished_run / "results/tiny").parts[0]
        for p in finished_run.glob("results/tiny/**/manifest.json")
    }
    assert stages == set(FIRST_RUN)
    run_tool("cre-audit", finished_run / "results/tiny")


def test_audit_names_a_changed_file(
    copy_of_run: Callable[[], Path], run_tool: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    """One flipped byte in the report is found: the report's manifest is of the same kind as the tools'."""
    report = copy_of_run() / "results/tiny/report/report.html"
    content = bytearray(report.read_bytes())
    content[len(content) // 2] ^= 1
    report.write_bytes(content)
    done = run_tool("cre-audit", report.parents[1], expect=6)
    assert "report.html" in done.stderr


def test_second_run_does_nothing(finished_run: Path) -> None:
    """Nothing changed, nothing runs."""
    done = snakemake(finished_run)
    assert "Nothing to be done" in done.stdout + done.stderr


def test_counts_of_the_simulated_table_are_exact(finished_run: Path) -> None:
    """Quality control finds exactly the bad rows that were planted, each under its own code."""
    truth = json.loads((finished_run / "results/tiny/simulate/truth.json").read_text())["planted"]
    report = json.loads((finished_run / "results/tiny/qc/base/qc_report.json").read_text())
    unplanted = dict.fromkeys(
        ("excluded", "no_adaptor", "no_sequence", "below_minimum", "merged_replicate", "merged_duplicate"), 0
    )
    assert {rule["code"]: rule["sequential"] for rule in report["rules"]} == {
        rule["code"]: (truth | unplanted)[rule["code"]] for rule in report["rules"]
    }
    assert report["kept"] == truth["kept"]
    assert report["kept"] + report["rejected"] == report["read"] == truth["rows"]


AFTER_ENCODE = Counter(train=2, predict=3, eval=3, ablate=1, report=1)


ONE_VARIANT = Counter(train=1, predict=1, eval=1, ablate=1, report=1)
TWO_SEEDS = Counter(train=2, predict=3, predict_ensemble=3, eval=3, ablate=1, report=1)


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        pytest.param(changed(eval={"bootstrap": {"resamples": 60}}), Counter(eval=3, ablate=1, report=1), id="eval"),
        # The variant that sets its own number of epochs stays as it is.
        pytest.param(changed(train={"epochs": 4}), Counter(train=1, predict=2, eval=2, ablate=1, report=1), id="train"),
        pytest.param(changed(model={"multiscale": {"stem_channels": 4}}), AFTER_ENCODE, id="model"),
        pytest.param(changed(predict={"batch": 64}), AFTER_ENCODE - Counter(train=2), id="predict"),
        pytest.param(
            changed(encode={"winsorize": "0.005/0.995"}), AFTER_ENCODE + Counter(encode=1, baseline=1), id="encode"
        ),
        pytest.param(
            changed(construct={"upstream": "ACGT"}), AFTER_ENCODE + Counter(encode=1, baseline=1), id="construct"
        ),
        pytest.param(changed(split={"seed": 3}), AFTER_ENCODE + Counter(encode=1, split=1, baseline=1), id="split"),
        pytest.param(changed(qc={"se_threshold": 0.45}), FIRST_RUN - Counter(simulate=1), id="qc"),
        pytest.param(changed(simulate={"seed": 3}), FIRST_RUN, id="simulate"),
        pytest.param(changed(baseline={"gc": True}), Counter(baseline=1, eval=1, ablate=1, report=1), id="baseline"),
        pytest.param(changed(ablate={"alpha": 0.01}), Counter(ablate=1, report=1), id="ablate"),
        pytest.param(changed(report={"title": "Another title"}), Counter(report=1), id="report"),
        pytest.param(changed(variants={"longer": {"train": {"epochs": 5}}}), ONE_VARIANT, id="a variant"),
        pytest.param(changed(variants={"more": {"train": {"epochs": 5}}}), ONE_VARIANT, id="a further variant"),
        pytest.param(changed(seeds=[7, 8]), TWO_SEEDS, id="a further seed"),
        pytest.param(changed(qc={"se_threshold": 0.5}), Counter(), id="a default written out"),
        pytest.param(dict(reversed(changed().items())), Counter(), id="another order of keys"),
    ],
)
def test_what_reruns(copy_of_run: Callable[[], Path], config: dict[str, Any], expected: Counter[str]) -> None:
    """A changed setting reruns its stage and what depends on it, nothing else."""
    folder = copy_of_run()
    write_config(folder, config)
    assert planned(folder) == expected


def test_an_edited_motif_file_reruns_encode(copy_of_run: Callable[[], Path]) -> None:
    """The motif file is an input of the stage, although only its path is a setting."""
    folder = copy_of_run()
    motifs = folder / "two.meme"
    head = "MEME version 4\nALPHABET= ACGT\nMOTIF m\nletter-probability matrix: w= 2\n"
    motifs.write_text(head + "0.7 0.1 0.1 0.1\n0.1 0.7 0.1 0.1\n")
    write_config(folder, changed(encode={"motifs": "two.meme"}))
    encode = "results/tiny/encode/base/manifest.json"
    assert planned(folder, encode) == Counter(encode=1)
    snakemake(folder, encode)
    assert json.loads((folder / encode).read_text())["counts"]["motifs"] == 1
    assert planned(folder, encode) == Counter()
    motifs.write_text(head + "0.1 0.7 0.1 0.1\n0.1 0.7 0.1 0.1\n")
    assert planned(folder, encode) == Counter(encode=1)


def test_rerun_after_a_change_of_evaluation(copy_of_run: Callable[[], Path]) -> None:
    """The rerun happens for real and its result says so."""
    folder = copy_of_run()
    write_config(folder, changed(eval={"bootstrap": {"resamples": 60}}))
    before = (folder / "results/tiny/predict/base/seed7/predictions.h5").stat().st_mtime_ns
    snakemake(folder)
    metrics = json.loads((folder / "results/tiny/eval/base/metrics.json").read_text())
    assert metrics["bootstrap"]["resamples"] == 60
    assert json.loads((folder / "results/tiny/ablate/ablation.json").read_text())["bootstrap"]["resamples"] == 60
    assert (folder / "results/tiny/predict/base/seed7/predictions.h5").stat().st_mtime_ns == before
    assert planned(folder) == Counter()


def test_two_runs_give_the_same_bytes(finished_run: Path, tmp_path: Path) -> None:
    """The same config, build and threads in another folder: every artifact and every content digest is equal."""
    write_config(tmp_path, TINY)
    snakemake(tmp_path)
    assert digests(tmp_path) == digests(finished_run)


def test_several_seeds_are_evaluated_as_their_mean(copy_of_run: Callable[[], Path]) -> None:
    """With two seeds the ensemble's predictions go into evaluation, the single networks' into ablation."""
    folder = copy_of_run()
    write_config(folder, changed(seeds=[7, 8]))
    snakemake(folder)
    run = folder / "results/tiny"
    ensemble = json.loads((run / "predict/base/ensemble/manifest.json").read_text())
    assert sum(item["role"] == "model" for item in ensemble["inputs"]) == 2
    evaluated = json.loads((run / "eval/base/manifest.json").read_text())["inputs"]
    linear = json.loads((run / "baseline/manifest.json").read_text())
    assert {item["role"]: item["manifest_sha256"] for item in evaluated} == {
        "predictions": ensemble["content_sha256"],
        "baseline": linear["content_sha256"],
    }
    made = json.loads((run / "ablate/ablation.json").read_text())
    assert made["baseline"]["seeds"] == 2
    compared = json.loads((run / "ablate/manifest.json").read_text())["inputs"]
    assert [item["manifest_sha256"] for item in compared if item["role"] == "linear baseline"] == [
        linear["content_sha256"]
    ]
    evaluated_alone = json.loads((run / "eval/base/metrics.json").read_text())["baseline"]
    assert made["linear_baseline"]["pearson"] == evaluated_alone["pearson"]
    expected = made["baseline"]["seed_sd"] / 2**0.5
    assert made["linear_baseline"]["delta_seed_standard_error"] == pytest.approx(expected, rel=1e-12)
    assert "linear baseline" in (run / "report/report.html").read_text(encoding="utf-8").partition('id="table2"')[2]


def test_settings_that_ran_are_on_disk(finished_run: Path) -> None:
    """A stage's file holds its sections only, resolved; and its tool recorded the same values."""
    file = finished_run / "results/tiny/config/train/longer.json"
    settings = json.loads(file.read_text())
    assert set(settings) == {"model", "train"}
    assert settings["train"]["epochs"] == 3
    recorded = json.loads((finished_run / "results/tiny/train/longer/seed7/manifest.json").read_text())["config"]
    assert recorded["train"]["seed"] == 7
    for section, values in settings.items():
        assert values.items() <= recorded[section].items()


def test_a_failing_stage_shows_its_message_and_log(tmp_path: Path) -> None:
    """The tool's own line reaches the terminal, without a traceback."""
    write_config(tmp_path, changed(qc={"columns": {"id": "Name"}}))
    done = snakemake(tmp_path, "--logger", "creflow", expect=1)
    assert "creflow: error: qc base failed" in done.stderr
    assert "no column 'Name'" in done.stderr
    assert "results/tiny/logs/qc/base.log" in done.stderr
    assert "Traceback" not in done.stderr and "CalledProcessError" not in done.stderr


def test_console_shows_a_line_a_job_and_the_numbers(tmp_path: Path, finished_run: Path) -> None:
    """The logger's lines for a run of the first stages, and the summary of a finished run."""
    write_config(tmp_path, TINY)
    done = snakemake(tmp_path, "results/tiny/split/base/manifest.json", "--logger", "creflow")
    assert "tiny: 3 jobs from a simulated table" in done.stderr
    assert "2/3  qc        base" in done.stderr and "of 600 rows kept, 100 bp" in done.stderr
    done = snakemake(finished_run, "--logger", "creflow")
    assert "nothing to do: every result is up to date" in done.stderr
    for text in ("test Pearson", "acceptance", "forward-only", "results/tiny/report/report.html"):
        assert text in done.stderr
