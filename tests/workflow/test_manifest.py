"""The Python side of manifests agrees with the tools' in every digit."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from creflow_workflow import manifest
from creflow_workflow.manifest import StageRun
from creflow_workflow.problems import Problem
from helpers.fake_run import write_stage

RunTool = Callable[..., subprocess.CompletedProcess[str]]


def test_digest_of_a_tool_is_reproduced(run_tool: RunTool, tmp_path: Path) -> None:
    """Content and config digests that cre-simulate wrote, computed anew."""
    run_tool("cre-simulate", "--out", tmp_path, "--set", "simulate.noise=0.123456789", "--quiet")
    written = manifest.read(tmp_path)
    assert written["config"]["simulate"]["noise"] == 0.123456789
    assert manifest.sha256_of_text(manifest.canonical(written["config"])) == written["config_sha256"]
    for entry in written["outputs"]:
        assert manifest.sha256_of_file(tmp_path / entry["file"]) == entry["sha256"]


def test_a_python_stage_passes_the_audit(run_tool: RunTool, tmp_path: Path) -> None:
    """A manifest made here is one the auditor accepts, and its input is traced to the tool that made it."""
    run_tool("cre-simulate", "--out", tmp_path / "simulate", "--quiet")
    stage = StageRun("some-stage", tmp_path / "later", {"title": "ü", "x": 0.1})
    stage.artifact_input("truth", tmp_path / "simulate", "truth.json")
    stage.write("text", "sub/text.txt", b"hello")
    stage.finish({"python": "3"})
    made = manifest.read(tmp_path / "later")
    assert made["inputs"][0]["manifest_sha256"] == manifest.read(tmp_path / "simulate")["content_sha256"]
    run_tool("cre-audit", tmp_path)
    (tmp_path / "later/sub/text.txt").write_text("hellO")
    assert "text.txt" in run_tool("cre-audit", tmp_path, expect=6).stderr


def test_changed_inputs_are_refused(tmp_path: Path) -> None:
    """A file that is not what its manifest says, a file it does not list, and a manifest that was edited."""
    write_stage(tmp_path / "a", "cre-qc", {"report.json": "{}", "other.json": "{}"})
    stage = StageRun("some-stage", tmp_path / "out", {})
    (tmp_path / "a/report.json").write_text("[]")
    with pytest.raises(Problem, match="its SHA-256 differs"):
        stage.artifact_input("report", tmp_path / "a", "report.json")
    with pytest.raises(Problem, match="is not an output listed"):
        stage.artifact_input("report", tmp_path / "a", "third.json")
    file = tmp_path / "a/manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"tool": "cre-else"}))
    with pytest.raises(Problem, match="was changed after it was written") as caught:
        stage.artifact_input("other", tmp_path / "a", "other.json")
    assert caught.value.code == 6


def test_an_old_manifest_goes_before_the_stage_runs(tmp_path: Path) -> None:
    """A manifest always means a finished stage."""
    write_stage(tmp_path, "cre-qc", {"report.json": "{}"})
    StageRun("some-stage", tmp_path, {})
    assert not (tmp_path / manifest.NAME).exists()
