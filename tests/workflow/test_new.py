"""./creflow new for tables that hold their sequences: the config it writes, and what it says of mistakes."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest
import yaml
from creflow_new.__main__ import main
from creflow_workflow import places
from creflow_workflow.problems import INPUT, IO, USAGE
from helpers.new_config import said, sequence_of, write_tsv
from helpers.workflow import front_door

Capture = pytest.CaptureFixture[str]
HEADER = "Name;Seq;K562 log2;HepG2 log2"


def write_semicolons(file: str | Path, rows: int = 40, start: int = 0) -> None:
    """Two cells, as a spreadsheet of half of Europe writes them."""
    lines = [
        f"e{i};{sequence_of(i)};{i * 37 % 101 / 50 - 1:.3f};{i * 53 % 89 / 40 - 1:.3f}"
        for i in range(start, start + rows)
    ]
    Path(file).write_text("\n".join([HEADER, *(line.replace(".", ",") for line in lines)]) + "\n", encoding="utf-8")


def test_a_table_of_two_cells(project: Path, capsys: Capture) -> None:
    """What is found and guessed is said, above the settings; the config is one that a run accepts."""
    write_semicolons("my table.csv")
    lines = said(capsys, 0, "my table.csv")
    assert lines[0] == "tasks: K562, HepG2; 40 of 40 rows would be kept"
    assert lines[1] == "40 rows are few for a network: the linear baseline of a run is likely to be better"
    assert lines[2] == "less certain: K562 log2 (activity), HepG2 log2 (activity)"
    assert lines[-2:] == ["wrote my-table.yaml", f"next: {places.ROOT}/creflow run my-table.yaml"]
    text = (project / "my-table.yaml").read_text()
    config = yaml.safe_load(text)
    assert (config["run"], config["table"]) == ("my-table", str(project / "my table.csv"))
    assert config["qc"]["columns"] == {"id": "Name", "sequence": "Seq", "target_cell": None, "min_gap": None}
    assert config["model"] == {"architecture": "legnet"}
    assert config["predict"] == {"with_baseline": True, "weighting": "greedy"}
    for part in (
        "# Made by: ./creflow new 'my table.csv'\n",
        "# - numbers are written with decimal commas\n",
        "# K562 log2   activity of K562, maybe   ",
        "# With the settings below cre-qc keeps 40 of 40 rows.\n",
        f"#   {places.ROOT}/creflow run my-table.yaml\n",
        "# seeds: [1337, 1338, 1339]  # several networks",
        "# split: {group_by: auto}  #",
    ):
        assert part in text
    assert "# train: " not in text, "the preset has that section already"
    done = front_door(project, "my-table.yaml", "-n", "qc")
    assert "my-table: 1 job from my table.csv" in done.stderr.replace(f"{project}/", "")


def test_what_is_commented_out_is_a_config(project: Path, capsys: Capture) -> None:
    """With all # taken away."""
    write_semicolons("t.csv")
    said(capsys, 0, "t.csv")
    before, more = (project / "t.yaml").read_text().split("# More that people set first")
    lines = [line[2:] for line in more.splitlines()[1:] if not line.startswith("# Single ones")]
    (project / "t.yaml").write_text(before + "\n".join(line.replace("cuda", "cpu") for line in lines) + "\n")
    assert len(lines) == 5
    front_door(project, "t.yaml", "-n")


def test_rules_and_findings_are_said(project: Path, capsys: Capture) -> None:
    """What a rule would remove, and what is worth a look."""
    rows = pd.DataFrame({"id": [f"e{i}" for i in range(60)], "sequence": [sequence_of(i) for i in range(60)]})
    rows["K562_l2fc"] = [i * 37 % 101 / 50 - 1 for i in range(60)]
    rows.loc[:2, "sequence"] = "ACGTX" * 12
    rows.loc[[5, 9, 12, 20], "K562_l2fc"] = -999
    write_tsv(project / "t.tsv", rows)
    lines = said(capsys, 0, "t.tsv")
    assert lines[0].startswith("tasks: K562; ") and "3 rejected as invalid_base (" in lines[1]
    text = (project / "t.yaml").read_text()
    assert "'-999' (4 rows of column K562_l2fc) seems to stand for a missing value" in text
    assert "#   3 rejected as invalid_base (" in text


def test_where_the_config_goes(project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the user, or where --out says, which also names the run; nothing is replaced without a word."""
    write_semicolons("t.csv")
    (project / "cfg").mkdir()
    assert said(capsys, 0, "t.csv", "--out", "cfg/24 b.yml")[-2] == "wrote cfg/24 b.yml"
    assert yaml.safe_load((project / "cfg/24 b.yml").read_text())["run"] == "24-b"
    for name, run in (("2024", "2024"), ("yes", "yes"), ("_ö x", "x"), ("2024-01-15", "2024-01-15")):
        said(capsys, 0, "t.csv", "--out", f"{name}.yaml")
        assert yaml.safe_load((project / f"{name}.yaml").read_text())["run"] == run
    said(capsys, 0, "t.csv")
    (project / "t.yaml").write_text("mine")
    assert said(capsys, USAGE, "t.csv") == [
        "t.yaml is there already; --force replaces, --out NAME.yaml writes elsewhere"
    ]
    assert (project / "t.yaml").read_text() == "mine"
    said(capsys, 0, "t.csv", "--force")
    assert (project / "t.yaml").read_text() != "mine"
    # Called from another folder, as the front door is.
    elsewhere = project / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setenv(places.CALLER, str(elsewhere))
    write_semicolons(elsewhere / "u.csv")
    said(capsys, 0, "u.csv")
    assert (elsewhere / "u.yaml").is_file() and not (project / "u.yaml").exists()


def test_several_tables_are_one(project: Path, capsys: Capture) -> None:
    """They need the same columns, in any form; the config lists them."""
    write_semicolons("a.csv")
    write_semicolons("b.csv", start=40)
    assert said(capsys, 0, "a.csv", "b.csv")[0] == "2 tables are one; what is said of rows is said of the first, a.csv"
    config = yaml.safe_load((project / "a.yaml").read_text())
    assert config["table"] == [str(project / "a.csv"), str(project / "b.csv")]
    front_door(project, "a.yaml", "results/a/qc/base/manifest.json")
    assert (project / "results/a/qc/base/elements.h5").is_file()
    (project / "c.csv").write_text("Name,Sequence\ne1,ACGT\n")
    (line,) = said(capsys, INPUT, "a.csv", "c.csv", "--force")
    assert line.startswith("c.csv: no column ") and "'Seq' (qc.columns.sequence)" in line


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("name,activity\na,1.5\nb,2.5\n", "t.csv: no column holds sequences of DNA"),
        (f"name,sequence\na,{sequence_of(1)}\nb,{sequence_of(2)}\n", "t.csv: no column holds activities"),
        ("", "t.csv: is empty"),
        ("PK\x03\x04rest", "t.csv: is a zip archive"),
    ],
)
def test_tables_of_which_no_config_can_be_made(project: Path, capsys: Capture, content: str, message: str) -> None:
    """In one line, by the name that was typed; nothing is written."""
    (project / "t.csv").write_text(content)
    (line,) = said(capsys, INPUT, "t.csv")
    assert line.startswith(message)
    assert ("--sequences FILE joins them" in line) == ("no column holds sequences" in line)
    assert os.listdir(project) == ["t.csv"]


def test_mistakes_of_the_command_line_at_once(project: Path, capsys: Capture) -> None:
    """Every word that is wrong, in a line of its own."""
    write_semicolons("t.csv")
    (project / "folder").mkdir()
    lines = said(
        capsys, INPUT, "gone.csv", "/gone.csv", "folder", "K562=t.csv", "k562=t.csv", "He.La=t.csv", "t.csv", "a=b.csv"
    )
    assert lines == [
        f"'gone.csv' does not exist in {project}, nor in {places.ROOT}",
        "'/gone.csv' does not exist",
        "'folder' is a folder; name the file in it",
        "k562: two tables of one name; call one of them otherwise",
        "He.La: a name is of letters, digits, _ and -",
        f"'b.csv' does not exist in {project}, nor in {places.ROOT}",
        "t.csv: is given twice; name each file once",
        "t.csv: has no name, others do: name=table for all or for none",
        "tables with names need --sequences: the FASTA file or table of the design",
    ]
    for words, code, message in (
        ((), USAGE, "the following arguments are required: TABLE; ./creflow new --help says more"),
        (("t.csv", "--ouput", "x"), USAGE, "unrecognized arguments: --ouput x; ./creflow new --help says more"),
        (("t.csv", "--out", "x.txt"), USAGE, "--out x.txt: a config ends with .yaml"),
        (("t.csv", "--out", "no/x.yaml"), IO, f"--out no/x.yaml: there is no folder {project}/no"),
        (("t.csv", "--sequences", "no.fa"), INPUT, f"'no.fa' does not exist in {project}, nor in {places.ROOT}"),
    ):
        assert said(capsys, code, *words) == [message]


def test_help(capsys: Capture) -> None:
    """Names every option."""
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert all(option in text for option in ("--sequences", "--out", "--force", "NAME=TABLE"))
