"""Settings of the command line: typed by the schema, texts as they are typed, nothing twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from creflow_workflow import config_reader, config_words, run_snakemake
from creflow_workflow.problems import Problem
from creflow_workflow.settings import grid_of, resolve
from creflow_workflow.words import sort
from helpers.workflow import ROOT
from snakemake.cli import parse_config


def resolved(*words: str) -> dict[str, Any]:
    """The whole config that the words make."""
    given = config_reader.read([], words)
    return resolve(given.values, given.source, grid_of(given.values, given.source, given), given)


@pytest.mark.parametrize(
    ("word", "key", "expected"),
    [
        ("run=2024_01", "run", "2024_01"),
        ("run=2024-01-15", "run", "2024-01-15"),
        ("run=007", "run", "007"),
        ("run=1e5", "run", "1e5"),
        ('run="x"', "run", "x"),
        ("run='x'", "run", "x"),
        ("table=x #1.tsv", "table", "x #1.tsv"),
        ("table=#x", "table", "#x"),
        ("table={a}.tsv", "table", "{a}.tsv"),
        ("table={a}", "table", "{a}"),
        ("table=- a: [b", "table", "- a: [b"),
        ("table=a=b", "table", "a=b"),
        ("table=~", "table", "~"),
        ("table=it's", "table", "it's"),
        ('table="a" "b"', "table", '"a" "b"'),
        ("table='a' 'b'", "table", "'a' 'b'"),
        ("table=a\nb", "table", "a\nb"),
        ("table=true", "table", "true"),
        ("table=null", "table", None),
        ('table="null"', "table", "null"),
        ("seeds=[1,2]", "seeds", [1, 2]),
        ("threads=8", "threads", 8),
        ("train.epochs=3", "train.epochs", 3),
        ("train.epochs=null", "train.epochs", None),
        ("train.batch=1_000", "train.batch", 1000),
        ("train.batch=010", "train.batch", 10),
        ("train.optimizer.learning_rate=1e-3", "train.optimizer.learning_rate", 0.001),
        ("train.optimizer.learning_rate=.5", "train.optimizer.learning_rate", 0.5),
        ('train={"epochs": 3}', "train.epochs", 3),
        ("train={'optimizer': {'clip': 2}}", "train.optimizer.clip", 2.0),
        ("train={epochs: 3}", "train.epochs", 3),
        ("predict.reverse_complement=no", "predict.reverse_complement", False),
        ("predict.reverse_complement=true", "predict.reverse_complement", True),
        ("qc.columns.group=3", "qc.columns.group", "3"),
        ("qc.minimum.barcodes=10", "qc.minimum", {"barcodes": 10.0}),
        ("qc.minimum={DNA reads: 1e1, n: 2}", "qc.minimum", {"DNA reads": 10.0, "n": 2.0}),
        ("qc.exclude=['^ctrl', 7]", "qc.exclude", ["^ctrl", "7"]),
        ("qc.columns.id=null", "qc.columns.id", None),
        ("construct.upstream=", "construct.upstream", ""),
        ("split.group_by=[column]", "split.group_by", ["column"]),
        ("encode.winsorize=0.001/0.999", "encode.winsorize", "0.001/0.999"),
        ("variants.a.train.epochs=5", "variants.a.train.epochs", 5),
    ],
)
def test_value(word: str, key: str, expected: Any) -> None:  # noqa: ANN401 - JSON
    """As given, and through Snakemake, which must not break over what the front door makes of it."""
    again = config_words.as_words(config_words.settings([word]))
    parse_config(again)
    for words in ([word], again):
        found: Any = resolved(*words)
        for part in key.split("."):
            found = found[part]
        assert found == expected and type(found) is type(expected)


def test_a_task_named_no() -> None:
    """And other words that YAML takes for true, false or a number."""
    names = ["NO", "Yes", "On", "1", "null_", "2024-01-15"]
    tasks = ", ".join(f"{{name: {name}, activity: a{i}}}" for i, name in enumerate(names))
    assert [task["name"] for task in resolved(f"qc={{tasks: [{tasks}]}}")["qc"]["tasks"]] == names


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["train.epochs=3", 'train={"epochs": 3}'], "command line: train.epochs is set twice; give it one value"),
        (["train.epochs=3", "train.epochs=3"], "command line: train.epochs is set twice"),
        (["run=a", "run=b"], "command line: run is set twice"),
        (["train=3", "train.epochs=3"], "command line: train.epochs is set twice"),
        (['train={"epochs": 3, "epochs": 4}'], "command line: train: epochs is there twice"),
        (["epochs=3"], "command line: epochs: unknown key (did you mean 'train.epochs'?); allowed: run, table"),
        (["batch=3"], "unknown key (did you mean 'train.batch' or 'predict.batch'?)"),
        (["trian.epochs=3"], "command line: trian.epochs: unknown key (did you mean 'train'?)"),
        (["train.epoch=3"], "command line: train.epoch: unknown key (did you mean 'epochs'?)"),
        (["x=1"], "command line: x: unknown key"),
        (["train..epochs=3"], "the key 'train..epochs' has an empty part"),
        (["=3"], "the key '' has an empty part"),
        (["table="], "command line: table: nothing stands after =; null is written table=null"),
        (["train.batch="], "command line: train.batch: nothing stands after ="),
        (["train={"], "command line: train: not valid YAML"),
        (["train=3"], 'command line: train: "3" is not a section'),
        (["train.epochs=nan"], 'command line: train.epochs: "nan" is not a whole number or null'),
        (["train.epochs=0"], "command line: train.epochs: 0 is out of range"),
        (["train.epochs.x=3"], "train.epochs: {"),
        (["run=12:30"], 'command line: run: "12:30" is not allowed; allowed: letters'),
        (["run=x\n"], 'command line: run: "x\\n" is not allowed'),
        (["table=\udcff.tsv"], "command line: table: '\\udcff.tsv' is no UTF-8"),
    ],
)
def test_mistake(words: list[str], message: str) -> None:
    with pytest.raises(Problem) as caught:
        resolved(*words)
    assert message in str(caught.value) and "\n" not in str(caught.value)
    assert caught.value.code == 3


def test_files_and_words_together(tmp_path: Path) -> None:
    """Later files override earlier ones, words override files; dotted keys of variants meet nested ones."""
    one, two = tmp_path / "one.yaml", tmp_path / "two.json"
    one.write_text("run: a\ntrain: {epochs: 1, batch: 8}\nvariants: {x: {train.epochs: 2, train.batch: 4}}\n")
    two.write_text('{"train": {"epochs": 5}, "variants": {"x": {"train": {"epochs": 6}}}}')
    given = config_reader.read([one, two], ["variants.x.train.epochs=7", "run=b"])
    assert given.values == {
        "run": "b", "train": {"epochs": 5, "batch": 8}, "variants": {"x": {"train": {"epochs": "7", "batch": 4}}},
    }  # fmt: skip
    assert given.where("run") == "command line"
    assert given.where("train.batch").endswith("one.yaml: line 2")
    assert given.where("train.epochs").endswith("two.json")


def test_words_for_snakemake(tmp_path: Path) -> None:
    """Options that are given twice count together, and their words stand in front of the next option."""
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("run: x\n")
    a, b = str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")
    words = ["qc", "-n", "--config", "train.epochs=3", "run=2024_01", "--configfile", a, "--cores", "2", "-C",
             "train.batch=4", f"--configfile={b}", "-Csplit.seed=007", "--", "-x"]  # fmt: skip
    assert run_snakemake.snakemake_words(sort(words), {}) == [
        "qc", "--configfile", a, b, "--config", 'train={"epochs": "3", "batch": "4"}', "run=2024_01",
        'split={"seed": "007"}', "-n", "--cores", "2", "--", "-x",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("qc.adaptors=drop", {"qc": {"adaptors": "drop"}}),
        ('qc.adaptors={"upstream": "AC"}', {"qc": {"adaptors": {"upstream": "AC"}}}),
        ("split.group_by=auto", {"split": {"group_by": "auto"}}),
        ("split.group_by=[sequence, column]", {"split": {"group_by": ["sequence", "column"]}}),
    ],
)
def test_a_name_or_a_section_or_a_list(word: str, value: dict[str, object]) -> None:
    """What may be a text or something else is the latter when it begins like that."""
    assert config_words.settings([word]) == value


def test_what_plain_snakemake_says_of_dots() -> None:
    """It ends there before it reads creflow's workflow; docs/troubleshooting.md says what to do instead."""
    with pytest.raises(ValueError, match="Invalid config definition") as caught:
        parse_config(["train.epochs=3"])
    assert str(caught.value) in (ROOT / "docs/troubleshooting.md").read_text(encoding="utf-8")
    assert parse_config(['train={"epochs": 3}']) == {"train": {"epochs": "3"}}
