"""The words of ./creflow run: each is taken for what it looks like, wherever it stands; a bad one is a line, never a
traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from creflow_workflow import places, run_snakemake
from creflow_workflow.problems import Problem
from creflow_workflow.snakemake_options import SWITCHES, USUAL, all_options
from creflow_workflow.word_kinds import RULES
from creflow_workflow.words import sort, take_out
from snakemake.cli import get_argument_parser


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with configs, a table, a run that was made before, and a file of its results."""
    for name in ("a.yaml", "b.yaml", "c.json", "plain", "my.tsv"):
        (tmp_path / name).write_text("run: x\n")
    for name in ("results/mine/config/run.json", "results/mine/config/qc/base.json"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text('{"run": "mine"}')
    monkeypatch.chdir(tmp_path)
    return tmp_path


RESULT = "results/x/eval/base/manifest.json"
EXAMPLE = str(places.ROOT / "config/examples/lncrna.yaml")
MINE = "results/mine/config/run.json"


@pytest.mark.parametrize(
    ("words", "files", "settings", "targets", "options"),
    [
        ("-n", [], [], [], "-n"),
        ("--configfile a.yaml --config run=x", ["a.yaml"], ["run=x"], [], ""),
        ("--cores 2 --configfile=a.yaml qc", ["a.yaml"], [], ["qc"], "--cores 2"),
        ("--configfiles a.yaml b.yaml -n report", ["a.yaml", "b.yaml"], [], ["report"], "-n"),
        ("-C run=x threads=2 -n", [], ["run=x", "threads=2"], [], "-n"),
        ("-Crun=x split", [], ["run=x"], ["split"], ""),
        ("-C=run=x", [], ["run=x"], [], ""),
        ("-Crun=x -Ctrain.epochs=3 --config seeds=[1]", [], ["run=x", "train.epochs=3", "seeds=[1]"], [], ""),
        ("-nCrun=x all", [], ["run=x"], ["all"], "-n"),
        ("-npC run=x threads=2", [], ["run=x", "threads=2"], [], "-np"),
        ("-c 2 -c2 -qC", [], [], [], "-c 2 -c2 -qC"),
        # What raw Snakemake takes for a target, or for a mistake.
        ("table=x", [], ["table=x"], [], ""),
        ("train.epochs=3 a.yaml threads=2 b.yaml", ["a.yaml", "b.yaml"], ["train.epochs=3", "threads=2"], [], ""),
        ("c.json", ["c.json"], [], [], ""),
        ("gone.yml", ["gone.yml"], [], [], ""),
        ("lncrna table=x", [EXAMPLE], ["table=x"], [], ""),
        ("mine", [MINE], [], [], ""),
        (f"--config run=x {RESULT}", [], ["run=x"], [RESULT], ""),
        (f"--config run=x {RESULT} threads=2", [], ["run=x", "threads=2"], [RESULT], ""),
        (f"--configfile a.yaml {RESULT} train.epochs=3", ["a.yaml"], ["train.epochs=3"], [RESULT], ""),
        ("--configfile a.yaml plain", ["a.yaml", "plain"], [], [], ""),
        (f"--configfile {MINE}", [MINE], [], [], ""),
        ("results/mine/config/qc/base.json", [], [], ["results/mine/config/qc/base.json"], ""),
        (f"./{RESULT}", [], [], [RESULT], ""),
        ("predict ablation_plan", [], [], ["predict", "ablation_plan"], ""),
        # Behind options of Snakemake.
        ("--until qc split table=x a.yaml", ["a.yaml"], ["table=x"], [], "--until qc split"),
        (f"-R eval --cores 2 {RESULT}", [], [], [RESULT], "-R eval --cores 2"),
        ("-n table=x", [], ["table=x"], [], "-n"),
        (f"-q {RESULT} run=x", [], ["run=x"], [RESULT], "-q"),
        ("--quiet rules reason qc", [], [], ["qc"], "--quiet rules reason"),
        ("--set-threads train=4 qc=2 -n run=x", [], ["run=x"], [], "--set-threads train=4 qc=2 -n"),
        ("--default-res mem_mb=100 --resources gpu=1", [], [], [], "--default-res mem_mb=100 --resources gpu=1"),
        ("--profile slurm run=x", [], ["run=x"], [], "--profile slurm"),
        ("--rerun-triggers mtime run=x", [], ["run=x"], [], "--rerun-triggers mtime"),
        ("--dry all", [], [], ["all"], "--dry"),  # cut short
        ("--latency-wait 60 run=x", [], ["run=x"], [], "--latency-wait 60"),  # not among the usual ones
        ("--keep-incomplete qc", [], [], ["qc"], "--keep-incomplete"),
        ("--slurm-logdir logs qc", [], [], ["qc"], "--slurm-logdir logs"),  # of a plugin
        ("-j 4 -kp", [], [], [], "-j 4 -kp"),
    ],
)  # fmt: skip
def test_what_the_words_say(
    words: str, files: list[str], settings: list[str], targets: list[str], options: str
) -> None:
    found = sort(words.split())
    assert (found.files, found.settings, found.targets) == (files, settings, targets)
    assert " ".join(found.options) == options


def test_words_of_its_own() -> None:
    """And what follows -- is left alone."""
    assert sort(["--keep", "-n"]).keep
    assert not sort(["-n"]).keep
    assert sort(["-k"]).options == ["-k"] and not sort(["-k"]).keep
    assert [sort([word]).help for word in ("-h", "--help", "-nh", "--help-snakemake", "-n")] == [
        "--help", "--help", "--help", "--help-snakemake", "",
    ]  # fmt: skip
    assert sort(["-n", "--", "-x", "table=x"]).rest == ["--", "-x", "table=x"]
    assert take_out(["-n", "--out", "d", "run=x"]) == ("d", ["-n", "run=x"])
    assert take_out(["--out=d e", "run=x"]) == ("d e", ["run=x"])
    assert take_out(["run=x", "--", "--out", "d"]) == (None, ["run=x", "--", "--out", "d"])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("simulatd", "'simulatd' is no setting (key=value), no config (NAME.yaml), nothing to make and no run (did you "
                     "mean 'simulated'?); examples: gosai, lentimpra, lncrna, simulated; runs: mine; "),
        ("mnie", "(did you mean 'mine'?)"),
        ("my.tsv", "'my.tsv': a table is named with table=my.tsv"),
        ("--config run=x somewhere/report.html", "'somewhere/report.html' is no setting"),
        ("--configfile", "--configfile: the name of a file is missing after it"),
        ("--configfile --config run=x", "--configfile: the name of a file is missing after it"),
        ("--configfile=", "--configfile: the name of a file is missing after it"),
        ("--out", "--out: the name of a folder is missing after it"),
        ("--out= run=x", "--out: the name of a folder is missing after it"),
        ("--out -n", "--out: the name of a folder is missing after it"),
    ],
)  # fmt: skip
def test_a_word_that_is_nothing(words: str, message: str) -> None:
    """An empty shell variable must not run the default instead."""
    with pytest.raises(Problem) as caught:
        sort(take_out(words.split())[1])
    assert message in str(caught.value) and "\n" not in str(caught.value) and caught.value.code == 2


def test_profiles_of_the_user(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Snakemake looks for them, too."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(project))
    with pytest.raises(Problem, match="--profile: there is no 'lsf'; allowed: slurm, or the folder of one"):
        sort(["--profile", "lsf"])
    (project / "snakemake/lsf").mkdir(parents=True)
    assert sort(["--profile", "lsf"]).options == ["--profile", "lsf"]
    assert sort(["--profile=none"]).options == ["--profile=none"]


def test_options_are_those_of_snakemake() -> None:
    """The usual ones are known without asking it; after a letter that takes a value, C is a part of that."""
    assert {option: all_options()[option] for option in USUAL} == USUAL
    actions = [action for action in get_argument_parser()._actions if action.nargs == 0]
    letters = [option[1] for action in actions for option in action.option_strings if not option.startswith("--")]
    assert sorted(letters) == list(SWITCHES)


def test_what_can_be_made_is_what_the_workflow_makes() -> None:
    """The names of the rules."""
    rules = {file.stem for file in (places.ROOT / "workflow/rules").glob("*.smk")} - {"common"}
    assert set(RULES) == rules | {"all", "ablation_plan"}


@pytest.mark.parametrize(
    ("content", "code", "part"),
    [
        (None, 5, "d.yaml: cannot be read: No such file or directory (in "),
        (b"run: [1,\n", 3, "d.yaml: line 2: not valid YAML"),
        (b"run: caf\xe9\n", 3, "d.yaml: byte 9 is no UTF-8"),
        (b"", 3, "d.yaml: holds no keys and values"),
    ],
)
def test_a_bad_file(
    project: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, code: int, part: str
) -> None:
    if content is not None:
        (project / "d.yaml").write_bytes(content)
    assert run_snakemake.main(["d.yaml"]) == code
    said = capsys.readouterr().err
    assert said.startswith("creflow: error: ") and part in said and said.count("\n") == 1


def test_help_fits_into_a_window(capsys: pytest.CaptureFixture[str]) -> None:
    """Forty lines of a hundred columns; without a set-up."""
    assert run_snakemake.main(["a.yaml", "--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 40 and max(map(len, lines)) <= 100
    for word in ("--out DIR", "--keep", "--help-snakemake", "train.epochs=3", "--profile slurm", "-n"):
        assert any(word in line for line in lines)
