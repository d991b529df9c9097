"""What newcomers get wrong at the front door: what is typed, and the whole line that they are told. Each key of a table
is a mistake of its own; those that can stand together are made in one run, which has to tell them all.

Of the tools by hand: tests/cli/test_tool_mistakes.py. What needs another folder: test_checks.py; a run that is made
already or would be replaced: test_replaced.py; a cluster: test_slurm_check.py, test_group_errors.py; values that YAML
reads otherwise: test_cases_settings.py; runs that are not there: tests/cli/test_front_door.py (open) and
tests/report/test_compare.py."""

from __future__ import annotations

import random
import shlex
from pathlib import Path

import pytest
from creflow_workflow import places, run_snakemake
from helpers.workflow import ROOT

HERE, CLONE = "{here}", "{clone}"
ONLY_FOR = "letters, digits, '.', '_' and '-', starting with a letter or digit"
NOTHING = "is no setting (key=value), no config (NAME.yaml), nothing to make and no run"
NAMES = "examples: gosai, lentimpra, lncrna, simulated; runs: none in results/ yet; ./creflow run --help"
TOP = "allowed: run, table, ..."  # and more
PLACES = f"does not exist in {HERE}, nor in {CLONE}"
STAGES = "all, simulate, qc, split, encode, baseline, train, predict, eval, ablate, report, or a file in results/"

CONFIG = """run: mine
table: ok.tsv
qc:
  columns: {id: Name, sequence: Seq, target_cell: null, min_gap: null}
  tasks: [{name: K562, activity: K562 log2}, {name: HepG2, activity: HepG2 log2}]
"""

# --- words that are nothing; each is a run of its own ---

WORDS = {
    "simulatd": f"'simulatd' {NOTHING} (did you mean 'simulated'?); {NAMES}",
    "traini": f"'traini' {NOTHING} (did you mean 'train'?); {NAMES}",
    "report.html": f"'report.html' {NOTHING} (did you mean 'report'?); {NAMES}",
    "ok.tsv": "'ok.tsv': a table is named with table=ok.tsv, a config ends with .yaml",
    "folder": "'folder' is a folder; results get there with --out folder, a table is named with table=FILE",
    "train.epochs 3": "'train.epochs': a setting is written train.epochs=3",
    "train.epochs= 3": "'train.epochs=': its value follows without a blank: train.epochs=3",
    "train.epochs:3": "'train.epochs:3': a setting is written train.epochs=3",
    "train/epochs=3": "'train/epochs=3': 'train/epochs' is no key; a setting is written like train.epochs=3 or "
    "qc.columns.id=Name",
    "table ok.tsv": "'table': a setting is written table=ok.tsv",
    "run": "'run': a setting is written run=VALUE",
    "--table ok.tsv": "'--table': a setting is written without dashes: table=ok.tsv",
    "--run mine": "'--run': a setting is written without dashes: run=mine",
    "--epochs 3": "'--epochs': a setting is written without dashes: train.epochs=3",
    "--train.epochs=3": "'--train.epochs=3': a setting is written without dashes: train.epochs=3",
    "-epochs=3": "'-epochs=3': a setting is written without dashes: train.epochs=3",
    "--foo": "'--foo' is no option of ./creflow run, nor of Snakemake; ./creflow run --help lists the usual ones",
    "--keep=yes": "--keep=yes: takes no value",
    "--cores": "--cores: a value is missing after it",
    "--until": "--until: a value is missing after it",
    "--config": "--config: a key=value is missing after it",
    "--configfile": "--configfile: the name of a file is missing after it",
    "--until trainn": f"--until: 'trainn' is no stage (did you mean 'train'?); allowed: {STAGES}",
    "--forcerun=foo": f"--forcerun: 'foo' is no stage; allowed: {STAGES}",
    "--profile slrum": "--profile: there is no 'slrum' (did you mean 'slurm'?); allowed: slurm, or the folder of one",
    "--out": "--out: the name of a folder is missing after it",
    "--out a --out b": "--out is there twice; keep one of them",
}

# --- settings of the command line, wrong by themselves: all in one run, told in this order ---

SETTINGS = {
    "tabel=ok.tsv": f"tabel: unknown key (did you mean 'table'?); {TOP}",
    "epochs=3": f"epochs: unknown key (did you mean 'train.epochs'?); {TOP}",
    "batch=3": f"batch: unknown key (did you mean 'train.batch' or 'predict.batch'?); {TOP}",
    "train..epochs=3": "the key 'train..epochs' has an empty part; a dotted key is like train.optimizer.clip",
    "split.seed=": "split.seed: nothing stands after =",
    "qc.columns.group=": "qc.columns.group: nothing stands after =; null is written qc.columns.group=null",
    "extends=": "extends: nothing stands after =; null is written extends=null",
    "baseline.words=[3": "baseline.words: not valid YAML: expected ',' or ']', but got '<stream end>'",
    "threads=2 threads=4": "threads is set twice; give it one value",
    "run=a/b": f'run: "a/b" is not allowed; allowed: {ONLY_FOR}',
    "seeds=1,2": 'seeds: "1,2" is not a list; a list is written [1,2]',
    "device=gpu": 'device: "gpu" is not allowed; allowed: cpu, cuda, or cuda:0 and so on',
    "report=Mine": 'report: "Mine" is not a section of keys and values; its keys: title, licence, citation, images',
    "simulate.elements=10": "simulate.elements: 10 is out of range; allowed: in [100, 20000000]",
    "qc.length=long": 'qc.length: "long" is not a whole number or null',
    "qc.off_length=cut": 'qc.off_length: "cut" is not allowed; allowed: auto, reject, adjust',
    "qc.tasks=K562": 'qc.tasks: "K562" is not a list; a list is written [K562]',
    "qc.exclude=ctrl": 'qc.exclude: "ctrl" is not a list; a list is written [ctrl]',
    "qc.se_treshold=1": "qc.se_treshold: unknown key (did you mean 'se_threshold'?); allowed: tasks, ...",
    "split.strategy=randm": 'split.strategy: "randm" is not allowed; allowed: random, kfold, chromosome, '
    "leave_one_chromosome_out, predefined, extend, auto (did you mean 'random'?)",
    "split.fractions=0.8": 'split.fractions: "0.8" is not a section of keys and values; its keys: train, val, test',
    "split.group_by=[colum]": 'split.group_by[0]: "colum" is not allowed; allowed: sequence, column, '
    "near_duplicate, minhash, interval (did you mean 'column'?)",
    "encode.winsorize=0.01": 'encode.winsorize: "0.01" is not allowed; allowed: none, 0.001/0.999, 0.005/0.995',
    "construct.upstrem=AC": "construct.upstrem: unknown key (did you mean 'upstream'?); allowed: upstream, ...",
    "model=malinois": 'model: "malinois" is not a section of keys and values '
    "(did you mean model.architecture: malinois?)",
    "train.epoch=3": "train.epoch: unknown key (did you mean 'epochs'?); allowed: precision, ...",
    "train.batch=0": "train.batch: 0 is out of range; allowed: in [1, 1000000]",
    "train.optimizer.learning_rate=0,001": 'train.optimizer.learning_rate: "0,001" is not a number or null',
    "train.optimizer.name=adamw": "train.optimizer.name: unknown key; allowed: preset, algorithm, ...",
    "train.loss=mse": 'train.loss: "mse" is not a section of keys and values (did you mean train.loss.kind: mse?)',
    "train.seed=3": "train.seed: set 'seeds' at the top level of the config instead",
    "predict.device=cuda": "predict.device: set 'device' at the top level of the config instead",
    "predict.reverse_complement=maybe": 'predict.reverse_complement: "maybe" is not true or false',
    "eval.bootstrap.confidence=95": "eval.bootstrap.confidence: 95.0 is out of range; allowed: in (0, 1)",
    "eval.bootstrap.resample=99": "eval.bootstrap.resample: unknown key (did you mean 'resamples'?); allowed: ...",
    "ablate.alpha=5": "ablate.alpha: 5.0 is out of range; allowed: in (0, 1)",
    "variants.x.simulate.noise=1": "variants.x.simulate: unknown key; a variant may change: qc, split, encode, ...",
}

# --- lines of a file, wrong by themselves: all in one file ---

LINES = {
    "run: 1.10": 'run: 1.1 is not a text; in quotes it is: "1.10"',
    "train.epochs: 3": "train.epochs: dots are for the command line and for variants; in a file it is train: "
    "{epochs: ...}",
    "train.optimizer.clip: 1": "train.optimizer.clip: dots are for the command line and for variants; in a file it is "
    "train: {optimizer: {clip: ...}}",
    "evaluation: {}": f"evaluation: unknown key; {TOP}",
    "threads: no": "threads: false is not a whole number",
    "seeds: [1, 1]": "seeds: [1, 1] has a value twice",
    "split:": "split: null is not a section of keys and values; nothing stands there",
    "qc: {columns: {group: 3}, minimum: 10}": 'qc.columns.group: 3 is not a text or null; in quotes it is: "3"',
    "model: {multiscale: {pools: 2}}": "model.multiscale.pools: unknown key (did you mean 'pool'?); allowed: ...",
    "train: {batch: yes}": "train.batch: true is not a whole number",
    "predict: {batch: 2.5}": "predict.batch: 2.5 is not a whole number",
    "eval: {split: tests}": "eval.split: \"tests\" is not allowed; allowed: train, val, test (did you mean 'test'?)",
    "encode: {motif_p_value: .inf}": "encode.motif_p_value: Infinity is out of range; allowed: in (0, 1)",
    "baseline: {words: [0]}": "baseline.words[0]: 0 is out of range; allowed: in [1, 7]",
    "reprot: {title: x}": f"reprot: unknown key (did you mean 'report'?); {TOP}",
}

# --- files that are no config; each is a run of its own ---

FILES = {
    "table = ok.tsv": "x.yaml: holds no keys and values; an example is config/config.yaml",
    "train:\n\tepochs: 3": "x.yaml: line 2: not valid YAML: found character '\\t' that cannot start any token; indent "
    "with blanks, not with tabs",
    "train: {epochs: 3": "x.yaml: line 1: not valid YAML: expected ',' or '}', but got '<stream end>'",
    '{"table": "ok.tsv" "run": 3}': "x.yaml: line 1: not valid YAML: expected ',' or '}', but got '<scalar>'",
    "table: a.tsv\ntable: b.tsv": "x.yaml: line 2: table is there twice, first in line 1; keep one of them",
    "run: 2024-01-15": "x.yaml: line 1: run: 2024-01-15 is read as a date, not as a text; put it in quotes: "
    '"2024-01-15"',
    "variants:\n  b: {train.epochs: 3, train: {epochs: 4}}": "x.yaml: line 2: variants.b.train: epochs is set twice; "
    "give it one value",
}

# --- what only the tools, the table or the machine can say; together where they are of several stages ---

ASKED = {
    'split.fractions.train=0.5 \'qc.tasks=[{"name": "a", "activity": "K562 log2"}, {"name": "A", "activity": '
    '"HepG2 log2"}]\' model.multiscale.stem_kernels=[4] encode.motifs=gone.meme extends=gone': [
        "command line: extends: 'results/gone/qc/base/elements.h5' does not exist; finish that run first",
        f"command line: encode.motifs: 'gone.meme' {PLACES}; allowed: a MEME file, or null",
        "command line: qc.tasks[1].name: 'A' is there twice (case and punctuation do not count)",
        "command line: split.fractions: train 0.5 + val 0.1 + test 0.1 is 0.7; allowed: a sum of 1",
        "command line: model.multiscale.stem_kernels[0]: 4 is even; kernels are odd, so that the output has the length "
        "of the input",
    ],
    '\'qc.tasks=[{"name": "a", "activity": "K562 log2"}, {"name": "b", "activity": "K562 log2"}]\' '
    "encode.motifs=ok.tsv device=cuda:99": [
        "command line: qc.tasks[1].activity: 'K562 log2' is that of task a, too; name the column of this task",
        "ok.tsv, line 1: 'Name\tSeq\tK562 log2\tHepG2 log2' begins no MEME file; allowed: a first line ...",
        "device 'cuda:99' is not there...",
    ],
    'construct.upstream=ACGX \'qc.tasks=[{"activity": "K562 log2"}]\'': [
        "command line: qc.tasks[0].name: is missing; a task has a name and the column of its activity",
        "command line: construct.upstream: 'X' at base 4 is not allowed; allowed: A, C, G, T, N",
    ],
    '\'qc.tasks=[{"name": "macro", "activity": "K562 log2"}]\' table=gone.tsv': [
        f"command line: table: 'gone.tsv' {PLACES}; name your copy with table=PATH",
        "command line: qc.tasks[0].name: 'macro' is what averages over tasks are called; name it otherwise",
    ],
    "table=folder encode.motifs=folder": [
        "command line: table: 'folder' is a folder; name the file in it",
        "command line: encode.motifs: 'folder' is a folder; name the file in it",
    ],
    "split.strategy=extend model.motifs=concatenate": [
        "command line: split.strategy: extend needs extends, the name of the run whose split is kept",
        "command line: model.motifs: concatenate needs encode.motifs, which is null",
    ],
    "extends=mine variants.base.train.epochs=3 seeds=[x]": [
        "command line: variants.base: this name is taken by the run without overrides",
        'command line: seeds[0]: "x" is not a whole number',
        "command line: extends: 'mine' is this run; allowed: another run, or null",
    ],
    "qc.columns.id=Nam qc.columns.target_cell=cell qc.minimum.barcodes=10 qc.strata=[chrom]": [
        "ok.tsv: no column 'Nam' (qc.columns.id) (did you mean 'Name'?), 'cell' (qc.columns.target_cell), 'barcodes' "
        "(qc.minimum.barcodes), 'chrom' (qc.strata[0]); columns present: Name, Seq, K562 log2, HepG2 log2; null is "
        "allowed for qc.columns.id, qc.columns.target_cell, where a table has none",
    ],
    "qc.columns.sequence=Name": [
        "column Name: most sequences are empty or no sequences of bases (the first one is 'E0'); is that the right "
        "column?"
    ],
    "table=rna.tsv": ["column Seq: the sequences are RNA (the first one is 'UU...'); write T for U"],
    "table=mine.yaml": ["mine.yaml: line 4 (header): no column 'Name' (qc.columns.id), ..."],
    "table=comma.csv": [],  # semicolons and decimal commas are read
    # What is left of a small table is known before the first job, too.
    "table=few.tsv": ["few.tsv: split val got no row: 4 rows in 4 groups are too few for the fractions asked for"],
    "table=few.tsv 'qc.exclude=[e]'": [
        "few.tsv: qc.exclude leaves out all 4 rows; the first one has 'e0', which 'e' matches"
    ],
    "split.strategy=chromosome split.chromosomes.preset=malinois": [
        "ok.tsv: split.strategy: chromosome needs the chromosomes of the elements; name qc.columns.chromosome or region"
    ],
    # Of what is wrong already, nothing follows from the default in its place.
    "qc.tasks=[]": ["command line: qc.tasks: a list of 0 is not allowed; number of items: at least 1"],
    '\'split.fractions={"train": 0.9, "val": 0.1, "test": 0}\'': [
        "command line: split.fractions.test: 0.0 is out of range; allowed: in (0, 1)"
    ],
    "gone.yaml": [f"gone.yaml: cannot be read: No such file or directory (in {HERE}, nor in {CLONE})"],
}


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a config, and tables of several kinds; Snakemake is not to start."""
    rows = []
    for number in range(50):
        draw = random.Random(number)
        rows.append(
            [f"e{number}", "".join(draw.choices("ACGT", k=50)), f"{draw.gauss(0, 1):.3f}", f"{draw.random():.3f}"]
        )
    header = ["Name", "Seq", "K562 log2", "HepG2 log2"]
    rna = [[name, f"UU{seq.replace('T', 'U')}", *values] for name, seq, *values in rows]
    comma = [[value.replace(".", ",") for value in row] for row in rows]
    for name, delimiter, content in (
        ("ok.tsv", "\t", rows),
        ("few.tsv", "\t", rows[:4]),
        ("rna.tsv", "\t", rna),
        ("comma.csv", ";", comma),
    ):
        text = "\n".join(delimiter.join(row) for row in [header, *content])
        (tmp_path / name).write_text(f"{text}\n", encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(places.CALLER, str(tmp_path))
    monkeypatch.setattr(run_snakemake, "_become_snakemake", lambda words: None)
    return tmp_path


def check(capsys: pytest.CaptureFixture[str], words: list[str], expected: list[str], code: int) -> None:
    """Types the words, and compares all lines; "..." stands for any text within one."""
    assert (run_snakemake.main(words) or 0) == code
    said = capsys.readouterr().err.replace(str(Path.cwd()), HERE).replace(str(ROOT), CLONE).splitlines()
    whole = [f"creflow: error: {line}" for line in expected]
    assert len(said) == len(whole), said
    for line, wanted in zip(said, whole, strict=True):
        begin, dots, end = wanted.partition("...")
        assert line == wanted or (dots and line.startswith(begin) and line.endswith(end)), f"{line}\n!=\n{wanted}"
    assert not Path("results").exists() and not Path("a").exists(), "nothing is written"


@pytest.mark.parametrize("typed", WORDS)
def test_words(capsys: pytest.CaptureFixture[str], typed: str) -> None:
    check(capsys, ["mine.yaml", *shlex.split(typed)], [WORDS[typed]], 2)


def test_bad_words_together(capsys: pytest.CaptureFixture[str]) -> None:
    """A word that is the value of another bad one is no mistake of its own."""
    typed = ("simulatd", "train.epochs 3", "--epochs 3", "--until trainn")
    check(capsys, shlex.split(" ".join(typed)), [WORDS[one] for one in typed], 2)


def test_settings(capsys: pytest.CaptureFixture[str]) -> None:
    """First those that are no settings at all, then the others; in the order of the command line."""
    check(
        capsys, ["mine.yaml", *" ".join(SETTINGS).split()], [f"command line: {line}" for line in SETTINGS.values()], 3
    )


def test_lines_of_a_file(capsys: pytest.CaptureFixture[str], project: Path) -> None:
    """In the order of the file, each with its line."""
    (project / "x.yaml").write_text("\n".join(LINES), encoding="utf-8")
    said = [f"x.yaml: line {number}: {line}" for number, line in enumerate(LINES.values(), 1)]
    more = f"x.yaml: line {list(LINES).index('qc: {columns: {group: 3}, minimum: 10}') + 1}: qc.minimum: 10 is not a "
    said.insert(8, f"{more}section of keys and values")
    check(capsys, ["x.yaml"], said, 3)


@pytest.mark.parametrize("text", FILES)
def test_files(capsys: pytest.CaptureFixture[str], project: Path, text: str) -> None:
    (project / "x.yaml").write_text(text, encoding="utf-8")
    check(capsys, ["x.yaml"], [FILES[text]], 3)


@pytest.mark.parametrize("typed", ASKED)
def test_what_tools_and_tables_say(capsys: pytest.CaptureFixture[str], typed: str) -> None:
    expected = ASKED[typed]
    first = expected[0] if expected else ""
    is_config = first.startswith("command line") and not any(
        word in first for word in ("does not exist", "is a folder")
    )
    code = 5 if "cannot be read" in first else 3 if is_config else 4 if first else 0
    check(capsys, ["mine.yaml", *shlex.split(typed)], expected, code)


def test_two_files_that_contradict(capsys: pytest.CaptureFixture[str], project: Path) -> None:
    """The later one counts, which is said; of what is wrong in both, each is named."""
    (project / "x.yaml").write_text("run: other\ntable: gone.tsv\ntrain: {epochs: 3}\n", encoding="utf-8")
    assert not run_snakemake.main(["x.yaml", "mine.yaml"])
    assert capsys.readouterr().err == "creflow: settings of x.yaml, then of mine.yaml\n"
    (project / "y.yaml").write_text("train: {epochs: 0, batch: 0}\n", encoding="utf-8")
    (project / "z.yaml").write_text("train: {batch: -1}\nsplit: {fractions: {train: 0.8}}\n", encoding="utf-8")
    lines = [
        "y.yaml: line 1: train.epochs: 0 is out of range; allowed: in [1, 100000]",
        "z.yaml: line 1: train.batch: -1 is out of range; allowed: in [1, 1000000]",
        "z.yaml: line 2 and command line: split.fractions: train 0.8 + val 0.3 + test 0.1 is 1.2; allowed: a sum of 1",
    ]
    check(capsys, ["mine.yaml", "y.yaml", "z.yaml", "split.fractions.val=0.3"], lines, 3)


def test_there_are_many() -> None:
    """The notes of a first hour counted 45."""
    told = [line for lines in ASKED.values() for line in lines]
    assert len({*WORDS, *SETTINGS, *LINES, *FILES, *told}) >= 90
