"""The Python side of manifests agrees with the tools' in every digit."""

from __future__ import annotations

import json
import math
import random
import shutil
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from creflow_workflow import manifest
from creflow_workflow.manifest import Number, StageRun
from creflow_workflow.problems import Problem
from helpers.stages import write_stage

RunTool = Callable[..., subprocess.CompletedProcess[str]]

# What each tool does with the numbers of a manifest, without the tool: reads them, and writes them again.
DUMP_NUMBERS = """
#include <iostream>
#include <nlohmann/json.hpp>
int main() { std::cout << nlohmann::json::parse(std::cin).dump(); }
"""
NAMED = [
    "0.01207",
    "0.02133",
    "649e-6",
    "1e-300",
    "1e22",
    "1e15",
    "1e16",
    "5e-324",
    "1.7976931348623157e308",
    "-0.0",
    "0.1",
    "123456.789e3",
    "3.0",
]
WHOLE = ["0", "-1", "42", "9007199254740993", "-9223372036854775808", "18446744073709551615"]


def test_digest_of_a_tool_is_reproduced(run_tool: RunTool, tmp_path: Path) -> None:
    """Content and config digests that cre-simulate wrote, computed anew."""
    run_tool("cre-simulate", "--out", tmp_path, "--set", "simulate.noise=0.123456789", "--quiet")
    written = manifest.read(tmp_path)
    assert written["config"]["simulate"]["noise"] == 0.123456789
    assert manifest.sha256_of_text(manifest.canonical(written["config"])) == written["config_sha256"]
    for entry in written["outputs"]:
        assert manifest.sha256_of_file(tmp_path / entry["file"]) == entry["sha256"]


@pytest.fixture(scope="module")
def dumped_numbers(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Thousands of numbers as the library that the tools use spells them."""
    compiler = next(filter(None, map(shutil.which, ("c++", "g++", "clang++"))), None)
    if compiler is None:
        pytest.skip("no C++ compiler here")
    folder = tmp_path_factory.mktemp("numbers")
    (folder / "dump.cpp").write_text(DUMP_NUMBERS)
    subprocess.run([compiler, "-std=c++17", "-O0", "-o", folder / "dump", folder / "dump.cpp"], check=True)
    source = random.Random(2025)
    any_bits = (struct.unpack("<d", source.randbytes(8))[0] for _ in range(5000))
    numbers = NAMED + WHOLE + [repr(x) for x in any_bits if math.isfinite(x)]
    numbers += [f"{i / 100000:.5f}" for i in range(5000)]  # what people write into a config
    done = subprocess.run([folder / "dump"], input=f"[{','.join(numbers)}]", capture_output=True, text=True, check=True)
    dumped = done.stdout.strip()[1:-1].split(",")
    assert [float(x) for x in dumped] == [float(x) for x in numbers]
    return dumped


def test_every_number_keeps_its_spelling(dumped_numbers: list[str]) -> None:
    """What was read is the text that digests are taken of; and Python would have spelt many differently."""
    text = "[" + ",".join(dumped_numbers) + "]"
    parsed = manifest.parse(text)
    assert manifest.canonical(parsed) == text
    assert parsed == json.loads(text), "the values are numbers as ever"
    assert "0.012070000000000001" in dumped_numbers and "1e+22" in dumped_numbers and "-0.0" in dumped_numbers
    assert json.dumps(json.loads(text), separators=(",", ":")) != text


def test_both_sides_agree_on_every_number(run_tool: RunTool, dumped_numbers: list[str], tmp_path: Path) -> None:
    """The auditor accepts a manifest with thousands of numbers whose digest was computed here."""
    write_stage(tmp_path / "a", "cre-qc", {"report.json": "{}"})
    made = json.loads((tmp_path / "a/manifest.json").read_text())
    made["config"] = {"numbers": [manifest.parse(x) for x in dumped_numbers]}
    made["config_sha256"] = manifest.sha256_of_text(manifest.canonical(made["config"]))
    made["content_sha256"] = manifest.content_sha256(made)
    (tmp_path / "a/manifest.json").write_text(manifest.canonical(made | {"run": {"files": []}}))
    run_tool("cre-audit", tmp_path)
    assert manifest.read(tmp_path / "a")["config"]["numbers"][0] == 0.01207


@pytest.mark.parametrize("noise", ["0.01207", "0.02133", "4.3e-2", "0.29999999999999999"])
def test_manifest_of_a_tool_is_believed(run_tool: RunTool, tmp_path: Path, noise: str) -> None:
    """Settings that the tool spells in another way than Python."""
    words = ("--set", f"simulate.noise={noise}", "--set", "simulate.elements=100", "--quiet")
    run_tool("cre-simulate", "--out", tmp_path, *words)
    written = manifest.read(tmp_path)
    assert written["config"]["simulate"]["noise"] == float(noise)
    assert manifest.sha256_of_text(manifest.canonical(written["config"])) == written["config_sha256"]


@pytest.mark.parametrize("value", [0.1, 1.0, float("nan"), 2**64, -(2**63) - 1])
def test_a_python_stage_records_no_number_without_a_common_spelling(tmp_path: Path, value: float) -> None:
    """The tools might write it in another way, and find the digest wrong."""
    with pytest.raises(TypeError, match="no spelling"):
        StageRun("some-stage", tmp_path, {"deep": [{"x": value}]})
    assert manifest.canonical({"b": [1, True, None, Number("1.50")], "a": 2}) == '{"a":2,"b":[1,true,null,1.50]}'


@pytest.mark.parametrize(
    "text", ["", "[]", "3", '{"a": NaN}', '{"a": 99999999999999999999}', "[" * 100000, "\udc80", '{"a": "\\ud800"}']
)
def test_damaged_manifest_is_a_problem(tmp_path: Path, text: str) -> None:
    """One line and exit code 6, whatever the file holds."""
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(Problem, match="is damaged") as caught:
        manifest.read(tmp_path)
    assert caught.value.code == 6


TITLE = 'ü "quoted" \\ back\nslash\t \x01 \x1f \x7f \u2028 \U0001f9ec 0.01207 </script>'


def test_a_python_stage_passes_the_audit(run_tool: RunTool, tmp_path: Path) -> None:
    """A manifest made here is one the auditor accepts, and its input is traced to the tool that made it."""
    run_tool("cre-simulate", "--out", tmp_path / "simulate", "--quiet")
    stage = StageRun("some-stage", tmp_path / "later", {"title": TITLE, "ü\U0001f9ec": 1, "\uffee": [2**64 - 1, -1]})
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
    stage = StageRun("some-stage", tmp_path / "out", {})  # the first has read this manifest, and does so once
    with pytest.raises(Problem, match="was changed after it was written") as caught:
        stage.artifact_input("other", tmp_path / "a", "other.json")
    assert caught.value.code == 6


def test_varying_inputs_are_checked_and_stay_out_of_the_digest(tmp_path: Path) -> None:
    """Times in a file that a stage reads do not change what the stage says of itself."""
    digests = set()
    for seconds in (1, 2):
        write_stage(tmp_path / "a", "cre-train", {"training.json": json.dumps({"train_seconds": seconds})})
        stage = StageRun("some-stage", tmp_path / "out", {})
        assert stage.varying_input(tmp_path / "a", "training.json").name == "training.json"
        with pytest.raises(Problem, match="is not an output listed"):
            stage.artifact_input("training", tmp_path / "a", "training.json")
        stage.finish({})
        digests.add(manifest.read(tmp_path / "out")["content_sha256"])
    assert len(digests) == 1
    (tmp_path / "a/training.json").write_text("{}")
    with pytest.raises(Problem, match="its SHA-256 differs"):
        stage.varying_input(tmp_path / "a", "training.json")


def test_an_old_manifest_goes_before_the_stage_runs(tmp_path: Path) -> None:
    """A manifest always means a finished stage."""
    write_stage(tmp_path, "cre-qc", {"report.json": "{}"})
    StageRun("some-stage", tmp_path, {})
    assert not (tmp_path / manifest.NAME).exists()
