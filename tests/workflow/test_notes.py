"""Warnings reach the reader: collected once each, shown at the end of a run and in its report."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from creflow_workflow import console, manifest, notes
from creflow_workflow.plan import Plan
from helpers.workflow import ROOT, TINY, front_door, write_config

THREADS = "4 threads were asked for, 2 are to be had"


def given(*texts: str, of_this_run: tuple[str, ...] = ()) -> dict[str, object]:
    """A manifest with warnings."""
    return {"warnings": list(texts), "run": {"warnings": list(of_this_run)}}


def test_each_warning_once_in_the_order_of_the_stages() -> None:
    manifests = {
        "train/wide/seed8": given("slow"),
        "ablate": given("few"),
        "train/base/seed7": given("slow", "odd", of_this_run=(THREADS,)),
        "train/base/seed8": given("slow"),
        "qc/base": given("short"),
    }
    found = notes.collect(["unused"], manifests)
    assert [(note.stage, note.text, note.variants) for note in found] == [
        ("settings", "unused", []),
        ("qc", "short", ["base"]),
        ("train", "slow", ["wide", "base"]),
        ("train", "odd", ["base"]),
        ("ablate", "few", []),
    ]
    assert [note.line() for note in found][2] == "wide, base: slow"
    assert THREADS in [note.text for note in notes.collect([], manifests, of_this_run=True)]


def test_many_variants_and_line_ends() -> None:
    note = notes.Note("train", "a\nb", ["base", "a", "b", "c", "d"])
    assert note.line() == "base, a, b and 2 more: a b"


def test_not_more_lines_than_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    plan = Plan({}, "c", ROOT / "workflow")
    folder = tmp_path / "results/mine/qc/base"
    folder.mkdir(parents=True)
    made = given(*(f"warning {i}" for i in range(23)))
    (folder / "manifest.json").write_text(json.dumps(made | {"content_sha256": manifest.content_sha256(made)}))
    lines = console.summary(plan).splitlines()
    assert "  23 warnings" in lines and "    qc        warning 19" in lines
    assert lines[-1] == "    and 3 more in the report" and "    qc        warning 20" not in lines


def test_a_run_tells_them_at_the_start_at_the_end_and_in_the_report(
    copy_of_run: Callable[[], Path], run_tool: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    """Also when there is nothing to do."""
    folder = copy_of_run()
    text = "train.loss.kl_weight has no effect with train.loss.kind: huber"
    write_config(folder, TINY | {"train": {"epochs": 2, "loss": {"kl_weight": 3}}})
    done = front_door(folder, "--configfile", "config.yaml")
    assert done.stderr.startswith(f"creflow: warning: {text}\n")
    assert f"    settings  {text}\n" in done.stderr
    assert "    ablate    with 50 resamples and 2 variants no adjusted p can be below" in done.stderr
    page = (folder / "results/tiny/report/report.html").read_text(encoding="utf-8")
    assert f"{text}</li>" in page and '<a href="#ablation">Ablations</a>: with 50 resamples' in page
    again = front_door(folder, "--configfile", "config.yaml").stderr
    assert "nothing to do" in again and f"    settings  {text}\n" in again
    manifests = [json.loads(file.read_text()) for file in folder.glob("results/tiny/**/manifest.json")]
    each = [len(made["warnings"]) + len(made["run"]["warnings"]) for made in manifests]
    counted = f"match; {sum(each)} warnings in {sum(1 for count in each if count)} manifests\n"
    assert run_tool("cre-audit", folder / "results/tiny").stdout.endswith(counted)
