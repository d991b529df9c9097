"""What finished stages are compared with, and what is said where they differ. The tools only play their part here; that
the same holds with the real ones is in test_cases_settings.py and test_reruns.py."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from creflow_workflow import ablation_plan, console, cost
from creflow_workflow.agreement import Agreement
from creflow_workflow.plan import Plan
from helpers.workflow import ROOT, TINY, front_door, planned, snakemake, write_config

TABLE = {"table": "old.tsv", "encode": {"motifs": "old.meme"}}
MOTIF = "MEME version 4\nALPHABET= ACGT\nMOTIF m\nletter-probability matrix: w= 1\n0.7 0.1 0.1 0.1\n"
DOCUMENTED = (ROOT / "docs/troubleshooting.md").read_text(encoding="utf-8")


def run_of(folder: Path, config: dict[str, Any], tools: Path) -> Path:
    """A finished run; the tables and motif files that other settings may name are there as well."""
    for name, text in (("old.tsv", "id\tsequence\n"), ("new.tsv", "id\tsequence\tmore\n"), ("old.meme", MOTIF)):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "new.meme").write_text(f"{MOTIF}0.1 0.7 0.1 0.1\n", encoding="utf-8")
    write_config(folder, config)
    snakemake(folder, CREFLOW_BIN=str(tools))
    return folder


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory, fake_tools: Path) -> Path:
    """A finished run of the tiny config."""
    return run_of(tmp_path_factory.mktemp("simulated"), TINY, fake_tools)


@pytest.fixture(scope="module")
def of_files(tmp_path_factory: pytest.TempPathFactory, fake_tools: Path) -> Path:
    """A finished run of files of the user."""
    return run_of(tmp_path_factory.mktemp("files"), TINY | TABLE, fake_tools)


@pytest.fixture
def at(tmp_path: Path, fake_tools: Path, monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: ANN401 - a function
    """at(run, config, ...): the plan of another config in a copy of a finished run."""
    monkeypatch.setenv("CREFLOW_BIN", str(fake_tools))

    def change(run: Path, **config: Any) -> Plan:  # noqa: ANN401 - JSON
        if not (tmp_path / "run").exists():
            shutil.copytree(run, tmp_path / "run")
        monkeypatch.chdir(tmp_path / "run")
        return Plan(TINY | config, "config.yaml", ROOT / "workflow")

    return change


@pytest.mark.parametrize(
    ("config", "stage", "message"),
    [
        ({}, "qc", ""),
        ({}, "report", ""),
        ({"split": {"seed": 99}}, "split", "settings changed: split.seed 2025 -> 99"),
        (
            {"split": {"seed": 99, "kin_share": 0.25}},
            "split",
            "settings changed: split.kin_share 0.01 -> 0.25 and 1 more",
        ),
        ({"report": {"title": "Mine", "images": []}}, "report", "settings changed: report.title"),
        ({"variants": {"longer": {"train.epochs": 4}}}, "report", "settings changed: the variants that it describes"),
        ({"train": {"epochs": 2, "loss": {"kl_weight": 3}}}, "report", "settings changed: the warnings that it lists"),
        ({"baseline": {"enabled": False}}, "report", "settings changed: the stages that it lists"),
        ({"variants": {"longer": {"train.epochs": 3}}}, "ablate", "predictions.h5 is not read any more"),
        ({"baseline": {"enabled": False}}, "ablate", "predictions.h5 is not read any more"),
        (TABLE, "qc", "another input: elements.tsv.gz -> old.tsv"),
        (TABLE, "encode", "settings changed: encode.motifs"),
    ],
)
def test_what_differs(simulated: Path, at: Any, config: dict[str, Any], stage: str, message: str) -> None:  # noqa: ANN401
    found = Agreement(at(simulated, **config)).difference(stage)
    assert found.startswith(message) and bool(found) == bool(message)


def test_the_linear_baseline_is_compared_where_there_is_one(simulated: Path, tmp_path: Path, fake_tools: Path) -> None:
    """After the variants; without one it is not spoken of."""
    run_of(tmp_path, TINY | {"baseline": {"enabled": False}}, fake_tools)
    for folder, linear in ((simulated, ["linear baseline"]), (tmp_path, [])):
        made = folder / "results/tiny/ablate"
        inputs = json.loads((made / "manifest.json").read_text())["inputs"]
        assert [entry["role"] for entry in inputs] == ["base", "forward-only", "longer", *linear]
        assert ("linear_baseline" in json.loads((made / "ablation.json").read_text())) == bool(linear)
        assert planned(folder, CREFLOW_BIN=str(fake_tools)) == Counter()


def test_other_files_of_the_user(of_files: Path, at: Any) -> None:  # noqa: ANN401
    """Both names where they are two, and otherwise the one, whatever its content is now."""
    assert Agreement(at(of_files, **TABLE)).difference("qc") == ""
    other = Agreement(at(of_files, **TABLE | {"table": "new.tsv"})).difference("qc")
    assert other == "another input: old.tsv -> new.tsv"
    Path("old.tsv").write_text("id\n", encoding="utf-8")
    changed = Agreement(at(of_files, **TABLE)).difference("qc")
    assert changed == "old.tsv changed"
    Path("old.meme").write_bytes(Path("new.meme").read_bytes())
    assert Agreement(at(of_files, **TABLE)).difference("encode") == "old.meme changed"
    shutil.copy("new.tsv", "same.tsv")
    shutil.copy("new.tsv", "old.tsv")
    for text in ("settings changed: split.seed 2025 -> 99", other, changed, "the variants that it describes"):
        assert f"{text}`" in DOCUMENTED, text


def test_a_renamed_table_of_equal_content_is_the_same(of_files: Path, at: Any) -> None:  # noqa: ANN401
    at(of_files)
    Path("old.tsv").rename("third.tsv")
    assert Agreement(at(of_files, **TABLE | {"table": "third.tsv"})).difference("qc") == ""


def test_a_dry_run_says_it(of_files: Path, at: Any, fake_tools: Path) -> None:  # noqa: ANN401
    """After the job, and nothing of Snakemake's own about its lost memory."""
    at(of_files)
    shutil.rmtree(".snakemake")
    words = ("-n", "--configfile", "config.yaml", "-Ctable=new.tsv")
    said = front_door(Path(), *words, CREFLOW_BIN=str(fake_tools)).stderr
    assert re.search(r"^  qc +base +another input: old.tsv -> new.tsv$", said, re.MULTILINE), said
    assert re.search(r"^  split +base +follows from the jobs above$", said, re.MULTILINE), said
    assert "metadata" not in said


# --- is it finished? ---


@pytest.mark.parametrize(
    "config",
    [
        {"train": {"epochs": 5}},
        {"device": "cuda"},  # no key of a tool's section
        {"simulate": {"elements": 700, "length": 100}},  # three stages before
        {"split": {"seed": 99}},
        {"model": {"architecture": "legnet"}},
    ],
)
def test_only_trainings_of_these_settings_are_finished(simulated: Path, at: Any, config: dict[str, Any]) -> None:  # noqa: ANN401
    """In the plan of an ablation, and as the basis of its estimate."""
    costs = cost.Costs(at(simulated))
    assert costs.is_done("base") and costs.is_done("longer") and costs.finished and costs.finished.count == 2
    assert "from 2 finished trainings of this run" in ablation_plan.text(at(simulated))
    changed = cost.Costs(at(simulated, **config))
    assert not changed.is_done("base")
    # The variant sets its epochs by itself.
    kept = {"train": 1}.get(next(iter(config)), 0)
    assert (changed.finished.count if changed.finished else 0) == kept
    assert changed.is_done("longer") == bool(kept)


def test_rows_are_known_from_the_same_table_alone(of_files: Path, at: Any) -> None:  # noqa: ANN401
    at(of_files)
    plan = at(of_files, **TABLE)
    qc = json.loads((of_files / "results/tiny/qc/base/qc_report.json").read_text(encoding="utf-8"))
    assert cost.shape_of(plan, Agreement(plan)) == cost.Shape(qc["kept"], qc["length"], known=True)
    plan = at(of_files, **TABLE | {"table": "new.tsv"})
    Path("new.tsv").write_text("id\tsequence\na\tACGT\nb\tACGT\nc\tACGT\n", encoding="utf-8")
    assert cost.shape_of(plan, Agreement(plan)) == cost.Shape(3, 4, known=False)


def test_a_damaged_manifest_is_not_finished(simulated: Path, at: Any) -> None:  # noqa: ANN401
    """Nor is what follows from it; the summary goes on without it."""
    plan = at(simulated)
    assert "qc/base" in Agreement(plan).finished() and "test Pearson" in console.summary(plan)
    manifest = Path(plan.path("qc", "base", "manifest.json"))
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"qc_report.json"', '"x"'), encoding="utf-8")
    agreement = Agreement(plan)
    assert not agreement.is_current("eval") and agreement.difference("eval") == ""
    assert "qc/base" not in agreement.finished() and "files in results/tiny" in console.summary(plan)


# --- programs in a container ---

# Plays Apptainer: the image is the folder {inside}.
APPTAINER = """#!/bin/bash
if [[ $1 == --version ]]; then echo apptainer version 1.3.0; exit; fi
exec bash -c "$(sed 's|/opt/creflow|{inside}|g' <<<"${{@: -1}}")"
"""


@pytest.fixture
def image(tmp_path: Path, fake_tools: Path) -> dict[str, str]:
    """What the environment needs so that creflow.sif of the folder run is an image; its tools are in inside/."""
    inside = tmp_path / "inside"
    shutil.copytree(fake_tools, inside / "build/release/bin")
    (inside / ".venv").symlink_to(Path(sys.prefix))
    shutil.copy(ROOT / "CMakeLists.txt", inside)
    shutil.copytree(ROOT / "workflow", inside / "workflow", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/apptainer").write_text(APPTAINER.format(inside=inside), encoding="utf-8")
    (tmp_path / "bin/apptainer").chmod(0o755)
    (tmp_path / "run").mkdir()
    (tmp_path / "run/creflow.sif").write_bytes(b"an image")
    write_config(tmp_path / "run", TINY)
    return {"PATH": f"{tmp_path / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}"}


def test_programs_in_an_image_are_compared(tmp_path: Path, image: dict[str, str]) -> None:
    """Also where Snakemake forgot: the image says what it holds."""
    folder, words = tmp_path / "run", ("--sdm", "apptainer")
    snakemake(folder, *words, **image)
    shutil.rmtree(folder / ".snakemake")
    assert planned(folder, *words, **image) == Counter()
    with (tmp_path / "inside/build/release/bin/cre-eval").open("a", encoding="utf-8") as script:
        script.write("# another one\n")
    assert planned(folder, *words, **image) == Counter(eval=3, report=1)
    with (tmp_path / "inside/workflow/report/report.html.j2").open("a", encoding="utf-8") as template:
        template.write("\n")
    said = front_door(folder, "-n", "--configfile", "config.yaml", *words, **image).stderr
    for job in ("eval +base", "report"):
        assert re.search(rf"^  {job} +another build of the program$", said, re.MULTILINE), said


def test_an_image_that_does_not_answer(tmp_path: Path, image: dict[str, str]) -> None:
    """Said, once."""
    folder, words = tmp_path / "run", ("--sdm", "apptainer")
    snakemake(folder, *words, **image)
    shutil.rmtree(tmp_path / "inside")
    done = front_door(folder, "--configfile", "config.yaml", *words, **image)
    warning = "creflow.sif cannot be asked for its programs, so what is finished is compared without them"
    assert done.stderr.count(warning) == 1 and "nothing to do" in done.stderr
