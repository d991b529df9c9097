"""Settings mean what they say: inputs that were misread without a word, each with what is right."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from creflow_workflow import settings
from helpers.workflow import ROOT, TINY, front_door, planned, snakemake, write_config

CASES = ROOT / "tests/data/cases"
SPLIT = "results/f5/split/base/manifest.json"


def case(folder: Path, name: str) -> Path:
    """A copy of the config of a case beside its table; returns the folder."""
    shutil.copy(CASES / name, folder / "config.yaml")
    shutil.copy(CASES / "E1_small.tsv", folder)
    return folder


def only_line(text: str) -> str:
    """The one line that was said."""
    assert text.strip().count("\n") == 0 and "Traceback" not in text, text
    return text.strip()


def test_f1_a_section_twice(tmp_path: Path) -> None:
    """Its first half was lost."""
    case(tmp_path, "F1_split_twice.yaml")
    message = "config.yaml: line 14: split is there twice, first in line 10; keep one of them"
    for run in (front_door, snakemake):
        words = ("--configfile", "config.yaml") if run is front_door else ("--logger", "creflow")
        assert only_line(run(tmp_path, *words, expect=3).stderr) == f"creflow: error: {message}"


def test_f3_a_date_as_the_name_of_the_run(tmp_path: Path) -> None:
    """A traceback before."""
    case(tmp_path, "F3_date_as_run.yaml")
    message = 'config.yaml: line 1: run: 2024-01-15 is read as a date, not as a text; put it in quotes: "2024-01-15"'
    for run in (front_door, snakemake):
        words = ("--configfile", "config.yaml") if run is front_door else ("--logger", "creflow")
        assert only_line(run(tmp_path, *words, expect=3).stderr) == f"creflow: error: {message}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("run: 2024_01", 'run: 202401 is not a text; in quotes it is: "2024_01"'),
        ("run: 1.10", 'run: 1.1 is not a text; in quotes it is: "1.10"'),
        ("qc: {tasks: [{name: NO, activity: a}]}", 'qc.tasks[0].name: false is not a text; in quotes it is: "NO"'),
        ("qc: {tasks: [{name: Yes, activity: a}]}", 'qc.tasks[0].name: true is not a text; in quotes it is: "Yes"'),
        ("qc: {tasks: [{name: 1, activity: a}]}", 'qc.tasks[0].name: 1 is not a text; in quotes it is: "1"'),
        ("qc: {columns: {group: 3}}", 'qc.columns.group: 3 is not a text or null; in quotes it is: "3"'),
        ("construct: {upstream: ~}", 'construct.upstream: null is not a text; in quotes it is: "~"'),
        ("construct:\n  upstream:", "construct.upstream: null is not a text; nothing stands there"),
        ("variants: {a: {qc.columns.group: 3}}", "variants.a.qc.columns.group: 3 is not a text or null; in quotes"),
        ("grid: {a: {matrix: {qc.columns.group: [off]}}}", 'in quotes it is: for instance "NO" or "Yes"'),
        ("train: {optimizer: {learning_rate: .nan}}", "learning_rate: nan is out of range; allowed: a finite number"),
        ("split: {seed: 99999999999999999999}", "split.seed: 99999999999999999999 is out of range"),
        ('run: "a\\n"', 'run: "a\\n" is not allowed; allowed: letters'),
        ("epochs: 3", "epochs: unknown key (did you mean 'train.epochs'?)"),
    ],
)
def test_values_that_yaml_reads_otherwise(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "config.yaml").write_text(text + "\n")
    error = only_line(front_door(tmp_path, "--configfile", "config.yaml", expect=3).stderr)
    assert error.startswith("creflow: error: config.yaml: ") and message in error


def test_dotted_keys_on_the_command_line(tmp_path: Path) -> None:
    """A traceback before; and a run that is named by digits keeps its name."""
    write_config(tmp_path, TINY)
    words = ("--configfile", "config.yaml", "--config", "train.epochs=5", "run=2024_01", "split.seed=3")
    front_door(tmp_path, "results/2024_01/split/base/manifest.json", *words)
    run = tmp_path / "results/2024_01"
    assert json.loads((run / "config/train/base.json").read_text())["train"]["epochs"] == 5
    assert json.loads((run / "split/base/manifest.json").read_text())["config"]["split"]["seed"] == 3
    assert planned(tmp_path, "--config", 'split={"seed": 3}', "run=2024_01", "--until", "split") == Counter()


NAMES = ["{variant}.tsv", "{x} *?[a].tsv", "-x.tsv", "--out", 'it\'s "$HOME" `id` 100%.tsv', " #ä\\ü\n.tsv "]


@pytest.mark.parametrize("name", NAMES)
def test_f4_any_name_of_a_table(tmp_path: Path, name: str) -> None:
    """With braces, another file was read. Named in the config and on the command line."""
    table = (CASES / "E1_small.tsv").read_bytes()
    (tmp_path / name).write_bytes(table)
    (tmp_path / "base.tsv").write_bytes(table[: len(table) // 2])
    config = yaml.safe_load((CASES / "F5_run.yaml").read_text())
    manifest = tmp_path / "results/f5/qc/base/manifest.json"
    write_config(tmp_path, config | {"table": name})
    front_door(tmp_path, "results/f5/qc/base/manifest.json", "--configfile", "config.yaml")
    first = json.loads(manifest.read_text())["inputs"]
    write_config(tmp_path, {key: value for key, value in config.items() if key != "table"})
    shutil.rmtree(tmp_path / "results")
    words = ("--configfile", "config.yaml", "--config", f"table={name}")
    front_door(tmp_path, "results/f5/qc/base/manifest.json", *words)
    second = json.loads(manifest.read_text())["inputs"]
    assert first == second
    assert [entry["sha256"] for entry in first] == [hashlib.sha256(table).hexdigest()]


def test_f4_any_name_of_a_motif_file_and_of_the_report(tmp_path: Path) -> None:
    case(tmp_path, "F5_run.yaml")
    name = "{variant} *.meme"
    head = "MEME version 4\nALPHABET= ACGT\nMOTIF m\nletter-probability matrix: w= 2\n"
    (tmp_path / name).write_text(head + "0.7 0.1 0.1 0.1\n0.1 0.7 0.1 0.1\n")
    config = yaml.safe_load((tmp_path / "config.yaml").read_text())
    write_config(tmp_path, config | {"encode": {"motifs": name}, "report": {"title": "A {cell} {input}"}})
    snakemake(tmp_path, "results/f5/encode/base/manifest.json")
    inputs = json.loads((tmp_path / "results/f5/encode/base/manifest.json").read_text())["inputs"]
    assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() in [entry["sha256"] for entry in inputs]
    assert planned(tmp_path)["report"] == 1


# --- up to date means that the manifests agree ---


def test_f5_other_settings_without_the_memory_of_snakemake(tmp_path: Path) -> None:
    """ "every result is up to date", said of results of other settings."""
    case(tmp_path, "F5_run.yaml")
    front_door(tmp_path, SPLIT, "--configfile", "config.yaml")
    shutil.rmtree(tmp_path / ".snakemake")
    words = (SPLIT, "--configfile", "config.yaml", "--config", 'split={"seed": 99}')
    done = front_door(tmp_path, "-n", *words)
    assert "split     base            settings changed: split.seed 2025 -> 99" in done.stderr
    assert json.loads((tmp_path / SPLIT).read_text())["config"]["split"]["seed"] == 2025, "a dry run"
    front_door(tmp_path, *words)
    assert json.loads((tmp_path / SPLIT).read_text())["config"]["split"]["seed"] == 99
    assert "nothing to do: every result is up to date" in front_door(tmp_path, *words).stderr


FORGETFUL = ("lost", "mtime")


def forget(folder: Path, how: str) -> tuple[str, ...]:
    """Snakemake's memory is lost, or not asked: the words that do so."""
    if how == "lost":
        shutil.rmtree(folder / ".snakemake")
        return ()
    return ("--rerun-triggers", "mtime")


@pytest.mark.parametrize("how", FORGETFUL)
def test_f5_what_runs_again(tmp_path: Path, how: str, binary: Callable[[str], Path]) -> None:
    """Another table of the same name, another program, a damaged manifest, a stage that ran by hand; nothing else."""
    case(tmp_path, "F5_run.yaml")
    motifs = tmp_path / "one.meme"
    head = "MEME version 4\nALPHABET= ACGT\nMOTIF m\nletter-probability matrix: w= 2\n"
    motifs.write_text(head + "0.7 0.1 0.1 0.1\n0.1 0.7 0.1 0.1\n")
    config = yaml.safe_load((tmp_path / "config.yaml").read_text()) | {"encode": {"motifs": motifs.name}}
    write_config(tmp_path, config)
    target = "results/f5/encode/base/manifest.json"
    binaries = tmp_path / "binaries"
    binaries.mkdir()
    for file in binary("cre-qc").parent.glob("cre-*"):
        (binaries / file.name).symlink_to(file)
    environment = {"CREFLOW_BIN": "binaries"}
    snakemake(tmp_path, target, **environment)
    words = (target, *forget(tmp_path, how))
    assert planned(tmp_path, *words, **environment) == Counter(), "nothing has changed"

    three = Counter(qc=1, split=1, encode=1)
    table = tmp_path / "E1_small.tsv"
    whole = table.read_bytes()
    table.write_bytes(whole[: whole.rindex(b"\n", 0, -1) + 1])
    assert planned(tmp_path, *words, **environment) == three
    table.write_bytes(whole)
    assert planned(tmp_path, *words, **environment) == Counter()

    motifs.write_text(head + "0.1 0.7 0.1 0.1\n0.1 0.7 0.1 0.1\n")
    assert planned(tmp_path, *words, **environment) == Counter(encode=1)
    motifs.write_text(head + "0.7 0.1 0.1 0.1\n0.1 0.7 0.1 0.1\n")

    write_config(tmp_path, config | {"split": {"seed": 5}, "train": {"epochs": 3}})
    assert planned(tmp_path, *words, **environment) == Counter(split=1, encode=1)
    write_config(tmp_path, config | {"construct": {"upstream": "ACGT"}})
    assert planned(tmp_path, *words, **environment) == Counter(encode=1)
    write_config(tmp_path, config | {"device": "cuda"})
    assert planned(tmp_path, *words, **environment) == Counter()
    write_config(tmp_path, config)

    (binaries / "cre-split").unlink()
    shutil.copy(binary("cre-split"), binaries)
    with (binaries / "cre-split").open("ab") as stream:
        stream.write(b"\0")
    assert planned(tmp_path, *words, **environment) == Counter(split=1, encode=1)
    (binaries / "cre-split").unlink()
    (binaries / "cre-split").symlink_to(binary("cre-split"))

    manifest = tmp_path / "results/f5/split/base/manifest.json"
    text = manifest.read_text()
    manifest.write_text(text.replace('"seed": 2025', '"seed": 2026'))
    assert planned(tmp_path, *words, **environment) == Counter(split=1, encode=1)
    snakemake(tmp_path, *words, **environment)
    assert json.loads(manifest.read_text())["config"]["split"]["seed"] == 2025
    assert planned(tmp_path, *words, **environment) == Counter()


def test_manifests_of_an_earlier_creflow(tmp_path: Path) -> None:
    """They do not say which program made them."""
    case(tmp_path, "F5_run.yaml")
    snakemake(tmp_path, SPLIT)
    for name in ("qc", "split"):
        file = tmp_path / f"results/f5/{name}/base/manifest.json"
        made = json.loads(file.read_text())
        del made["run"]["tool_sha256"]
        file.write_text(json.dumps(made))
    assert planned(tmp_path, SPLIT) == Counter(qc=1, split=1)


@pytest.mark.parametrize("how", FORGETFUL)
def test_a_finished_run_is_known_by_its_manifests(copy_of_run: Callable[[], Path], how: str) -> None:
    """All stages, variants and the report: nothing runs again, and after a change what that concerns."""
    folder = copy_of_run()
    words = forget(folder, how)
    assert planned(folder, *words) == Counter()
    write_config(folder, TINY | {"eval": {"bootstrap": {"resamples": 60}}})
    assert planned(folder, *words) == Counter(eval=3, ablate=1, report=1)
    write_config(folder, TINY | {"train": {"epochs": 4}})
    assert planned(folder, *words) == Counter(train=1, predict=2, eval=2, ablate=1, report=1)
    write_config(folder, TINY | {"report": {"title": "Another title"}})
    assert planned(folder, *words) == Counter(report=1)


def test_numbers_in_lists_of_texts_are_spelled_as_the_tools_spell_them() -> None:
    """Else the manifest of a finished stage would never agree with the plan."""
    given = {"run": "x", "qc": {"missing": [-999, "NA"]}, "split": {"values": {"test": [9, 9.5, "last"]}}}
    resolved = settings.resolve(given, "c.yaml")
    assert resolved["qc"]["missing"] == ["-999", "NA"]
    assert resolved["split"]["values"]["test"] == ["9", "9.5", "last"]
