"""What the console of a run shows of the run, and not of Snakemake. The tools only play their part."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from creflow_workflow.plan import Plan
from helpers.workflow import ROOT, TINY, front_door, write_config

UP_TO_DATE = "nothing to do: what was asked for is up to date"


@pytest.fixture
def folder(tmp_path: Path, fake_tools: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run whose quality control is done."""
    monkeypatch.setenv("CREFLOW_BIN", str(fake_tools))
    write_config(tmp_path, TINY)
    front_door(tmp_path, "results/tiny/qc/base/manifest.json", "--configfile", "config.yaml")
    return tmp_path


def test_nothing_is_left_of_until(folder: Path) -> None:
    """Once, dry or not, and without a count of no jobs."""
    words = ("--configfile", "config.yaml", "--until", "qc")
    assert front_door(folder, "-n", *words).stderr.splitlines() == [UP_TO_DATE]
    said = front_door(folder, *words).stderr.splitlines()
    assert [line for line in said if line.strip()] == [UP_TO_DATE, "  files in results/tiny"]


@pytest.mark.parametrize("words", [(), ("--until", "qc"), ("results/tiny/qc/base/manifest.json",)])
def test_what_snakemake_forgot_is_not_spoken_of(folder: Path, words: tuple[str, ...]) -> None:
    """Manifests are compared; without its notes nothing is missed."""
    remembered = [file for file in (folder / ".snakemake").rglob("*") if file.is_file()]
    assert remembered
    for file in remembered:
        file.unlink()
    for dry in ((), ("-n",)):
        said = front_door(folder, *words, *dry, "--configfile", "config.yaml").stderr
        assert "metadata" not in said and "provenance" not in said, said


def test_a_dry_run_is_in_the_order_of_the_pipeline(folder: Path) -> None:
    """By stage, variant and seed, the mean of all seeds behind them; names and reasons are in columns."""
    write_config(folder, {**TINY, "seeds": [11, 7]})
    said = front_door(folder, "-n", "--configfile", "config.yaml").stderr.splitlines()[1:-1]
    assert {line.index("not made yet") for line in said} == {35}
    names = [" ".join(line.removesuffix("not made yet").split()) for line in said]
    variants = ("base", "forward-only", "longer")
    assert names == [
        "split base",
        "encode base",
        "baseline",
        *(f"train {variant} seed {seed}" for variant in ("base", "longer") for seed in (11, 7)),
        *(f"predict {variant} {which}" for variant in variants for which in ("seed 11", "seed 7", "ensemble")),
        *(f"eval {variant}" for variant in variants),
        "ablate",
        "report",
    ]


def test_what_nothing_makes(folder: Path) -> None:
    """A result of another run, or of none."""
    for target in ("results/other/qc/base/manifest.json", "results/tiny/qc/base/nothing.txt"):
        said = front_door(folder, target, "-n", "--configfile", "config.yaml", expect=1).stderr
        assert said == (
            f"creflow: error: nothing makes {target}; this run makes files in results/tiny/: ./creflow run -n\n"
        )


def test_commands_of_a_dry_run(folder: Path) -> None:
    """With -p, each below its job and in one line, ready to be copied; without it, none."""
    words = ("-n", "--configfile", "config.yaml", "--until", "split")
    assert len(front_door(folder, *words).stderr.splitlines()) == 3
    _, job, command, _ = front_door(folder, *words, "-p").stderr.splitlines()
    assert job.split() == ["split", "base", "not", "made", "yet"]
    run, tool = "results/tiny", Path(os.environ["CREFLOW_BIN"], "cre-split")
    assert command == (
        f"      {tool} --config {run}/config/split/base.json --elements {run}/qc/base/elements.h5 "
        f"--out {run}/split/base --threads 2 2> {run}/logs/split/base.log"
    )


@pytest.mark.parametrize("written", ["./t.tsv", ".//./t.tsv", "sub/..//t.tsv", "{folder}//t.tsv", "//{folder}/./t.tsv"])
def test_a_table_may_be_named_with_more_than_its_path(
    folder: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    """No notice of Snakemake about ./ or //, and the name as it was written."""
    monkeypatch.chdir(folder)
    (folder / "sub").mkdir()
    (folder / "t.tsv").write_text("id\tsequence\n", encoding="utf-8")
    name = written.format(folder=folder)
    said = front_door(folder, "-n", "--configfile", "config.yaml", "--config", f"table={name}").stderr.splitlines()
    assert said[1] == f"tiny: 14 jobs from {name}, cpu, 2 threads a job"
    assert len(said) == 18 and not [line for line in said if "File path" in line or "file path" in line], said
    (table,) = Plan({"table": name}, "c", ROOT / "workflow").table
    assert Path(table).samefile("t.tsv") and "//" not in table and "./" not in table.replace("../", "")
