"""Where the tools come from: the container of --sdm apptainer, the environments of --sdm conda."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml
from creflow_workflow import container
from creflow_workflow.problems import Problem
from helpers.workflow import ROOT, TINY, planned, snakemake, write_config

DEFINITION = ROOT / "envs/creflow.def"
# Plays Apptainer: keeps the words, and runs the command with this checkout where the image has its own.
APPTAINER = """#!/bin/bash
if [[ $1 == --version ]]; then echo apptainer version 1.3.0; exit; fi
printf '%s\\n' "${{@: -1}}" >>'{folder}/commands'
printf '%s\\n' "$*" >>'{folder}/words'
exec bash -c "$(sed 's|{inside}|{root}|g' <<<"${{@: -1}}")"
"""


# Plays conda as far as a dry run asks for it.
CONDA = """#!/bin/sh
case "$*" in
    "info --json") echo '{"conda_version": "25.1.0", "conda_prefix": "/nowhere", "platform": "linux-64"}' ;;
    "config --get channel_priority --json") echo '{"get": {"channel_priority": "strict"}}' ;;
    --version) echo conda 25.1.0 ;;
    *) echo "unexpected: $*" >&2; exit 1 ;;
esac
"""


def section(name: str) -> str:
    """A part of the definition file."""
    found = re.search(
        rf"^%{name}\n(.*?)(?=^%|\Z)", DEFINITION.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    assert found
    return found[1]


def test_the_image_has_what_building_needs(tmp_path: Path) -> None:
    """Its files are there, and CMake and Snakemake are content with them alone."""
    checkout = tmp_path / "creflow"
    checkout.mkdir()
    for line in section("files").split("\n"):
        if not line.strip():
            continue
        source, _, target = line.strip().partition(" ")
        assert target == f"{container.ROOT}/{source}"
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, checkout / source, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / source, checkout / source)
    torch = ROOT / "build/release/CMakeCache.txt"
    words = re.findall(r"^(CRE_TORCH_DIR):\w+=(.+)$", torch.read_text(encoding="utf-8"), flags=re.MULTILINE)
    subprocess.run(
        ["cmake", "--preset", "release", *(f"-D{key}={value}" for key, value in words)],
        cwd=checkout,
        check=True,
        capture_output=True,
        env=os.environ | {"VIRTUAL_ENV": str(ROOT / ".venv")},
    )
    assert "./creflow setup" in section("post"), "installs every package of envs/apt.txt"
    done = snakemake(
        checkout,
        "-n",
        "--snakefile",
        "workflow/Snakefile",
        "--configfile",
        "config/config.yaml",
        CREFLOW_BIN=os.environ.get("CREFLOW_BIN", str(ROOT / "build/release/bin")),
    )
    assert "rule report:" in done.stdout


def test_the_image_tests_every_tool_that_it_has(tmp_path: Path) -> None:
    """Whatever its name is, and one that does not start fails; Snakemake then misses those that are not there."""
    tools = tmp_path / "build/release/bin"
    tools.mkdir(parents=True)
    for name in ("cre-a", "cre-b", "snakemake"):
        (tools / name).write_text(f'#!/bin/sh\necho "{name} $1"\n', encoding="utf-8")
        (tools / name).chmod(0o755)
    script = section("test").replace(container.ROOT, str(tmp_path))

    def run() -> subprocess.CompletedProcess[str]:
        path = {"PATH": f"{tools}:{os.environ['PATH']}"}
        return subprocess.run(["sh", "-c", script], env=os.environ | path, capture_output=True, text=True, check=False)

    done = run()
    assert done.returncode == 0
    assert done.stdout.split("\n") == ["cre-a --version", "cre-b --version", "snakemake --snakefile", ""]
    (tools / "cre-a").write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
    assert run().returncode == 127


def test_jobs_run_in_the_image(tmp_path: Path) -> None:
    """Tools, scripts and Python are the image's; the working folder is the user's."""
    programs = tmp_path / "bin"
    programs.mkdir()
    script = APPTAINER.format(folder=tmp_path, inside=container.ROOT, root=ROOT)
    (programs / "apptainer").write_text(script, encoding="utf-8")
    (programs / "apptainer").chmod(0o755)
    (tmp_path / "creflow.sif").write_bytes(b"an image")
    write_config(tmp_path, TINY | {"variants": {}, "train": {"epochs": 1}})
    snakemake(tmp_path, "--sdm", "apptainer", PATH=f"{programs}:{os.environ['PATH']}")
    commands = (tmp_path / "commands").read_text(encoding="utf-8")
    for name in (
        "build/release/bin/cre-qc",
        "build/release/bin/cre-train",
        "workflow/scripts/start_over.sh",
        ".venv/bin/python -m",
    ):
        assert f"{container.ROOT}/{name}" in commands
    assert str(ROOT) not in commands
    assert "creflow.sif" in (tmp_path / "words").read_text(encoding="utf-8")


def test_without_an_image(tmp_path: Path) -> None:
    """One line that says how to make it."""
    write_config(tmp_path, TINY)
    done = snakemake(tmp_path, "-n", "--sdm", "apptainer", expect=4)
    assert "creflow.sif: cannot be read: No such file or directory; make it with: apptainer build" in done.stderr


def test_another_image_is_another_program(tmp_path: Path) -> None:
    """The digest follows the header of a file, and the address of an image that is no file."""
    one, two = tmp_path / "one.sif", tmp_path / "two.sif"
    one.write_bytes(b"1")
    two.write_bytes(b"2")
    digests = {container.digest(str(file)) for file in (one, two)}
    assert len(digests | {container.digest("docker://a/b:1"), container.digest("docker://a/b:2")}) == 4
    with pytest.raises(Problem, match="apptainer build"):
        container.digest(str(tmp_path / "none.sif"))


def test_software_that_is_not_used_reruns_nothing(finished_run: Path) -> None:
    """The name of an image is no reason, as long as the tools are not taken from it."""
    assert planned(finished_run, CREFLOW_IMAGE="other.sif") == Counter()


def test_the_report_needs_no_more_than_its_environment_has() -> None:
    """It starts where what plans a run cannot be imported."""
    program = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("jsonschema", "yaml", "snakemake"):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
import creflow_report.__main__
"""
    subprocess.run(
        [sys.executable, "-c", program], check=True, env=os.environ | {"PYTHONPATH": str(ROOT / "workflow/scripts")}
    )


def test_environments_follow_the_requirements() -> None:
    """The report's environment has the versions of .venv."""
    requirements = dict(
        re.findall(r"^(\w+)==([\d.]+)", (ROOT / "envs/requirements.txt").read_text(), flags=re.MULTILINE)
    )
    report = yaml.safe_load((ROOT / "envs/report.yaml").read_text(encoding="utf-8"))["dependencies"]
    packages = {"jinja2": "jinja2", "matplotlib": "matplotlib-base", "numpy": "numpy", "h5py": "h5py"}
    for name, package in packages.items():
        assert f"{package}={requirements[name]}" in report


def test_the_report_uses_its_environment(tmp_path: Path) -> None:
    """With --sdm conda the report is made by the Python of its environment, else by Snakemake's."""
    write_config(tmp_path, TINY)
    alone = snakemake(tmp_path, "-n", "-p").stdout
    assert "exec python -m creflow_report" not in alone
    conda = tmp_path / "bin/conda"
    conda.parent.mkdir()
    conda.write_text(CONDA, encoding="utf-8")
    conda.chmod(0o755)
    path = f"{conda.parent}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = snakemake(tmp_path, "-n", "-p", "--sdm", "conda", PATH=path)
    assert "exec python -m creflow_report" in done.stdout
    for name in ("creflow", "report"):
        assert f"envs/{name}.yaml" in done.stdout + done.stderr
