"""What all tools share: help, version, schema, exit codes, output folders, a full disk."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from creflow_workflow.stages import STAGES

INPUTS = {
    "cre-simulate": [],
    "cre-qc": ["--table", "none.tsv"],
    "cre-split": ["--elements", "none.h5"],
    "cre-encode": ["--elements", "none.h5", "--split", "none.h5"],
    "cre-baseline": ["--dataset", "none.h5"],
    "cre-train": ["--dataset", "none.h5"],
    "cre-predict": ["--dataset", "none.h5", "--model", "none.h5"],
    "cre-eval": ["--predictions", "none.h5"],
    "cre-ablate": ["--baseline", "none.h5", "--variant", "a=none.h5"],
}
TOOLS = [*INPUTS, "cre-audit"]


def test_every_tool_is_asked() -> None:
    assert set(INPUTS) == {stage.tool for stage in STAGES.values()}


@pytest.mark.parametrize("tool", TOOLS)
def test_help_and_version(run_tool: Callable, tool: str) -> None:
    done = run_tool(tool, "--help")
    assert "Usage: " + tool in done.stdout and done.stderr == ""
    for option in ("--threads", "--quiet", "--version"):
        assert option in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100
    done = run_tool(tool, "--version")
    assert done.stdout.startswith(f"{tool} (creflow) ")
    assert "commit " in done.stdout and "openssl" in done.stdout
    if tool in ("cre-train", "cre-predict"):
        last = done.stdout.splitlines()[-1]
        assert re.fullmatch(r"built for libtorch ([\d.]+), loaded libtorch \1 with(out CUDA| CUDA [\d.]+)", last)


@pytest.mark.parametrize("tool", INPUTS)
def test_examples_in_the_help_are_right(run_tool: Callable, tool: str, root: Path, tmp_path: Path) -> None:
    """Two, with options and settings that there are: they are checked, but for tables and a GPU."""
    lines = run_tool(tool, "--help").stdout.partition("\nExamples:\n")[2].splitlines()
    assert [line[:4] for line in lines] == ["  # ", "  cr", "  # ", "  cr"]
    for name in ("qc.json", "train.json"):
        (tmp_path / name).write_text("{}")
    shutil.copy(root / "config/motifs/curated64.meme", tmp_path / "motifs.meme")
    for line in lines[1::2]:
        words = [word for word in line.split() if word not in ("--device", "cuda", "--table", "my.tsv")]
        assert words[0] == tool and "--out" in words
        run_tool(tool, *words[1:], "--check", cwd=tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["motifs.meme", "qc.json", "train.json"]


@pytest.mark.parametrize("tool", INPUTS)
def test_check_looks_at_the_settings_alone(run_tool: Callable, tool: str, tmp_path: Path) -> None:
    """Silent when all is well, without any input; else as the tool itself would say it."""
    done = run_tool(tool, "--check")
    assert done.stdout == done.stderr == ""
    done = run_tool(tool, "--check", "--set", "nothing.at.all=1", expect=3)
    assert "unknown key" in done.stderr
    done = run_tool(tool, "--check", "--nothing", expect=2)
    assert "unknown option '--nothing'" in done.stderr
    assert not list(tmp_path.iterdir())


def test_check_of_a_table(run_tool: Callable, tmp_path: Path) -> None:
    """Its header and first rows."""
    table = tmp_path / "t.tsv"
    words = ["--check", "--table", table, "--set", 'qc.tasks=[{"name": "a", "activity": "a"}]', "--set",
             'qc.columns={"id": null, "target_cell": null, "min_gap": null}']  # fmt: skip
    table.write_text("sequence\ta\nACGT\t1\n")
    run_tool("cre-qc", *words)
    table.write_text("sequence\ta\n" + "ACGT\t1\tx\ty\n" * 3 + "ACGT\t1\n")
    run_tool("cre-qc", *words)
    for text, message in {
        "sequence\tb\nACGT\t1\n": "t.tsv: no column 'a' (qc.tasks[0].activity)",
        "sequence\ta\n": "t.tsv: has a header line but no rows",
        "sequence\ta\nACGT\tx\nACGT\ty\n": "t.tsv: line 2: column a: 'x' is not a number",
    }.items():
        table.write_text(text)
        assert message in run_tool("cre-qc", *words, expect=4).stderr
    table.unlink()
    assert "t.tsv" in run_tool("cre-qc", *words, expect=5).stderr


def test_the_config_of_a_run_is_none_of_a_tool(run_tool: Callable, tmp_path: Path) -> None:
    """YAML is said to be that; a folder where a file is asked for, too."""
    config = tmp_path / "mine.yaml"
    config.write_text("run: mine\nqc:\n  length: 100\n")
    done = run_tool("cre-qc", "--config", config, "--table", "none.tsv", "--out", tmp_path / "out", expect=3)
    assert "mine.yaml: is YAML, which ./creflow run reads; a tool reads the JSON that a run writes" in done.stderr
    assert "results/<run>/config/qc" in done.stderr
    config.write_text('{"qc": {"length": 100}}')  # JSON is YAML
    run_tool("cre-qc", "--config", config, "--check")
    done = run_tool("cre-split", "--elements", tmp_path, "--out", tmp_path / "out", expect=2)
    assert f"--elements: '{tmp_path}' is a folder; name the file in it" in done.stderr


@pytest.mark.parametrize("tool", INPUTS)
def test_the_defaults_of_the_schema_are_accepted(run_tool: Callable, tool: str, tmp_path: Path) -> None:
    """With the schema's own defaults a tool gets past its config, and fails (if at all) for want of its inputs."""
    schema = json.loads(run_tool(tool, "--schema").stdout)
    config = tmp_path / "config.json"
    config.write_text(json.dumps({name: section["default"] for name, section in schema["properties"].items()}))
    expect = 5 if INPUTS[tool] else 0
    done = run_tool(tool, "--config", config, *INPUTS[tool], "--out", tmp_path / "out", expect=expect)
    assert not INPUTS[tool] or "none." in done.stderr


@pytest.mark.parametrize("tool", INPUTS)
def test_unknown_sections_are_refused(run_tool: Callable, tool: str, tmp_path: Path) -> None:
    config = tmp_path / "config.json"
    config.write_text(json.dumps({"nonsense": {}}))
    done = run_tool(tool, "--config", config, *INPUTS[tool], "--out", tmp_path / "out", expect=3)
    assert f"{config}: nonsense: unknown key; allowed: " in done.stderr
    assert not (tmp_path / "out").exists()


def test_wrong_command_lines(run_tool: Callable, tmp_path: Path) -> None:
    done = run_tool("cre-split", expect=2)
    assert done.stderr.count("\n") == 1 and "is required (see cre-split --help)" in done.stderr
    done = run_tool("cre-split", "--elemnts", "x", "--out", tmp_path, expect=2)
    assert "unknown option '--elemnts' (did you mean '--elements'?)" in done.stderr
    done = run_tool("cre-split", "--elements", "x", "--out", tmp_path, "--threads", "0", expect=2)
    assert "--threads" in done.stderr
    done = run_tool("cre-split", "--elements", "x", "--out", tmp_path, "--set", "seed", expect=2)
    assert "expected key=value" in done.stderr


def test_broken_config_files(run_tool: Callable, tmp_path: Path) -> None:
    config = tmp_path / "config.json"
    config.write_text('{\n  "split": {\n    "seed": 1,,\n  }\n}\n')
    done = run_tool("cre-split", "--config", config, "--elements", "x", "--out", tmp_path / "out", expect=3)
    assert f"{config}: line 3: not valid JSON" in done.stderr
    done = run_tool("cre-split", "--config", tmp_path / "none", "--elements", "x", "--out", tmp_path / "o", expect=5)
    assert "cannot be opened: No such file" in done.stderr


def test_a_key_twice_in_a_config(run_tool: Callable, tmp_path: Path) -> None:
    """One of the two would be lost."""
    config = tmp_path / "config.json"
    config.write_text('{"split": {\n  "seed": 1, // why\n  "seed": 2}}\n')
    words = ["--elements", "x", "--out", tmp_path / "out"]
    done = run_tool("cre-split", "--config", config, *words, expect=3)
    assert done.stderr == f'cre-split: error: {config}: line 3: "seed" is there twice; keep one of them\n'
    done = run_tool("cre-split", "--set", 'split={"seed": 1, "seed": 2}', *words, expect=3)
    assert done.stderr == 'cre-split: error: --set split: line 1: "seed" is there twice; keep one of them\n'
    config.write_text('{"a":' * 100000)
    done = run_tool("cre-split", "--config", config, *words, expect=3)
    assert f"{config}: line 1: more than 64 levels of nesting" in done.stderr


def test_texts_of_set_are_as_typed(run_tool: Callable, tmp_path: Path) -> None:
    """007 is a column, not the number 7; what was said of a setting without effect is kept."""
    table = tmp_path / "t.tsv"
    rows = "".join(f"{i}\t{'ACGT'[i % 4] * 30}\t{i / 10}\n" for i in range(20))
    table.write_text("007\tsequence\ta\n" + rows)
    tasks = 'qc.tasks=[{"name": "NO", "activity": "a"}]'
    words = ["--set", tasks, "--set", "qc.columns.target_cell=null", "--set", "qc.columns.min_gap=null"]
    words = [
        "--table",
        table,
        *words,
        "--set",
        "qc.se_rule=C",
        "--set",
        "qc.columns.id=007",
        "--set",
        "qc.se_threshold=0.3",
    ]
    done = run_tool("cre-qc", *words, "--out", tmp_path / "out")
    made = json.loads((tmp_path / "out/manifest.json").read_text())
    assert made["config"]["qc"]["columns"]["id"] == "007"
    text = "qc.se_threshold has no effect with qc.se_rule: C"
    assert text in made["warnings"] and f"warning: {text}" in done.stderr


def test_output_folders_that_cannot_be_written(run_tool: Callable, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run_tool("cre-simulate", "--out", tmp_path / "file" / "out", expect=5)
    assert "the output folder cannot be made" in done.stderr
    # /proc takes no new files, even from root.
    done = run_tool("cre-simulate", "--out", "/proc/self", expect=5)
    assert "/proc/self: the output folder cannot be written" in done.stderr


def test_help_into_a_full_disk(binary: Callable) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run([binary("cre-qc"), "--help"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 5
    assert done.stderr == "cre-qc: error: standard output: writing failed\n"


def small_disk(folder: Path) -> bool:
    """Mounts 200 kB at `folder`; False where that is not allowed."""
    return subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)], capture_output=True, check=False
    ).returncode == 0  # fmt: skip


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root")
def test_a_full_disk_leaves_nothing_behind(run_tool: Callable, tmp_path: Path) -> None:
    """Tables, HDF5 files and JSON on a disk of 200 kB: an error that names the file, and no partial output."""
    disk = tmp_path / "disk"
    disk.mkdir()
    run_tool("cre-simulate", "--out", tmp_path / "table")
    if not small_disk(disk):
        pytest.skip("this machine does not let tests mount a disk")
    try:
        for tool, inputs in (
            ("cre-simulate", []),
            ("cre-qc", ["--table", tmp_path / "table" / "elements.tsv.gz"]),
        ):
            out = disk / tool
            done = run_tool(tool, *inputs, "--out", out, expect=5)
            errors = [line for line in done.stderr.splitlines() if "error:" in line]
            assert len(errors) == 1 and "No space left on device" in errors[0], done.stderr
            assert list(out.iterdir()) == [], "nothing half-written"
            out.rmdir()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_audit_on_the_command_line(run_tool: Callable, tmp_path: Path) -> None:
    """Passes on a finished run, fails naming the file for one flipped byte of each artifact in turn."""
    run_tool("cre-simulate", "--out", tmp_path / "run" / "simulate")
    run_tool("cre-qc", "--table", tmp_path / "run" / "simulate" / "elements.tsv.gz", "--out", tmp_path / "run" / "qc")
    done = run_tool("cre-audit", tmp_path / "run")
    assert "2 manifests" in done.stdout and done.stdout.endswith("links between stages match; no warnings\n")
    files = [file for file in sorted((tmp_path / "run").rglob("*")) if file.is_file()]
    assert len(files) == 7
    for file in files:
        whole = file.read_bytes()
        flipped = bytearray(whole)
        flipped[len(flipped) // 3] ^= 1
        file.write_bytes(flipped)
        done = run_tool("cre-audit", tmp_path / "run", expect=6)
        assert str(file) in done.stderr, f"{file} was changed, the audit says {done.stderr}"
        file.write_bytes(whole)
    run_tool("cre-audit", tmp_path / "run")
    done = run_tool("cre-audit", tmp_path / "none", expect=5)
    assert "none: no such folder" in done.stderr
