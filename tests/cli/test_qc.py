"""cre-qc: counts against planted ones, and what it says about tables it cannot use."""

from __future__ import annotations

import gzip
import json
import os
import resource
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

HEADER = "ID\tsequence\ttarget_cell\tK562_l2fc\tK562_lfcSE"
CONFIG = {
    "qc": {
        "tasks": [{"name": "K562", "activity": "K562_l2fc", "standard_error": "K562_lfcSE"}],
        "columns": {"min_gap": None},
    }
}
GOOD = ["e1\tACGT\tK562\t1.5\t0.1", "e2\tTTGA\tK562\t-0.5\t0.2", "e3\tCCGA\tK562\t0.7\t0.3"]


@pytest.fixture
def qc(run_tool: Callable, tmp_path: Path) -> Callable:
    """qc(lines, expect=4, "--set", ...) writes a small one-task table and runs cre-qc on it; returns the process."""
    config = tmp_path / "config.json"
    config.write_text(json.dumps(CONFIG))

    def run(lines: list[str] | bytes, *options: object, expect: int = 0, name: str = "t.tsv"):  # noqa: ANN202
        table = tmp_path / name
        table.write_bytes(lines if isinstance(lines, bytes) else ("\n".join(lines) + "\n").encode())
        return run_tool(
            "cre-qc", "--config", config, "--table", table, "--out", tmp_path / "out", *options, expect=expect
        )

    return run


@pytest.fixture(scope="module")
def simulated(run_tool: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A simulated table with its truth."""
    folder = tmp_path_factory.mktemp("simulated")
    run_tool("cre-simulate", "--out", folder)
    return folder


def read_report(folder: Path) -> dict:
    """qc_report.json of a finished run."""
    return json.loads((folder / "qc_report.json").read_text())


def read_rejected(folder: Path) -> list[dict[str, str]]:
    """Rows of rejected.tsv.gz."""
    lines = gzip.decompress((folder / "rejected.tsv.gz").read_bytes()).decode().splitlines()
    return [dict(zip(lines[0].split("\t"), line.split("\t"), strict=True)) for line in lines[1:]]


def assert_refused(done, out: Path, *parts: str) -> None:  # noqa: ANN001
    """One line on stderr with all parts, no output of any kind."""
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith("cre-qc: error: ")
    for part in parts:
        assert part in done.stderr
    assert done.stdout == ""
    assert not out.exists() or not list(out.iterdir())


def test_counts_equal_the_planted_ones(run_tool: Callable, simulated: Path, tmp_path: Path) -> None:
    """Every rule rejects exactly what was planted for it, and nothing gets lost."""
    run_tool("cre-qc", "--table", simulated / "elements.tsv.gz", "--out", tmp_path)
    truth = json.loads((simulated / "truth.json").read_text())
    planted = truth["planted"]
    report = read_report(tmp_path)
    rejected = read_rejected(tmp_path)
    assert report["read"] == planted["rows"]
    assert report["kept"] == planted["kept"]
    assert report["kept"] + report["rejected"] == report["read"]
    assert len(rejected) == report["rejected"]
    codes = Counter(row["code"] for row in rejected)
    assert report["adaptors"] == {"upstream": "", "downstream": "", "flanks": False, "rows_without": 0}
    for rule in report["rules"]:
        unplanted = rule["code"] in (
            "excluded",
            "no_adaptor",
            "no_sequence",
            "below_minimum",
            "merged_replicate",
            "merged_duplicate",
        )
        expected = 0 if unplanted else planted[rule["code"]]
        assert rule["sequential"] == expected == codes[rule["code"]], rule["code"]
    assert report["plausibility"] == []
    for task, drawn in report["histograms"]["tasks"].items():
        for when in ("before", "after"):
            beyond = drawn["activity"]["below"][when] + drawn["activity"]["above"][when]
            assert sum(drawn["activity"][when]) + beyond == report[when]["tasks"][task]["n"]
    assert sum(report["histograms"]["gc"]["after"]) == report["kept"]
    assert sum(report["histograms"]["length"]["before"]) == report["read"] - report["malformed"]
    assert report["se"]["removed_by"] == {rule: truth["se_rules"][rule] for rule in "ABC"}
    assert report["duplicates"]["groups"] == planted["exact_duplicates"]
    assert report["duplicates"]["rows"] == 2 * planted["exact_duplicates"]
    assert report["min_gap"]["definition"]["equal_share"] == 1.0
    for task, ceiling in truth["noise_ceiling"].items():
        assert report["noise_ceiling"][task]["r_max"] == pytest.approx(ceiling, abs=1e-12)


@pytest.mark.parametrize("rule", ["B", "C"])
def test_other_standard_error_rules(run_tool: Callable, simulated: Path, tmp_path: Path, rule: str) -> None:
    """B and C remove what the report of the default run said they would."""
    run_tool("cre-qc", "--set", f"qc.se_rule={rule}", "--table", simulated / "elements.tsv.gz", "--out", tmp_path)
    truth = json.loads((simulated / "truth.json").read_text())
    planted = truth["planted"]
    report = read_report(tmp_path)
    assert report["kept"] == planted["kept"] + planted["se_above_threshold"] - truth["se_rules"][rule]
    assert report["se"]["removed_by"] == {other: truth["se_rules"][other] for other in "ABC"}
    assert report["se"]["weights"] == ("inverse_variance" if rule == "C" else "none")
    unknown = next(entry for entry in report["rules"] if entry["code"] == "unknown_target_cell")
    assert unknown["sequential"] == (truth["se_rules"]["unknown_target_cell"] if rule == "B" else 0)


def test_same_input_same_bytes(run_tool: Callable, simulated: Path, tmp_path: Path) -> None:
    """Threads do not show in the artifacts."""
    for name, threads in {"a": 1, "b": 3}.items():
        run_tool("cre-qc", "--table", simulated / "elements.tsv.gz", "--out", tmp_path / name, "--threads", threads)
    for file in ("elements.h5", "qc_report.json", "rejected.tsv.gz"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes(), file


def test_order_of_rows_does_not_matter(qc: Callable, tmp_path: Path) -> None:
    """The same rows are kept whatever their order."""
    lines = [*GOOD, "e4\tACXT\tK562\t1\t0.1", "e5\tACGA\tK562\t1\t0.7", "e6\tACGN\tK562\t1\t0.1"]
    verdicts = []
    for order in (lines, lines[::-1]):
        qc([HEADER, *order])
        verdicts.append({(row["id"], row["code"]) for row in read_rejected(tmp_path / "out")})
    assert verdicts[0] == verdicts[1]
    assert verdicts[0] == {("e4", "invalid_base"), ("e5", "se_above_threshold"), ("e6", "too_many_n")}


def test_rejections_say_where_and_what(qc: Callable, tmp_path: Path) -> None:
    """Line, id, code and the value that was found."""
    qc([HEADER, *GOOD, "e4\tACGT\tK562\tabc\t0.1", "e5\tACGT\tK562\t1\t0.7"], "--set", "qc.max_malformed_fraction=0.5")
    assert read_rejected(tmp_path / "out") == [
        {"line": "5", "id": "e4", "code": "malformed", "detail": "column K562_l2fc: 'abc' is not a number"},
        {
            "line": "6",
            "id": "e5",
            "code": "se_above_threshold",
            "detail": "K562 standard error 0.7, allowed at most 0.5",
        },
    ]


@pytest.mark.parametrize("form", ["plain", "gzip", "crlf", "csv", "bom", "quoted", "no_last_newline"])
def test_every_form_of_a_table_reads_the_same(qc: Callable, tmp_path: Path, form: str) -> None:
    """TSV or CSV, plain or gzip, LF or CRLF, with or without byte order mark and quotes."""
    text = "\n".join([HEADER, *GOOD]) + "\n"
    forms = {
        "plain": text.encode(),
        "gzip": gzip.compress(text.encode()),
        "crlf": text.replace("\n", "\r\n").encode(),
        "csv": text.replace("\t", ",").encode(),
        "bom": b"\xef\xbb\xbf" + text.encode(),
        "quoted": text.replace("e2", '"e2"').replace("TTGA", '"TTGA"').encode(),
        "no_last_newline": text.rstrip("\n").encode(),
    }
    qc(forms[form])
    assert read_report(tmp_path / "out")["kept"] == 3
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert {entry["file"] for entry in manifest["outputs"]} == {"elements.h5", "qc_report.json", "rejected.tsv.gz"}


def test_much_removed_by_standard_error_is_a_warning(qc: Callable, tmp_path: Path) -> None:
    """More than 30 %: the message and the report name both remedies."""
    done = qc([HEADER, *GOOD, "e4\tACGT\tK562\t1\t0.8", "e5\tACGT\tK562\t2\t0.9"])
    warning = read_report(tmp_path / "out")["se"]["warning"]
    assert "removes 2 of 5 rows (40.0 %)" in warning
    assert "qc.se_threshold to 0.6" in warning
    assert "qc.se_rule B or C with qc.weights inverse_variance" in warning
    assert f"cre-qc: warning: {warning}" in done.stderr


def test_missing_table(run_tool: Callable, tmp_path: Path) -> None:
    """An I/O error that names the file."""
    done = run_tool("cre-qc", "--table", tmp_path / "none.tsv", "--out", tmp_path / "out", expect=5)
    assert_refused(done, tmp_path / "out", "none.tsv")


def test_missing_column_lists_those_present(qc: Callable, tmp_path: Path) -> None:
    """The nearest name is suggested."""
    done = qc([HEADER.replace("K562_lfcSE", "K562_SE"), *GOOD], expect=4)
    assert_refused(
        done,
        tmp_path / "out",
        "t.tsv: no column 'K562_lfcSE' (qc.tasks[0].standard_error) (did you mean 'K562_SE'?)",
        "columns present: ID, sequence, target_cell, K562_l2fc, K562_SE",
    )


GZIPPED = gzip.compress(("\n".join([HEADER, *GOOD]) + "\n").encode(), mtime=0)


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        (b"", ["t.tsv: is empty"]),
        ([HEADER], ["has a header line but no rows"]),
        (GZIPPED[:-20], ["broken gzip stream at byte", "ends in the middle"]),
        (GZIPPED[:30] + b"\xff\xff\xff" + GZIPPED[33:], ["broken gzip stream at byte"]),
        (b"\x89PNG\r\n\x1a\n\x00\x00", ["is no text"]),
        ([HEADER + "\tID", *GOOD], ["column 'ID' (qc.columns.id) is there twice"]),
        ([HEADER, *GOOD, "e4\tACGT\tK562\tabc\t0.1"], ["line 5: column K562_l2fc: 'abc'", "1 of 4 lines", "25.0 %"]),
        ([HEADER, *[line[:-3] + "0.9" for line in GOOD]], ["all 3 rows are rejected", "se_above_threshold (line 2"]),
        ([HEADER, *[line.replace(line.split("\t")[3], "1") for line in GOOD]], ["K562 has the value 1 in all 3 kept"]),
        ([HEADER, GOOD[0], GOOD[1], GOOD[2].replace("e3", "e1")], ["line 4, column ID: id 'e1' is also on line 2"]),
    ],
    ids=[
        "empty",
        "header_only",
        "truncated_gzip",
        "damaged_gzip",
        "no_text",
        "column_twice",
        "malformed",
        "all_rejected",
        "constant_task",
        "id_twice",
    ],
)
def test_unusable_tables(qc: Callable, tmp_path: Path, content: list[str] | bytes, parts: list[str]) -> None:
    """Exit code 4, one line with the place, no output."""
    assert_refused(qc(content, expect=4), tmp_path / "out", *parts)


@pytest.mark.parametrize(
    ("setting", "parts"),
    [
        ("qc.se_treshold=0.4", ["se_treshold", "did you mean 'se_threshold'?"]),
        ("qc.se_threshold=-1", ["qc.se_threshold", "-1"]),
        ("qc.se_rule=D", ["qc.se_rule", "A, B, C"]),
        ("qc.length=abc", ["qc.length", "abc"]),
        ("qc.columns.group_pattern=chr", ["qc.columns.group_pattern", "needs a column in group"]),
    ],
)
def test_config_errors(qc: Callable, tmp_path: Path, setting: str, parts: list[str]) -> None:
    """Exit code 3, one line that names key, value and what is allowed."""
    assert_refused(qc([HEADER, *GOOD], "--set", setting, expect=3), tmp_path / "out", *parts)


def test_a_run_that_fails_early_costs_no_older_result(qc: Callable, run_tool: Callable, tmp_path: Path) -> None:
    """A manifest always belongs to a finished run of what is beside it: here still the first one."""
    qc([HEADER, *GOOD])
    first = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    qc([HEADER], expect=4)
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()} == first
    run_tool("cre-audit", tmp_path / "out")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_unwritable_output_folder(run_tool: Callable, simulated: Path, tmp_path: Path) -> None:
    """Exit code 5 before the table is read."""
    tmp_path.chmod(0o500)
    done = run_tool("cre-qc", "--table", simulated / "elements.tsv.gz", "--out", tmp_path / "out", "--quiet", expect=5)
    tmp_path.chmod(0o700)
    assert done.stderr.count("\n") == 1


def test_output_folder_that_is_a_file(run_tool: Callable, simulated: Path, tmp_path: Path) -> None:
    """The same for root."""
    (tmp_path / "out").write_text("in the way")
    done = run_tool("cre-qc", "--table", simulated / "elements.tsv.gz", "--out", tmp_path / "out", expect=5)
    assert done.stderr.count("\n") == 1
    assert (tmp_path / "out").read_text() == "in the way"


def test_a_repeated_column_matters_only_when_it_is_used(qc: Callable, tmp_path: Path) -> None:
    """Spreadsheets export empty trailing columns; a wanted column must be there once."""
    padded = [HEADER + "\t\t", *(line + "\t\t" for line in GOOD)]
    qc(padded)
    assert read_report(tmp_path / "out")["kept"] == 3
    done = qc([HEADER + "\tsequence", *(line + "\tACGT" for line in GOOD)], expect=4)
    assert "column 'sequence' (qc.columns.sequence) is there twice" in done.stderr


def test_ids_that_would_break_tables_are_malformed(qc: Callable, tmp_path: Path) -> None:
    """A tab in a quoted CSV id."""
    lines = [line.replace("\t", ",") for line in (HEADER, *GOOD)] + ['"e\t4",ACGA,K562,0.5,0.1']
    qc(lines, "--set", "qc.max_malformed_fraction=0.5", name="t.csv")
    rejected = read_rejected(tmp_path / "out")
    assert [row["code"] for row in rejected] == ["malformed"]
    assert "the id has a control character" in rejected[0]["detail"]


def test_full_disk(run_tool: Callable, simulated: Path, tmp_path: Path) -> None:
    """A file-size limit stands in for a full disk: exit code 5, nothing under the final names."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = run_tool(
        "cre-qc", "--table", simulated / "elements.tsv.gz", "--out", tmp_path / "out", expect=5, preexec_fn=limit
    )
    (error,) = [line for line in done.stderr.splitlines() if "error" in line]
    assert "elements.h5" in error
    assert not list((tmp_path / "out").iterdir())


def test_help_goes_to_stdout(run_tool: Callable) -> None:
    """Exit code 0; the contract's options are there."""
    done = run_tool("cre-qc", "--help")
    assert done.stderr == ""
    for option in ("--config", "--set", "--schema", "--out", "--table", "--threads", "--quiet", "--version"):
        assert option in done.stdout


CONTROLS = [f"{HEADER}\tbarcodes", *(f"{line}\t{n}" for line, n in zip(GOOD, ("12", "9", ""), strict=True))]


def test_minimum_and_exclude(qc: Callable, tmp_path: Path) -> None:
    """Both reject what they should, and a pattern without a match is told."""
    rows = [*CONTROLS, "ctrl1\tCC\tK562\t1\t0.1\t40", "e5\tCCTA\tK562\t2\t0.1\t10"]
    done = qc(rows, "--set", "qc.minimum.barcodes=10", "--set", 'qc.exclude=["^ctrl", "scrambled"]')
    assert "qc.exclude 'scrambled' matches no further row; it looks at column ID, the first has 'e1'" in done.stderr
    assert [(row["id"], row["code"], row["detail"]) for row in read_rejected(tmp_path / "out")] == [
        ("e2", "below_minimum", "barcodes 9, at least 10 is asked for"),
        ("e3", "below_minimum", "barcodes missing, at least 10 is asked for"),
        ("ctrl1", "excluded", "ID 'ctrl1' matches '^ctrl'"),
    ]


@pytest.mark.parametrize(
    ("settings", "code", "message"),
    [
        (["qc.minimum.barcode=1"], 4, "no column 'barcode' (qc.minimum.barcode) (did you mean 'barcodes'?)"),
        (['qc.exclude=["x"]', "qc.exclude_column=kind"], 4, "no column 'kind' (qc.exclude_column)"),
        (['qc.exclude=["e"]'], 4, "qc.exclude leaves out all 3 rows; the first one has 'e1', which 'e' matches"),
        (['qc.exclude=["x"]', "qc.strict=true"], 4, "qc.exclude 'x' matches no row"),
        (['qc.exclude=["("]'], 3, "qc.exclude[0]: '(' is not a regular expression: missing )"),
        (['qc.exclude=["x"]', "qc.columns.id=null"], 3, "qc.exclude: needs a column in columns.id or exclude_column"),
        (['qc.minimum={"barcodes": null}'], 3, "qc.minimum.barcodes: null is not a number"),
    ],
)
def test_minimum_and_exclude_refuse(qc: Callable, tmp_path: Path, settings: list[str], code: int, message: str) -> None:
    options = [word for setting in settings for word in ("--set", setting)]
    assert_refused(qc(CONTROLS, *options, expect=code), tmp_path / "out", message)


ERRORS = {f"{cell}_lfcSE": f"qc.tasks[{i}].standard_error" for i, cell in enumerate(("K562", "HepG2", "SKNSH"))}
USUAL = {"ID": "qc.columns.id", "target_cell": "qc.columns.target_cell", "MinGap": "qc.columns.min_gap"}
DRAWN = ["1.5\t0.5\t-1", "-0.5\t1\t2", "0.7\t-2\t0.1"]
BARE = ["sequence\tK562_l2fc\tHepG2_l2fc\tSKNSH_l2fc"] + [
    f"{sequence}\t{values}" for sequence, values in zip(["ACGT", "TTGA", "CCGA"], DRAWN, strict=True)
]


def test_columns_that_no_setting_names_may_be_missing(run_tool: Callable, tmp_path: Path) -> None:
    """The table is read without them, which log, manifest and report say; also where it is to be strict."""
    (tmp_path / "t.tsv").write_text("\n".join(BARE) + "\n")
    words = ("--table", tmp_path / "t.tsv", "--set", "qc.strict=true")
    run_tool("cre-qc", "--check", *words[:2])
    done = run_tool("cre-qc", *words, "--out", tmp_path / "out")
    (warning,) = json.loads((tmp_path / "out/manifest.json").read_text())["warnings"]
    assert warning in done.stderr
    assert warning.startswith("t.tsv has no column ID (qc.columns.id; rows are called row1, row2, ...), target_cell (")
    assert all(f"{name} ({key})" in warning for name, key in ERRORS.items())
    report = read_report(tmp_path / "out")
    assert {"code": "lacking_columns", "text": warning} in report["plausibility"]
    assert (report["kept"], report["se"]["available"]) == (3, False)


@pytest.mark.parametrize("name", USUAL)
def test_columns_that_a_setting_names_must_be_there(run_tool: Callable, tmp_path: Path, name: str) -> None:
    """By their usual name, too; null says that there is none, without a word."""
    (tmp_path / "t.tsv").write_text("\n".join(BARE) + "\n")
    words = ("--table", tmp_path / "t.tsv", "--out", tmp_path / "out", "--set")
    done = run_tool("cre-qc", *words, f"{USUAL[name]}={name}", expect=4)
    assert f"no column '{name}' ({USUAL[name]}); columns present" in done.stderr
    done = run_tool("cre-qc", *words, f"{USUAL[name]}=null")
    assert f"{name} (" not in done.stderr


@pytest.mark.parametrize(
    ("setting", "name"),
    [
        ("qc.se_rule=B", "target_cell"),
        ("qc.weights=inverse_variance", "K562_lfcSE"),
        ("qc.replicates.rows=id", "ID"),
        ('qc.exclude=["x"]', "ID"),
        ('qc.columns.region_pattern="(?P<chromosome>chr\\\\w+)"', "ID"),
    ],
)
def test_columns_that_a_setting_needs_must_be_there(
    run_tool: Callable, tmp_path: Path, setting: str, name: str
) -> None:
    """Though none names them."""
    (tmp_path / "t.tsv").write_text("\n".join(BARE) + "\n")
    done = run_tool("cre-qc", "--table", tmp_path / "t.tsv", "--out", tmp_path / "out", "--set", setting, expect=4)
    assert f"no column '{name}' ({(USUAL | ERRORS)[name]})" in done.stderr


def test_a_usual_column_in_another_spelling(run_tool: Callable, tmp_path: Path) -> None:
    """Is not taken by itself, and shown; of several tables the first one says which there are."""
    table = ["id\t" + BARE[0], *(f"e{i}\t{row}" for i, row in enumerate(BARE[1:]))]
    (tmp_path / "t.tsv").write_text("\n".join(table) + "\n")
    done = run_tool("cre-qc", "--table", tmp_path / "t.tsv", "--out", tmp_path / "out")
    assert "ID (qc.columns.id; rows are called row1, row2, ...) (did you mean 'id'?)" in done.stderr
    (tmp_path / "first.tsv").write_text("\n".join(["ID" + table[0][2:], *table[1:]]) + "\n")
    words = ("--table", tmp_path / "first.tsv", tmp_path / "t.tsv", "--out", tmp_path / "both")
    assert "t.tsv: no column 'ID' (qc.columns.id)" in run_tool("cre-qc", *words, expect=4).stderr
