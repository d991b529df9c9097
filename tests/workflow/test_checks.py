"""All that is wrong with a run is said at once, before its first job, and each mistake names where it stands."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from creflow_workflow.near_keys import near_key
from helpers.workflow import ROOT, TINY, front_door, write_config

HEADER = "ID\tsequence\ttarget_cell\tMinGap\tK562_l2fc\tHepG2_l2fc\tSKNSH_l2fc\tK562_lfcSE\tHepG2_lfcSE\tSKNSH_lfcSE"
ROWS = [
    "\t".join(
        [f"e{i}", "".join(random.Random(i).choices("ACGT", k=50)), "K562", str(i % 7 / 9)]
        + [str(i % size / 3) for size in (11, 5, 13)]
        + ["0.1"] * 3
    )
    for i in range(200)
]


def write_table(folder: Path, rows: list[str] = ROWS) -> None:
    """t.tsv, with the columns of the public tables."""
    (folder / "t.tsv").write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")


def lines_of(stderr: str) -> list[str]:
    """What was said, without the words that begin every line."""
    lines = stderr.splitlines()
    assert all(line.startswith("creflow: error: ") for line in lines), stderr
    return [line.removeprefix("creflow: error: ") for line in lines]


def assert_said(lines: list[str], parts: list[str]) -> None:
    """Each part in a line of its own, and no other line."""
    left = list(lines)
    for part in parts:
        found = [line for line in left if part in line]
        assert found, f"{part!r} is not in {left}"
        left.remove(found[0])
    assert left == []


def test_every_mistake_of_config_command_line_table_and_settings(tmp_path: Path) -> None:
    """Two files, words, the header of the table, and what only a tool knows; nothing is written."""
    (tmp_path / "a.yaml").write_text(
        "run: mine\nepochs: 3\ntrain:\n  epochs: 0\n  resamples: 7\nmodel:\n  multiscale: {block_kernel: 4}\n"
    )
    (tmp_path / "b.yaml").write_text("split: {fractions: {train: 0.5, val: 0.1, test: 0.1}}\nreprot: {title: x}\n")
    (tmp_path / "t.tsv").write_text("Name;Seq;K562\na;ACGT;1\n")
    done = front_door(tmp_path, "a.yaml", "b.yaml", "table=t.tsv", "batch=3", "encode.motifs=no.meme", expect=3)
    assert_said(
        lines_of(done.stderr),
        [
            "command line: batch: unknown key (did you mean 'train.batch' or 'predict.batch'?); allowed: run, table",
            "a.yaml: line 2: epochs: unknown key (did you mean 'train.epochs'?)",
            "a.yaml: line 4: train.epochs: 0 is out of range; allowed: in [1, 100000]",
            "a.yaml: line 5: train.resamples: unknown key (did you mean 'eval.bootstrap.resamples'",
            "a.yaml: line 7: model.multiscale.block_kernel: 4 is even",
            "b.yaml: line 2: reprot: unknown key (did you mean 'report'?)",
            "b.yaml: line 1: split.fractions: ",
            f"command line: encode.motifs: 'no.meme' does not exist in {tmp_path}, nor in {ROOT}",
            "t.tsv: no column 'sequence' (qc.columns.sequence)",
        ],
    )
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.yaml", "b.yaml", "t.tsv"]


def test_a_variant_is_named_where_its_tool_complains(tmp_path: Path) -> None:
    """Of settings that several share, once."""
    kernels = {name: {"model": {"multiscale": {"block_kernel": size}}} for name, size in (("a", 4), ("b", 6))}
    shares = {"predict": {"reverse_complement": False}} | kernels["a"]
    write_config(tmp_path, TINY | {"variants": kernels | {"c": shares}})
    done = front_door(tmp_path, "config.yaml", expect=3)
    said = lines_of(done.stderr)
    assert len(said) == 2
    assert "variants.a.model.multiscale.block_kernel: 4 is even" in said[0]
    assert "variants.b.model.multiscale.block_kernel: 6 is even" in said[1]


def test_first_rows_of_the_table(tmp_path: Path) -> None:
    """A header without rows, and rows none of which can be read; some bad ones among others are for quality control."""
    for rows, message in (([], "has a header line but no rows"), (["a\tb"] * 5, "line 2: 2 fields, the header has 10")):
        write_table(tmp_path, rows)
        done = front_door(tmp_path, "table=t.tsv", "-n", expect=4)
        assert f"t.tsv: {message}" in lines_of(done.stderr)[0]
    write_table(tmp_path, ["a\tb", *ROWS])
    front_door(tmp_path, "table=t.tsv", "-n")


def test_a_gpu_that_is_not_there(tmp_path: Path) -> None:
    """Said at once where jobs run here; a cluster has machines of its own."""
    write_config(tmp_path, TINY)
    done = front_door(tmp_path, "config.yaml", "device=cuda:99", "-n", expect=3)
    assert any("device 'cuda:99' is not there" in line for line in lines_of(done.stderr))
    front_door(tmp_path, "config.yaml", "device=cuda:99", "-n", "--profile", "slurm", SLURM_CONF="/dev/null")


def test_programs_that_are_not_built(tmp_path: Path) -> None:
    """In one line, with other mistakes."""
    write_config(tmp_path, TINY | {"train": {"epoch": 3}})
    (tmp_path / "bin").mkdir()
    done = front_door(tmp_path, "config.yaml", expect=3, CREFLOW_BIN=str(tmp_path / "bin"))
    said = lines_of(done.stderr)
    assert len(said) == 2 and "train.epoch: unknown key (did you mean 'epochs'?)" in said[0]
    assert said[1].startswith("bin: cre-simulate, cre-qc, ") and said[1].endswith("not built; run ./creflow setup")


def test_words_that_cannot_be_passed_on_stand_beside_the_others(tmp_path: Path) -> None:
    """Mistakes of the command line in one list."""
    done = front_door(
        tmp_path, "train.epochs=3", "train.epochs=4", "run=a/b", "trian.epochs=1", "seeds=[1,1]", expect=3
    )
    assert_said(
        lines_of(done.stderr),
        [
            "command line: train.epochs is set twice; give it one value",
            'command line: run: "a/b" is not allowed; allowed: letters',
            "command line: trian.epochs: unknown key (did you mean 'train'?)",
            "command line: seeds: [1, 1] has a value twice",
        ],
    )


def test_the_callers_folder_comes_first(tmp_path: Path) -> None:
    """Configs, tables and motif files of the folder in which the user stands, before those of creflow."""
    clone, project = tmp_path / "clone", tmp_path / "project"
    for folder in (clone, project):
        folder.mkdir()
    write_config(clone, TINY)
    (project / "mine.yaml").write_text("run: mine\nthreads: 1\n")
    write_table(project)
    done = front_door(clone, "mine.yaml", "table=t.tsv", "-n", "qc", CREFLOW_CALLER=str(project))
    assert f"mine: 1 job from {project}/t.tsv" in done.stderr
    write_table(clone)
    (project / "t.tsv").unlink()
    assert "from t.tsv" in front_door(clone, "mine.yaml", "table=t.tsv", "-n", "qc", CREFLOW_CALLER=str(project)).stderr
    done = front_door(clone, "gone.yaml", "-n", expect=5, CREFLOW_CALLER=str(project))
    places = f"in {project}, nor in {clone}, nor in {ROOT}"
    assert f"cannot be read: No such file or directory ({places})" in done.stderr
    done = front_door(clone, "mine.yaml", "table=gone.tsv", "-n", expect=4, CREFLOW_CALLER=str(project))
    assert f"command line: table: 'gone.tsv' does not exist {places}; name your copy with table=PATH" in done.stderr


def test_results_where_the_user_stands(tmp_path: Path) -> None:
    """--out makes its folder; the files that are named stay those of the caller."""
    write_table(tmp_path)
    words = ("table=t.tsv", "run=here", "results/here/qc/base/manifest.json", "--out", "a/b")
    done = front_door(ROOT, *words, CREFLOW_CALLER=str(tmp_path))
    assert "\n  files in a/b/results/here\n" in done.stderr
    assert (tmp_path / "a/b/results/here/qc/base/elements.h5").is_file()
    assert list((tmp_path / "a/b/.snakemake/creflow").iterdir()) == [], "who makes it is noted while it is made"
    # By its name the run goes on with the settings that it began with.
    done = front_door(ROOT, "here", "qc", "--out", "a/b", CREFLOW_CALLER=str(tmp_path))
    assert "creflow: settings of a/b/results/here/config/run.json" in done.stderr
    assert "nothing to do" in done.stderr
    (tmp_path / "file").write_text("")
    done = front_door(ROOT, *words[:3], "--out", "file", expect=5, CREFLOW_CALLER=str(tmp_path))
    assert "--out file: cannot be a folder: File exists" in done.stderr


def test_files_are_named_as_the_user_would_write_them(tmp_path: Path) -> None:
    """A config beside the folder of --out by its name, one of creflow by its path there; a whole path is one place."""
    (tmp_path / "mine.yaml").write_text("train: {epoch: 3}\n")
    caller = {"CREFLOW_CALLER": str(tmp_path)}
    done = front_door(
        ROOT, "mine.yaml", "table=/gone.tsv", "encode.motifs=/gone.meme", "--out", "o", expect=3, **caller
    )
    assert_said(
        lines_of(done.stderr),
        [
            "mine.yaml: line 1: train.epoch: unknown key",
            "command line: table: '/gone.tsv' does not exist; name your copy with table=PATH",
            "command line: encode.motifs: '/gone.meme' does not exist; allowed: a MEME file, or null",
        ],
    )
    assert lines_of(done.stderr)[0].startswith("mine.yaml: ")
    done = front_door(ROOT, "/gone.yaml", "-n", expect=5, **caller)
    assert lines_of(done.stderr)[0] == "/gone.yaml: cannot be read: No such file or directory"
    done = front_door(ROOT, "lncrna", "mine.yaml", "-n", "--out", "o", expect=3, **caller)
    assert any("config/examples/lncrna.yaml: line " in line for line in lines_of(done.stderr))


def test_several_files_are_said(tmp_path: Path) -> None:
    """In the order in which they count."""
    write_config(tmp_path, TINY)
    (tmp_path / "more.yaml").write_text("run: more\n")
    done = front_door(tmp_path, "-n", "config.yaml", "seeds=[3]", "more.yaml")
    assert "creflow: settings of config.yaml, then of more.yaml, then of the command line\n" in done.stderr
    assert "more: " in done.stderr and "seed 3" in done.stderr


def test_the_example_is_for_runs_without_a_table(tmp_path: Path) -> None:
    """With one, the defaults hold: one network, no variants."""
    done = front_door(tmp_path, "-n")
    assert "simulated: " in done.stderr and "one-strand-training" in done.stderr
    write_table(tmp_path)
    done = front_door(tmp_path, "-n", "table=t.tsv")
    assert "mine: 8 jobs from t.tsv, cpu" in done.stderr


@pytest.mark.parametrize(
    ("name", "siblings", "hint"),
    [
        ("epochs", [], " (did you mean 'train.epochs'?)"),
        ("epohcs", [], " (did you mean 'train.epochs'?)"),
        ("resamples", ["epochs", "batch"], "'eval.bootstrap.resamples'"),
        ("epoch", ["epochs", "batch"], " (did you mean 'epochs'?)"),
        ("trian", [], " (did you mean 'train'?)"),
        ("stem_kernels", [], " (did you mean 'model.multiscale.stem_kernels'?)"),
        ("simulate", ["qc", "split"], ""),
        ("zzzz", [], ""),
    ],
)
def test_the_key_that_was_meant(name: str, siblings: list[str], hint: str) -> None:
    """Of the same section, of another one, of the top; also when it is misspelled."""
    assert hint in near_key(name, siblings) and bool(hint) == bool(near_key(name, siblings))


def test_a_table_with_the_usual_columns_needs_no_config(tmp_path: Path) -> None:
    """Real defaults; columns that nobody named and the table lacks are told of at the end."""
    rows = [row.split("\t") for row in [HEADER, *ROWS]]
    (tmp_path / "t.tsv").write_text("".join("\t".join([row[1], *row[4:7]]) + "\n" for row in rows))
    done = front_door(tmp_path, "table=t.tsv", "split")
    assert "200 of 200 rows kept, 50 bp, K562, HepG2, SKNSH" in done.stderr
    assert (
        "warning" in done.stderr
        and "qc        t.tsv has no column ID (qc.columns.id; rows are called row1" in done.stderr
    )
    settings = json.loads((tmp_path / "results/mine/config/qc/base.json").read_text())["qc"]
    assert settings["columns"]["min_gap"] == "auto" and settings["se_rule"] == "A"
    done = front_door(tmp_path, "table=t.tsv", "qc.columns.min_gap=MinGap", "-n", expect=4)
    assert "no column 'MinGap' (qc.columns.min_gap)" in done.stderr
