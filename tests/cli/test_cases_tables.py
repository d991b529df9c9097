"""Tables as people have them: read whole and right, with a note, or refused in one line that says what to do."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
import shutil
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from helpers.artifact_texts import read_texts

CASES = Path(__file__).parents[1] / "data" / "cases"
CONFIG = json.loads((CASES / "B.json").read_text())
Qc = Callable[..., subprocess.CompletedProcess[str]]
# The rows of all cases: R's row names are theirs alone.
HEADER, *ROWS = (line.split("\t") for line in (CASES / "B13_row_names.tsv").read_text().splitlines())
ROWS = [row[1:] for row in ROWS]
COMMA_ROWS = [row[:2] + [value.replace(".", ",") for value in row[2:]] for row in ROWS]
BGZF_END = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")


@pytest.fixture
def qc(run_tool: Callable, tmp_path: Path) -> Qc:
    """qc(table, columns={...}, expect=4, header="none") runs cre-qc on a file or on bytes; further words go to qc."""

    def run(table: Path | bytes, expect: int = 0, **settings: object) -> subprocess.CompletedProcess[str]:
        file = table if isinstance(table, Path) else tmp_path / "table"
        if isinstance(table, bytes):
            file.write_bytes(table)
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        config = tmp_path / "config.json"
        config.write_text(json.dumps({"qc": CONFIG["qc"] | settings}))
        done = run_tool("cre-qc", "--config", config, "--table", file, "--out", tmp_path / "out", expect=expect)
        if expect:
            assert done.stderr.count("\n") == 1, done.stderr
            assert not list(tmp_path.glob("out/*"))
        return done

    return run


def report(folder: Path) -> dict:
    return json.loads((folder / "out" / "qc_report.json").read_text())


def manifest(folder: Path) -> dict:
    return json.loads((folder / "out" / "manifest.json").read_text())


def rejected(folder: Path) -> list[list[str]]:
    text = gzip.decompress((folder / "out" / "rejected.tsv.gz").read_bytes()).decode()
    return [line.split("\t") for line in text.splitlines()[1:]]


def kept(folder: Path) -> tuple[list[str], np.ndarray, np.ndarray, np.ndarray]:
    """Ids, codes, activities and standard errors of the kept rows."""
    with h5py.File(folder / "out" / "elements.h5") as file:
        values = file["codes"][()], file["activity"][()], file["standard_error"][()]
        return read_texts(file["id"]), *values


def text(rows: list[list[str]] = ROWS, header: list[str] = HEADER, delimiter: str = "\t", end: str = "\n") -> str:
    """Header and rows, without quotes."""
    return end.join(delimiter.join(row) for row in [header, *rows]) + end


def quoted(delimiter: str, rows: list[list[str]] = ROWS) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([HEADER, *rows])
    return out.getvalue()


def decimal_commas(delimiter: str) -> str:
    return text(COMMA_ROWS, delimiter=delimiter)


def bgzf(content: bytes, block: int = 1000) -> bytes:
    out = b""
    for at in range(0, len(content), block):
        part = content[at : at + block]
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = packer.compress(part) + packer.flush()
        size = struct.pack("<H", len(packed) + 25)
        head = b"\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0BC\x02\0" + size
        out += head + packed + struct.pack("<II", zlib.crc32(part), len(part))
    return out + BGZF_END


def with_notes(rows: list[list[str]]) -> list[list[str]]:
    return [[*row, f'said "{i}"\nand, more\n\n'] for i, row in enumerate(rows)]


def noted() -> bytes:
    """A column of remarks over several lines, of CRLF in a file of LF."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([[*HEADER, "remark\r\n(ours)"], *with_notes(ROWS)])
    return out.getvalue().encode()


TITLES = 'Table S4: all, of them\n\n\nsee "Methods"\n'
DIALECTS: dict[str, bytes] = {
    "tsv": text().encode(),
    "csv": text(delimiter=",").encode(),
    "semicolons": text(delimiter=";").encode(),
    "semicolons_decimal_commas": decimal_commas(";").encode(),
    "tabs_decimal_commas": decimal_commas("\t").encode(),
    "commas_quoted_decimal_commas": quoted(",", COMMA_ROWS).encode(),
    "bars": text(delimiter="|").encode(),
    "blanks": text(delimiter=" ").encode(),
    "crlf": text(end="\r\n").encode(),
    "cr": text(end="\r").encode(),
    "cr_cr_lf": text(end="\r\r\n").encode(),
    "no_last_line_end": text().rstrip().encode(),
    "mark": codecs.BOM_UTF8 + text().encode(),
    "mark_within": text(ROWS[:9]).encode() + codecs.BOM_UTF8 + text(ROWS[10:], header=ROWS[9]).encode(),
    "utf16": text(end="\r\n").encode("utf-16"),
    "utf16_big": codecs.BOM_UTF16_BE + text().encode("utf-16-be"),
    "utf16_no_mark": text().encode("utf-16-le"),
    "utf16_big_no_mark_commas": decimal_commas(";").encode("utf-16-be"),
    "utf16_cr_gzip": gzip.compress(text(end="\r").encode("utf-16")),
    "quoted": quoted(",").encode(),
    "quoted_semicolons": quoted(";").encode(),
    "quoted_blanks": quoted(" ").encode(),
    "fields_over_lines": noted(),
    "gzip": gzip.compress(text().encode()),
    "gzip_members": gzip.compress(text(ROWS[:9]).encode()) + gzip.compress(text(ROWS[10:], header=ROWS[9]).encode()),
    "gzip_padded": gzip.compress(text().encode()) + b"\0" * 4096,
    "bgzf": bgzf(text().encode()),
    "bgzf_padded": bgzf(text().encode()) + b"\0" * 99,
    "titles": TITLES.encode() + text(delimiter=",").encode(),
    "comments": b"## a\n## b, c\n" + text().encode(),
    "hash_header": b"#" + text().encode(),
    "row_names": text([[str(i), *row] for i, row in enumerate(ROWS)]).encode(),
    "row_names_quoted": text([[f'"{i}"', *row] for i, row in enumerate(ROWS)], delimiter=" ").encode(),
    "index_column": text([[str(i), *row] for i, row in enumerate(ROWS)], header=["", *HEADER]).encode(),
    "row_ends_with_delimiter": text([[*row, ""] for row in ROWS]).encode(),
    "all_end_with_delimiter": text([[*row, ""] for row in ROWS], header=[*HEADER, ""]).encode(),
    "sep": b"sep=;\r\n" + decimal_commas(";").replace("\n", "\r\n").encode(),
    "blank_rows": text(delimiter=",").encode() + b",,,,,\n" * 7 + b"\n \n",
    "blank_rows_quoted": text(delimiter=",").encode() + b'"","",,,,\nNA,NA,NA,NA,NA,NA\n',
    "minus": text().replace("\t-", "\t\N{MINUS SIGN}").encode(),
    "other_order": text([row[::-1] for row in ROWS], header=HEADER[::-1]).encode(),
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_gives_the_same_rows(qc: Qc, tmp_path: Path, dialect: str) -> None:
    """Compared with the values as Python reads them."""
    qc(DIALECTS[dialect])
    assert report(tmp_path)["read"] == report(tmp_path)["kept"] == len(ROWS)
    ids, codes, activity, error = kept(tmp_path)
    assert ids == [row[0] for row in ROWS]
    assert ["".join("ACGTN"[code] for code in row) for row in codes] == [row[1] for row in ROWS]
    assert activity.tolist() == [[float(row[2]), float(row[4])] for row in ROWS]
    assert error.tolist() == [[float(row[3]), float(row[5])] for row in ROWS]


@pytest.mark.parametrize(
    ("dialect", "note"),
    [
        ("semicolons_decimal_commas", "numbers are read with decimal commas: '0,0409' (line 2)"),
        ("semicolons_decimal_commas", "fields are separated by semicolons"),
        ("utf16", "the text is UTF-16 (little endian)"),
        ("cr", "lines end in a carriage return alone"),
        ("titles", "the header is line 5; what is above it was passed over"),
        ("row_names", "the first is taken for row names"),
        ("row_ends_with_delimiter", "every row ends with a delimiter"),
        ("blank_rows", "passed over at the end of the table: 9 rows without any value"),
        ("minus", "the character U+2212 is read as minus"),
    ],
)
def test_what_changes_the_reading_is_noted(qc: Qc, tmp_path: Path, dialect: str, note: str) -> None:
    """In the log and in the manifest; a plain table has no note."""
    done = qc(DIALECTS[dialect])
    assert note in done.stderr
    assert any(note in line for line in manifest(tmp_path)["notes"])
    qc(DIALECTS["tsv"])
    assert "notes" not in manifest(tmp_path)


@pytest.mark.parametrize(
    ("case", "rows"),
    [
        ("B2_blank_rows_at_the_end.csv", 240),
        ("B3_utf16.txt", 240),
        ("B4_semicolons_decimal_commas.csv", 240),
        ("B5_wrapped_header.csv", 60),
        ("B12_title_rows.csv", 60),
        ("B13_row_names.tsv", 60),
    ],
)
def test_cases_that_are_read(qc: Qc, tmp_path: Path, case: str, rows: int) -> None:
    """Every row of them."""
    qc(CASES / case)
    assert report(tmp_path)["kept"] == rows
    assert len(kept(tmp_path)[0]) == rows


def test_truncated_bgzf(qc: Qc, tmp_path: Path) -> None:
    """Whole blocks are missing: every block that is there is intact."""
    assert "truncated, the BGZF end marker is missing" in qc(CASES / "B1_bgzf_cut_at_block.tsv.gz", expect=4).stderr
    whole = bgzf(text().encode())
    for cut in (whole[: -len(BGZF_END)], whole[:-1], whole[: whole.index(b"\x1f\x8b", 100)]):
        assert "broken gzip stream" in (message := qc(cut, expect=4).stderr) or "truncated" in message
    assert "the byte 104 follows the compressed data" in qc(whole + b"\0\0hello", expect=4).stderr


def test_spreadsheet_errors_are_missing_values(run_tool: Callable, tmp_path: Path) -> None:
    """#N/A in one task masks that task only."""
    table = CASES / "C1_hash_na.tsv"
    run_tool("cre-qc", "--config", CASES / "C1.json", "--table", table, "--out", tmp_path / "out")
    assert report(tmp_path)["kept"] == 240
    assert {task: values["n"] for task, values in report(tmp_path)["after"]["tasks"].items()} == {
        "K562": 240,
        "HepG2": 238,
    }


@pytest.mark.parametrize(
    "word", ["", "NA", "nan", "N/A", "#N/A", "<NA>", "-", ".", "NULL", "None", "n.d.", "#DIV/0!", "#value!", "#REF!"]
)
def test_missing_words(qc: Qc, tmp_path: Path, word: str) -> None:
    """In an activity and in its standard error."""
    rows = [row.copy() for row in ROWS]
    rows[4][4] = rows[4][5] = f" {word} "
    qc(text(rows).encode(), allow_missing_tasks=True)
    activity = kept(tmp_path)[2]
    assert np.isnan(activity[4]).tolist() == [False, True]
    assert np.isnan(activity).sum() == 1


def test_missing_words_of_the_config(qc: Qc, tmp_path: Path) -> None:
    """A number among them, however it is written; without NA in the list it is no number."""
    rows = [row.copy() for row in ROWS]
    rows[4][4], rows[5][4], rows[6][4] = "-999", "-999.0", "Absent"
    qc(text(rows).encode(), allow_missing_tasks=True, missing=[-999, "absent"])
    assert np.flatnonzero(np.isnan(kept(tmp_path)[2][:, 1])).tolist() == [4, 5, 6]
    rows[7][4] = "NA"
    done = qc(
        text(rows).encode(), expect=0, allow_missing_tasks=True, missing=[-999, "absent"], max_malformed_fraction=0.5
    )
    assert "kept 59 of 60" in done.stderr
    assert rejected(tmp_path) == [["9", rows[7][0], "malformed", "column HepG2_l2fc: 'NA' is not a number"]]


def test_lines_are_those_of_the_file(qc: Qc, tmp_path: Path) -> None:
    """Where titles, comments and fields over several lines stand in front of a row."""
    rows = [[*row, "-"] for row in ROWS]
    rows[1][-1] = "two\nlines"
    rows[3][2] = "abc"
    out = io.StringIO("Title\n## comment\n")
    out.seek(0, io.SEEK_END)
    csv.writer(out, lineterminator="\n").writerows([[*HEADER, "remark\n(ours)"], *rows])
    qc(out.getvalue().encode(), max_malformed_fraction=0.5)
    # Lines 3 and 4 are the header, row 0 is line 5, row 1 lines 6 and 7, row 2 line 8.
    assert rejected(tmp_path) == [["9", rows[3][0], "malformed", "column K562_l2fc: 'abc' is not a number"]]
    with h5py.File(tmp_path / "out" / "elements.h5") as file:
        assert file["line"][:5].tolist() == [5, 6, 8, 10, 11]


def test_a_stray_quote_costs_its_own_row(qc: Qc, tmp_path: Path) -> None:
    """It swallows no further rows, whether another one would end it or not."""
    for stray in ({3: '"'}, {3: '"', 30: '"'}):
        rows = [[*row[:2], "", *row[2:]] for row in ROWS]
        for row, quote in stray.items():
            rows[row][2] = quote + "5' end" if row == 3 else "3' end" + quote
        header = [*HEADER[:2], "remark", *HEADER[2:]]
        qc(text(rows, header=header, delimiter=",").encode(), max_malformed_fraction=0.5)
        assert rejected(tmp_path) == [["5", rows[3][0], "malformed", "a quoted field does not end on its line"]]
        assert report(tmp_path)["kept"] == 59
    done = qc(text(rows, header=header, delimiter=",").encode(), expect=4)
    assert "line 5: a quoted field does not end" in done.stderr


def test_blank_rows_count_in_the_middle(qc: Qc, tmp_path: Path) -> None:
    """There they are malformed; at the end they are not read."""
    content = text([*ROWS[:30], [""] * 6, *ROWS[30:], ["", "", " ", "NA", "", ""], [""] * 6], delimiter=",").encode()
    qc(content, max_malformed_fraction=0.5)
    assert [row[0] for row in rejected(tmp_path)] == ["32"]
    assert (report(tmp_path)["read"], report(tmp_path)["kept"]) == (61, 60)
    assert manifest(tmp_path)["counts"] == {"blank_rows": 2, "kept": 60, "read": 61, "rejected": 1}


@pytest.mark.parametrize("delimiter", ["\t", ",", ";"])
def test_without_a_header(qc: Qc, tmp_path: Path, delimiter: str) -> None:
    """Columns are called by their numbers."""
    tasks = [
        {"name": "K562", "activity": "3", "standard_error": "4"},
        {"name": "HepG2", "activity": "5", "standard_error": "6"},
    ]
    columns = CONFIG["qc"]["columns"] | {"id": "1", "sequence": "2"}
    content = text(ROWS[1:], header=ROWS[0], delimiter=delimiter)
    if delimiter == ";":
        content = content.replace(".", ",")
    qc(content.encode(), header="none", tasks=tasks, columns=columns)
    assert kept(tmp_path)[0] == [row[0] for row in ROWS]
    assert kept(tmp_path)[2].tolist() == [[float(row[2]), float(row[4])] for row in ROWS]
    tasks[0]["activity"] = "9"
    done = qc(content.encode(), expect=4, header="none", tasks=tasks, columns=columns)
    assert "no column '9' (qc.tasks[0].activity); columns present: 1, 2, 3, 4, 5, 6" in done.stderr
    done = qc(content.encode(), expect=4, header="none")
    assert 'columns are called by their numbers, "1" to "6"' in done.stderr
    done = qc(content.encode(), expect=3, header="none", header_line=2)
    assert "header_line: is 2, but header is none" in done.stderr


def test_a_header_where_none_should_be_is_told(qc: Qc, tmp_path: Path) -> None:
    columns = {"id": "1", "sequence": "2", "target_cell": None, "min_gap": None}
    tasks = [{"name": "K562", "activity": "3", "standard_error": "4"}]
    qc(text().encode(), header="none", tasks=tasks, columns=columns, max_malformed_fraction=0.1)
    (warning,) = [each for each in manifest(tmp_path)["warnings"] if "cannot be read" in each]
    assert "left out: column 3: 'K562_l2fc' is not a number; if it is a header, set qc.header: names" in warning
    (note,) = [each for each in manifest(tmp_path)["notes"] if "cannot be read" in each]
    assert note.startswith("cannot be read and left out: 1 line, the first is line 1: column 3")


def test_thousands_or_decimals_between_tabs(qc: Qc) -> None:
    """Some numbers with a comma, others with a point: the message says what is wrong with the comma."""
    rows = [[*row] for row in ROWS]
    for row in rows[:9]:
        row[2] = "1,234"
    done = qc(text(rows).encode(), expect=4)
    assert "'1,234' is not a number; its comma may mark decimals or thousands" in done.stderr


def test_an_empty_line_is_called_so(qc: Qc, tmp_path: Path) -> None:
    lines = text().splitlines()
    lines.insert(5, "")
    qc("\n".join(lines).encode(), max_malformed_fraction=0.1)
    assert [row[3] for row in rejected(tmp_path)] == ["empty line"]


def test_row_names_beside_a_short_row(qc: Qc, tmp_path: Path) -> None:
    """One bad row does not hide that all others have row names."""
    rows = [[str(i), *row] for i, row in enumerate(ROWS)]
    rows[7] = rows[7][:3]
    qc(text(rows).encode(), max_malformed_fraction=0.5)
    assert rejected(tmp_path) == [["9", ROWS[7][0], "malformed", "3 fields, the header has 7"]]
    assert report(tmp_path)["kept"] == 59


def test_header_line(qc: Qc, tmp_path: Path) -> None:
    """Where the line above has the same names."""
    other = text([], header=[*HEADER[:4], "HepG2_l2fc", "HepG2_lfcSE"][::-1])
    content = (other + text()).encode()
    assert "malformed" in qc(content, expect=4).stderr
    qc(content, header_line=2)
    assert report(tmp_path)["kept"] == 60
    assert "has 61 lines, the header should be line 99" in qc(text().encode(), expect=4, header_line=99).stderr


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        (
            text(header=["a", "b", "c", "d", "e", "f"]),
            ["no column 'sequence' (qc.columns.sequence)", "columns present: a, b", "line 1 "],
        ),
        ("T\n\n" + text(header=["a", "b", "c", "d", "e", "f"], delimiter=";"), ["line 3 (header)", "by semicolons"]),
        (">e1\nACGT\n>e2\nACGT\n", ["no column 'sequence'", "the file looks like a FASTA file"]),
        ('[{"ID": "e1", "sequence": "ACGT"}]\n', ["no column 'sequence'", "the file looks like JSON"]),
        (text().replace("sequence", "Sequence"), ["no column 'sequence'", "did you mean 'Sequence'?"]),
        (text(header=[*HEADER[:5], "ID"]), ["column 'ID' (qc.columns.id) is there twice"]),
        ("\t\t\t\n", ["is empty"]),
        (text(rows=[]), ["has a header line but no rows"]),
        (text(rows=[[""] * 6] * 9), ["has a header line but no rows"]),
        (text().replace("\t", "\t\x01", 30), ["is no text"]),
    ],
    ids=["names", "below", "fasta", "json", "case", "twice", "empty", "no_rows", "blank_rows", "control"],
)
def test_tables_that_are_refused(qc: Qc, content: str, parts: list[str]) -> None:
    """One line that says what the file looks like."""
    done = qc(content.encode(), expect=4)
    for part in parts:
        assert part in done.stderr


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x" * 500)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (zipped("table.tsv"), "is a zip archive; unzip it"),
        (
            zipped("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"),
            "is an Excel workbook (.xlsx); save the sheet",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "is an old Excel workbook (.xls)"),
        (b"\xfd7zXZ\0\0\4", "is compressed with xz; decompress it first: xz -d"),
        (b"BZh91AY&SY", "is compressed with bzip2"),
        (b"\x28\xb5\x2f\xfd\0\0", "is compressed with Zstandard"),
        (gzip.compress(gzip.compress(text().encode())), "is compressed with gzip twice"),
        (b"<!DOCTYPE html>\n<html>", "is a web page (HTML), not the file itself"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "is a Git-LFS pointer"),
        (text().encode("utf-32"), "is UTF-32 text"),
        (text().encode("utf-16")[:-1], "is UTF-16 text that ends within a character"),
        (text(ROWS * 3).encode()[:9000] + b"\0" + text(ROWS * 3).encode()[9000:], "is no text (a NUL byte)"),
    ],
)
def test_other_kinds_of_files_are_named(qc: Qc, content: bytes, name: str) -> None:
    """With what to do."""
    assert name in qc(content, expect=4).stderr


def test_commas_and_points_together_are_refused(qc: Qc, tmp_path: Path) -> None:
    """Either may separate thousands. Between tabs, a comma among points is one malformed row."""
    rows = [row.copy() for row in ROWS]
    rows[9][2] = "1,234"
    both = text(rows, delimiter=";").encode()
    done = qc(both, expect=4, max_malformed_fraction=0.5)
    assert "decimal comma (line 11: '1,234')" in done.stderr
    assert "decimal point (line 2: '0.0409')" in done.stderr
    qc(text(rows).encode(), max_malformed_fraction=0.5)
    ((line, name, code, detail),) = rejected(tmp_path)
    assert (line, name, code) == ("11", rows[9][0], "malformed")
    assert detail.startswith("column K562_l2fc: '1,234' is not a number; its comma may mark decimals or thousands")
    thousands = [row[:2] + [str(i) + ",234" for i in range(1, 5)] for row in ROWS]
    assert "'1,234' is not a number" in qc(text(thousands).encode(), expect=4).stderr


def test_other_encodings_are_no_guess(qc: Qc, tmp_path: Path) -> None:
    """Latin-1 in a column that is kept stops; in others it does not matter."""
    rows = [row.copy() for row in ROWS]
    rows[4][0] = "café"
    done = qc(text(rows).encode("latin-1"), expect=4)
    assert "line 6, column ID: 'caf\N{REPLACEMENT CHARACTER}' is not UTF-8 text; convert the table" in done.stderr
    qc(text(rows).encode())
    assert kept(tmp_path)[0][4] == "café"
    extra = text([[*row, "café"] for row in ROWS], header=[*HEADER, "größe"]).encode("latin-1")
    qc(extra)
    assert report(tmp_path)["kept"] == 60


def test_a_long_id_costs_its_own_length(qc: Qc, run_tool: Callable, tmp_path: Path) -> None:
    """In every artifact that names the rows."""
    generator = np.random.default_rng(5)
    rows = [
        [
            f"e{i}",
            "".join("ACGT"[base] for base in generator.integers(0, 4, 20)),
            f"{i % 7}.5",
            "0.1",
            f"{i % 5}",
            "0.1",
        ]
        for i in range(20000)
    ]
    rows[77][0] = "x" * 30000
    qc(text(rows).encode())
    elements, split = tmp_path / "out" / "elements.h5", tmp_path / "split" / "split.h5"
    run_tool("cre-split", "--elements", elements, "--out", tmp_path / "split")
    run_tool("cre-encode", "--elements", elements, "--split", split, "--out", tmp_path / "encode")
    for file in (elements, tmp_path / "encode" / "dataset.h5"):
        assert file.stat().st_size < 6e6
        with h5py.File(file) as stored:
            assert rows[77][0] in read_texts(stored["id"])


@pytest.mark.parametrize("case", ["G1_no_alphabet.meme", "G4_custom_alphabet.meme"])
def test_motif_files_without_the_usual_alphabet(qc: Qc, run_tool: Callable, tmp_path: Path, case: str) -> None:
    """The same scores as with it; joined files keep their backgrounds."""
    qc(text().encode())
    elements, split = tmp_path / "out" / "elements.h5", tmp_path / "split" / "split.h5"
    run_tool("cre-split", "--elements", elements, "--out", tmp_path / "split")

    def scores(name: str, content: bytes, expect: int = 0) -> list[list[float]] | str:
        (tmp_path / "m.meme").write_bytes(content)
        words = ("--set", f"encode.motifs={tmp_path / 'm.meme'}", "--out", tmp_path / name)
        done = run_tool("cre-encode", "--elements", elements, "--split", split, *words, expect=expect)
        if expect:
            return done.stderr
        with h5py.File(tmp_path / name / "dataset.h5") as file:
            return file["motifs/score"][()].T.tolist()

    given = (CASES / case).read_text()
    usual = "MEME version 4\n\nALPHABET= ACGT\n" + given[given.index("strands:") :]
    expected = scores("usual", usual.encode())
    assert scores("given", given.encode()) == expected
    other = usual.replace("MOTIF a", "MOTIF b").replace("A 0.25 C 0.25 G 0.25 T 0.25", "A 0.4 C 0.1 G 0.1 T 0.4")
    alone = scores("alone", other.encode())
    assert scores("joined", (usual + other).encode()) == expected + alone
    assert alone != expected
    assert scores("bgzf", bgzf(given.encode())) == expected
    assert "truncated, the BGZF end marker is missing" in scores("cut", bgzf(given.encode())[:-28], expect=4)
    assert "is a web page" in scores("html", b"<html>", expect=4)
