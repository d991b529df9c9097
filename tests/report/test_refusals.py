"""Inputs and settings that the report refuses: one line that names the file, the exit code, and no finished report."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Container
from pathlib import Path
from typing import Any

import pytest
from creflow_report import contents
from creflow_report.inputs import Inputs
from creflow_report.sections import accuracy
from creflow_workflow import manifest
from creflow_workflow.problems import Problem
from helpers.reports import ALL, change_config, change_text, make_report


def refused(run: Path, capsys: pytest.CaptureFixture[str], code: int, sections: Container[str] = ALL) -> str:
    """Makes a report, which fails; what it says."""
    out = run / "report"
    assert make_report(run, out, sections) == code
    said = capsys.readouterr().err
    assert said.startswith("creflow-report: error: ") and said.count("\n") == 1
    assert not (out / "report.html").exists() and not (out / manifest.NAME).exists()
    return said


def files_of(run: Path) -> list[str]:
    """All files of a run that sections show."""
    stages = json.loads((run / "config/report.json").read_text(encoding="utf-8"))["stages"]
    jobs = [job for jobs in stages.values() for job in jobs]
    varying = [f"{job}/training.json" for job in jobs if job.startswith("train/")]
    return [f"{job}/{name}" for job in jobs for name in contents.files_of(job, stages)] + varying


def test_a_file_with_other_bytes(copy: Callable[[], Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Whichever it is, before anything is drawn."""
    run = copy()
    for name in files_of(run):
        kept = (run / name).read_bytes()
        (run / name).write_bytes(kept + b"\n")
        assert f"{run / name}: its SHA-256 differs" in refused(run, capsys, 6)
        (run / name).write_bytes(kept)


@pytest.mark.parametrize("text", ["[]", "{", "a\tb\n1\n"])
def test_a_file_that_holds_something_else(
    copy: Callable[[], Path], capsys: pytest.CaptureFixture[str], text: str
) -> None:
    """Also when the digests hold: files of another version, or of somebody's own making."""
    run = copy()
    for name in files_of(run):
        kept = (run / name).read_bytes().decode()
        change_text(run, name, lambda _: text)
        assert Path(name).name in refused(run, capsys, 6), name
        change_text(run, name, lambda _, kept=kept: kept)


# The sections that show a stage, to make no others.
SHOWN_IN = {"eval": "accuracy", "qc": "quality", "split": "split", "train": "training", "ablate": "ablation"}


def as_json(change: Callable[[dict[str, Any]], object]) -> Callable[[str], str]:
    """A change of a JSON text by a change of what it holds."""

    def changed(text: str) -> str:
        content = json.loads(text)
        change(content)
        return json.dumps(content)

    return changed


@pytest.mark.parametrize(
    ("name", "change", "part"),
    [
        ("eval/base/metrics.json", lambda _: "{", "metrics.json: not valid JSON"),
        ("eval/base/metrics.json", lambda _: "[]", "metrics.json: not a JSON object"),
        ("eval/base/metrics.json", as_json(lambda m: m.pop("tasks")), "metrics.json: has no 'tasks'"),
        ("eval/base/metrics.json", as_json(lambda m: m.update(macro=7)), "is damaged, or of another"),
        ("eval/base/metrics.json", as_json(lambda m: m["macro"].pop("mae")), "has no 'mae'"),
        ("eval/base/tables/scatter.tsv", lambda _: "id\ttask\n", "scatter.tsv: has no column 'activity'"),
        ("eval/base/tables/scatter.tsv", lambda text: text + "e1\tK562\n", "2 fields"),
        ("eval/base/tables/scatter.tsv", lambda text: text.replace("\t0.", "\tx"), "x"),
        ("qc/base/qc_report.json", as_json(lambda m: m["rules"][0].pop("alone")), "has no 'alone'"),
        ("split/base/split_report.json", as_json(lambda m: m.update(splits=None)), "is damaged, or"),
        ("train/base/seed7/history.jsonl", lambda text: text + "{", "history.jsonl: not valid JSON"),
        ("train/base/seed7/training.json", as_json(lambda m: m.pop("best")), "has no 'best'"),
        ("ablate/ablation.json", as_json(lambda m: m.pop("split")), "ablation.json: has no 'split'"),
    ],
)
def test_what_is_said_of_it(
    copy: Callable[[], Path],
    capsys: pytest.CaptureFixture[str],
    name: str,
    change: Callable[[str], str],
    part: str,
) -> None:
    """What is wrong, where it can be told."""
    run = copy()
    change_text(run, name, change)
    assert part in refused(run, capsys, 6, SHOWN_IN[name.split("/")[0]])


@pytest.mark.parametrize(
    ("text", "code"),
    [(None, 5), ("{", 3), ("{}", 3), ('{"run": "x", "report": {"title": 0.1}}', 3), ('{"run": "\\ud800"}', 3)],
)
def test_config_of_the_report(
    copy: Callable[[], Path], capsys: pytest.CaptureFixture[str], text: str | None, code: int
) -> None:
    """A file that is not there, is no JSON, or holds something other than text."""
    run = copy()
    config = run / "config/report.json"
    config.unlink() if text is None else config.write_text(text)
    assert "report.json: " in refused(run, capsys, code)


def test_folder_that_cannot_be_written(copy: Callable[[], Path], capsys: pytest.CaptureFixture[str]) -> None:
    run = copy()
    (run / "report").write_text("in the way")
    assert make_report(run, run / "report") == 5
    assert "report: cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("stages", "message"),
    [
        ({"qc": ["qc/base"], "split": ["split/base"], "eval": ["eval/longer"]}, "stages needs eval/base"),
        ({}, "stages needs qc/base, split/base, eval/base"),
        (["qc/base"], "stages must map each stage to a list of its folders"),
        ({"qc": "qc/base"}, "stages must map each stage to a list of its folders"),
        ({"qc": ["qc/base", "eval/base"]}, "stages.qc: 'eval/base' must be 'qc' or a folder in it"),
    ],
)
def test_names_of_stages(
    copy: Callable[[], Path], capsys: pytest.CaptureFixture[str], stages: object, message: str
) -> None:
    """Without the stages that it is about there is no report."""
    run = copy()
    change_config(run, stages=stages)
    assert refused(run, capsys, 3) == f"creflow-report: error: {run}/config/report.json: {message}\n"


def test_a_file_of_no_folder_in_the_config(run: Path, tmp_path: Path) -> None:
    """Also where it is there: the report is about what the config lists."""
    inputs = Inputs(run, {"stages": {"encode": []}}, manifest.StageRun("creflow-report", tmp_path / "report", {}))
    with pytest.raises(Problem, match=r"encode/base/scaler\.json: the config of the report lists no folder"):
        inputs.json("encode/base/scaler.json")


def test_a_stage_that_is_not_there(copy: Callable[[], Path], capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that the config lists."""
    run = copy()
    shutil.rmtree(run / "train/longer")
    assert "train/longer/seed7" in refused(run, capsys, 6)


def test_ids_are_taken_as_they_are(tmp_path: Path) -> None:
    """A quotation mark or a carriage return in an id does not swallow rows."""
    file = tmp_path / "scatter.tsv"
    rows = [f"{name}\tK562\t1.5\t{i}" for i, name in enumerate(('"a', 'b"', '"c"', "d\re", '""', "f"))]
    file.write_bytes("\n".join(["id\ttask\tactivity\tpredicted", *rows, ""]).encode())
    assert accuracy.points(file) == {"K562": [(1.5, i) for i in range(6)]}
