"""A stage is added to a copy of the checkout by the recipe in docs/architecture.md, and is there wherever stages are:
plan, run, reruns, report, manifests, reference. The tools only play their part."""

from __future__ import annotations

import filecmp
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers.workflow import ROOT, TINY, front_door, planned, write_config

RECIPE = re.findall(r"^  \d\. `(.+?)`", (ROOT / "docs/architecture.md").read_text(encoding="utf-8"), re.MULTILINE)
GENERATED = "config/README.md"

DECLARATION = """\
        Stage(
            "toy",
            tool="cre-toy",
            sections=("toy",),
            title="Toys",
            reads=("encode/dataset.h5", "train/model.h5"),
            passed={"toy": {"device": "device"}},
            headline=headlines.of_counts("{elements:,} elements"),
        ),
"""

RULE = """\
# Plays with the networks of a variant.
rule toy:
    input:
        dataset=lambda w: plan.artifact("encode", w.variant, "dataset.h5"),
        models=lambda w: [plan.path("train", w.variant, seed, "model.h5") for seed in plan.seed_folders()],
        manifests=lambda w: [plan.path("train", w.variant, seed, "manifest.json") for seed in plan.seed_folders()],
        again=lambda w: again("toy", w.variant),
    output:
        toy=f"{plan.folder}/toy/{{variant}}/toy.json",
        manifest=f"{plan.folder}/toy/{{variant}}/manifest.json",
    log:
        f"{plan.folder}/logs/toy/{{variant}}.log",
    conda:
        TOOL_PACKAGES
    threads: plan.threads
    params:
        tool=as_is(plan.programs.tool("toy")),
        build=as_is(plan.programs.build("toy")),
        settings=lambda w: plan.config_text("toy", w.variant),
        config=lambda w: plan.config_file("toy", w.variant),
        device=as_is(plan.device),
        out=subpath(output.manifest, parent=True),
    shell:
        "exec {params.tool:q} --config {params.config:q} --dataset {input.dataset[0]:q} --model {input.models:q}"
        " --out {params.out:q} --device {params.device:q} --threads {threads} 2> {log:q}"
"""

SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "toy": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "window": {"type": "integer", "description": "Bases", "minimum": 1, "default": 9},
                "device": {"type": "string", "description": "cpu, cuda or cuda:i", "default": "cpu"},
            },
            "description": "How it plays",
            "default": {"window": 9, "device": "cpu"},
        }
    },
}

TOOL = """\
#!{python}
import sys
sys.path.insert(0, "{root}/tests")
from helpers import fake_tools
options = fake_tools.options_of(sys.argv[1:])
if "schema" in options:
    print({schema!r})
elif "check" not in options:  # there is nothing to find
    given = dict(counts={{"elements": 1234}}, warnings=["it is a <toy>"])
    fake_tools.play("toy", sys.argv[0], options, lambda content: {{"toy.json": content}}, **given)
"""


def before(line: str, added: str) -> Callable[[str], str]:
    """An edit: some text before the first line that starts like this."""

    def edit(text: str) -> str:
        at = re.search(f"^{re.escape(line)}", text, re.MULTILINE)
        assert at, line
        return text[: at.start()] + added + text[at.start() :]

    return edit


def in_profile(text: str) -> str:
    """In the group of prediction, on its device."""
    text = before("  eval: score", "  toy: score\n")(text)
    return text.replace('("predict", "predict_ensemble", "eval")', '("predict", "predict_ensemble", "toy", "eval")')


EDITS = {
    "lib/CMakeLists.txt": before("add_subdirectory(audit)", "add_subdirectory(toy)\n"),
    "tools/CMakeLists.txt": lambda text: f"{text}cre_add_tool(cre-toy DEPENDS cre_toy)\n",
    "workflow/scripts/creflow_workflow/stages.py": before('        Stage(\n            "ablate"', DECLARATION),
    "slurm/config.v8+.yaml": in_profile,
    "README.md": before("| ablate |", "| toy | `cre-toy` | plays | `toy.json` |\n"),
    "docs/architecture.md": before("  audit/ ", "  toy/               stage: plays\n"),
}


@pytest.fixture(scope="module")
def checkout(finished_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout with one stage more. Of its library there is nothing: C++ is not built here."""
    root = tmp_path_factory.mktemp("toy") / "creflow"
    without = (".*", "build", "data", "results", "logs", "__pycache__")
    shutil.copytree(ROOT, root, symlinks=True, ignore=shutil.ignore_patterns(*without))
    for file, edit in EDITS.items():
        (root / file).write_text(edit((root / file).read_text(encoding="utf-8")), encoding="utf-8")
    (root / "workflow/rules/toy.smk").write_text(RULE, encoding="utf-8")
    script = "from pathlib import Path; from helpers import fake_tools as f; f.write_fake_tools(Path('{}'), Path('{}'))"
    python(root, "-c", script.format(root / "build/release/bin", finished_run / "results/tiny"))
    tool = TOOL.format(python=sys.executable, root=root, schema=json.dumps(SCHEMA))
    (root / "build/release/bin/cre-toy").write_text(tool, encoding="utf-8")
    python(root, "workflow/scripts/generate_reference.py")
    return root


def python(root: Path, *words: str, expect: int = 0) -> str:
    """Runs Python in the checkout `root`; returns what it says."""
    environment = os.environ | {"PYTHONPATH": f"{root}/tests", "CREFLOW_BIN": str(root / "build/release/bin")}
    done = subprocess.run(
        [sys.executable, *words], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    said = done.stdout + done.stderr
    assert done.returncode == expect, said
    return said


CONFIG: dict[str, Any] = TINY | {
    "seeds": [7, 8],
    "variants": {
        "longer": {"train.epochs": 3},
        "judged": {"eval.split": "val"},
        "wide": {"toy.window": 21},
    },
}


@pytest.fixture(scope="module")
def run(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run of it, not to be changed; said.txt is what the terminal showed."""
    folder = tmp_path_factory.mktemp("run")
    write_config(folder, CONFIG)
    said = front_door(folder, "--configfile", "config.yaml", root=checkout, CREFLOW_BIN=bin_of(checkout)).stderr
    (folder / "said.txt").write_text(said, encoding="utf-8")
    return folder


def bin_of(checkout: Path) -> str:
    return str(checkout / "build/release/bin")


def files_of(root: Path) -> set[str]:
    """The files of a checkout that are its sources."""
    ignored = ("build", "data", "results", "logs", "__pycache__")
    files = (file.relative_to(root) for file in root.rglob("*") if file.is_file() and not file.is_symlink())
    return {str(file) for file in files if not any(part in ignored or part[0] == "." for part in file.parts)}


def test_what_is_edited(checkout: Path) -> None:
    """The files of the recipe, and no other one."""
    assert [*EDITS, GENERATED] == RECIPE
    there, old = files_of(checkout), files_of(ROOT)
    assert {file for file in old if not filecmp.cmp(ROOT / file, checkout / file, shallow=False)} == set(RECIPE)
    assert there - old == {"workflow/rules/toy.smk", "workflow/schemas/cre-toy.schema.json"}


@pytest.mark.parametrize("forgotten", ["", *RECIPE])
def test_what_is_forgotten(checkout: Path, forgotten: str) -> None:
    """With all of the recipe the checks of the checkout hold; without any one of its files one of them does not."""
    words = (
        "-m",
        "pytest",
        "-q",
        "tests/workflow/test_stages.py",
        "tests/workflow/test_reference.py",
        "-k",
        "not clean",
    )
    if not forgotten:
        python(checkout, *words)
        return
    edited = (checkout / forgotten).read_bytes()
    shutil.copy(ROOT / forgotten, checkout / forgotten)
    try:
        assert "toy" in python(checkout, *words, expect=1)
    finally:
        (checkout / forgotten).write_bytes(edited)


def test_the_run(run: Path) -> None:
    """A job for each variant that has another network or other settings of the stage, each with its line."""
    folders = {file.parent.name for file in run.glob("results/tiny/toy/*/manifest.json")}
    assert folders == {"base", "longer", "wide"}
    settings = json.loads((run / "results/tiny/config/toy/wide.json").read_text(encoding="utf-8"))
    assert settings == {"toy": {"window": 21}}, "the device is passed on the command line"
    inputs = json.loads((run / "results/tiny/toy/longer/manifest.json").read_text(encoding="utf-8"))["inputs"]
    assert [entry["role"] for entry in inputs] == ["dataset", "model", "model"]
    said = (run / "said.txt").read_text(encoding="utf-8")
    assert re.search(r"^ +\d+/\d+  toy       wide +[\d.]+ s  1,234 elements$", said, re.MULTILINE), said
    assert "    toy       base, longer, wide: it is a <toy>\n" in said


def test_the_report(run: Path) -> None:
    """Its manifests are listed before those of the comparison, its warning is at the top."""
    page = (run / "results/tiny/report/report.html").read_text(encoding="utf-8")
    assert '<a href="#provenance">Toys</a>: base, longer, wide: it is a &lt;toy&gt;</li>' in page
    rows = re.findall(r'<tr><th scope="row">([\w/]+)</th><td>cre-\w+ [\w.]+</td>', page)
    assert rows[-4:] == ["toy/base", "toy/longer", "toy/wide", "ablate"]


def test_the_manifests(run: Path, run_tool: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """They are part of the chain that is audited."""
    assert run_tool("cre-audit", run / "results/tiny").returncode == 0
    (run / "results/tiny/toy/wide/toy.json").rename(run / "toy.json")
    try:
        assert "toy/wide/toy.json" in run_tool("cre-audit", run / "results/tiny", expect=6).stderr
    finally:
        (run / "toy.json").rename(run / "results/tiny/toy/wide/toy.json")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Counter()),
        ({"toy": {"window": 3}}, Counter(toy=2, report=1)),  # wide has its own
        ({"eval": {"bootstrap": {"resamples": 60}}}, Counter(eval=3, ablate=1, report=1)),
        ({"device": "cuda"}, Counter(train=4, predict=4, predict_ensemble=2, eval=3, toy=3, ablate=1, report=1)),
    ],
)
def test_what_runs_again(checkout: Path, run: Path, tmp_path: Path, changes: dict, expected: Counter[str]) -> None:
    """Also where Snakemake forgot what it knew: manifests are compared."""
    folder = Path(shutil.copytree(run, tmp_path / "run"))
    shutil.rmtree(folder / ".snakemake")
    write_config(folder, CONFIG | changes)
    assert planned(folder, root=checkout, CREFLOW_BIN=bin_of(checkout)) == expected


def test_the_plan(checkout: Path, tmp_path: Path) -> None:
    """It counts the jobs and says which variants share them."""
    write_config(tmp_path, CONFIG)
    words = ("ablation_plan", "--configfile", "config.yaml")
    text = front_door(tmp_path, *words, root=checkout, CREFLOW_BIN=bin_of(checkout)).stdout
    jobs = planned(tmp_path, root=checkout, CREFLOW_BIN=bin_of(checkout))
    assert jobs["toy"] == 3 and f"{jobs.total()} jobs in all" in text
    assert re.search(r"^  base +qc, split, encode, train, predict, eval, toy +-", text, re.MULTILINE), text
    assert re.search(r"^  judged +eval +qc to predict of base, toy of base", text, re.MULTILINE), text
    assert re.search(r"^  wide +toy +qc to eval of base", text, re.MULTILINE), text


def test_the_reference(checkout: Path) -> None:
    """Its section, and that a variant may change it."""
    text = (checkout / GENERATED).read_text(encoding="utf-8")
    assert "\n## `toy`\n\nHow it plays. Read by `cre-toy`.\n" in text and "| `window` | `9` |" in text
    assert "The workflow passes `toy.device` from `device` at the top level" in text
    assert "`eval` and `toy`." in " ".join(text.split())


def test_a_mistake_in_its_section(checkout: Path, tmp_path: Path) -> None:
    """Is found as in any other one."""
    write_config(tmp_path, CONFIG | {"toy": {"windows": 3}})
    words = ("-n", "--configfile", "config.yaml")
    said = front_door(tmp_path, *words, root=checkout, expect=3, CREFLOW_BIN=bin_of(checkout)).stderr
    assert "toy.windows: unknown key (did you mean 'window'?)" in said
