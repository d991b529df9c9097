"""cre-qc --describe: what it says of real tables, odd ones and rewritten ones, and that its config runs."""

from __future__ import annotations

import gzip
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from creflow_workflow.plan import Plan
from helpers.real_data import PARTS, real_file
from helpers.workflow import ROOT

RunTool = Callable[..., subprocess.CompletedProcess[str]]
CASES = ROOT / "tests" / "data" / "cases"
MORE_CASES = ROOT.parent / "shared" / "cases"
TABLES = (".tsv", ".csv", ".txt", ".gz")


def describe(run_tool: RunTool, file: Path) -> dict:
    """The JSON; the text for people is a config of the same content."""
    done = run_tool("cre-qc", "--describe", file, "--json")
    assert done.stderr == ""
    found = json.loads(done.stdout)
    text = run_tool("cre-qc", "--describe", file).stdout
    if found["config"] is None:
        assert set(yaml.safe_load(text)) == {"run", "table"} and found["unusable"] in " ".join(
            text.replace("\n#", "").split()
        )
    else:
        assert yaml.safe_load(text) == yaml.safe_load(found["config_text"]) == found["config"]
    assert all(len(line) <= 120 for line in text.splitlines() if line.startswith("#") and "  " not in line[2:])
    return found


def roles(found: dict) -> dict[str, str]:
    return {
        column["name"]: " ".join(filter(None, [column["role"], column["task"] and f"of {column['task']}"]))
        + ("" if column["certain"] else ", maybe")
        for column in found["columns"]
        if column["role"]
    }


def run_config(run_tool: RunTool, folder: Path, found: dict, file: Path) -> dict:
    """Runs cre-qc and cre-split with the suggested settings, and returns the report; they do what was said."""
    config = found["config"]
    assert found["qc"]["problem"] is None
    Plan(config, "config", ROOT / "workflow")  # throws where the workflow would refuse a key
    for section in ("qc", "split"):
        (folder / f"{section}.json").write_text(json.dumps({section: config.get(section, {})}))
    run_tool("cre-qc", "--config", folder / "qc.json", "--table", file, "--out", folder / "q")
    words = ("--config", folder / "split.json", "--elements", folder / "q/elements.h5", "--out", folder / "s")
    done = run_tool("cre-split", *words)
    assert "not used" not in done.stderr and "no effect" not in done.stderr
    report = json.loads((folder / "q/qc_report.json").read_text())
    if found["all_rows"]:
        assert (report["read"], report["kept"]) == (found["qc"]["read"], found["qc"]["kept"])
        rejected = {rule["code"]: rule["rejects"] for rule in found["qc"]["rules"]}
        assert report["read"] - report["kept"] == found["qc"]["malformed"] + sum(rejected.values())
    return report


@pytest.mark.parametrize("part", PARTS)
def test_lentimpra(run_tool: RunTool, tmp_path: Path, part: str) -> None:
    file = real_file("lentimpra_joint_200bp.tsv.gz", part)
    found = describe(run_tool, file)
    assert roles(found) == {
        "id": "id",
        "sequence": "sequence",
        "K562_log2FC": "activity of K562",
        "HepG2_log2FC": "activity of HepG2",
        "WTC11_log2FC": "activity of WTC11",
        "design_cell": "target cell",
    }
    rows = pd.read_csv(file, sep="\t")
    column = {column["name"]: column for column in found["columns"]}
    assert (found["rows_looked_at"], found["all_rows"]) == (len(rows), True)
    assert column["K562_log2FC"]["median"] == pytest.approx(rows.K562_log2FC.median(), abs=1e-12)
    assert column["design_cell"]["words"] == rows.design_cell.value_counts().to_dict()
    assert found["config"]["eval"]["min_gap"]["definition"] == "target_minus_best_other"
    assert run_config(run_tool, tmp_path, found, file)["kept"] == len(rows)


@pytest.mark.parametrize("part", PARTS)
def test_lncrna(run_tool: RunTool, tmp_path: Path, part: str) -> None:
    """Ids that repeat, loci in them, missing values, large standard errors, opposite strands."""
    file = real_file("lncrna_promoters_114bp.tsv.gz", part)
    found = describe(run_tool, file)
    cells = ("K562", "HepG2", "HeLa")
    expected = {"id": "id", "oligo_type": "annotation", "sequence": "sequence"}
    expected |= {f"{cell}_log2FC": f"activity of {cell}" for cell in cells}
    expected |= {f"{cell}_SE": f"standard error of {cell}" for cell in cells}
    assert roles(found) == expected | {f"{cell}_nrep": "count" for cell in cells}
    qc = found["config"]["qc"]
    assert qc["columns"]["id"] is None and qc["columns"]["group"] == "id"
    assert (qc["allow_missing_tasks"], qc["se_rule"]) == (True, "C")

    rows = pd.read_csv(file, sep="\t")
    measured = pd.DataFrame({c: rows[f"{c}_log2FC"].notna() & rows[f"{c}_SE"].notna() for c in cells})
    large = pd.DataFrame({c: measured[c] & (rows[f"{c}_SE"] > 0.5) for c in cells}).any(axis=1)
    kept = measured.any(axis=1)
    assert found["qc"]["standard_errors_above_threshold"] == {"rows": kept.sum(), "A": large.sum(), "B": None, "C": 0}
    assert found["qc"]["incomplete_rows"] == (kept & ~measured.all(axis=1)).sum()
    turned = rows.sequence.str[::-1].str.translate(str.maketrans("ACGT", "TGCA"))
    assert found["qc"]["reverse_complement_pairs"] == turned.isin(set(rows.sequence)).sum() // 2
    loci = rows.id.str.extract("(chr[0-9A-Za-z_]+:[0-9]+)")[0].dropna()
    assert f"{len(loci):,} rows are from {loci.nunique():,} loci" in " ".join(
        found["config_text"].replace("#", "").split()
    )
    assert run_config(run_tool, tmp_path, found, file)["kept"] == kept.sum()


def test_satmut(run_tool: RunTool) -> None:
    """Variants, not elements: there is nothing to learn from, and this is said."""
    found = describe(run_tool, real_file("satmut_developers_hepg2_hel.tsv.gz", "whole"))
    assert found["config"] is None and "a table of variants" in found["unusable"]
    assert roles(found) == {
        "element": "annotation",
        "cell_line": "annotation",
        "chrom_grch38": "chromosome",
        "pos_grch38": "position",
        "chrom_grch37": "chromosome",
        "pos_grch37": "position",
        "ref": "allele",
        "alt": "allele",
        "barcodes": "count",
        "dna_count": "count",
        "rna_count": "count",
        "log2_effect": "activity of activity, maybe",
        "p_value": "p-value",
    }


def test_a_split_alone_is_no_table_of_elements(run_tool: RunTool) -> None:
    found = describe(run_tool, real_file("lentimpra_split.tsv.gz", "whole"))
    assert roles(found) == {"id": "id", "split": "split"}
    assert "no column holds sequences" in found["unusable"]


def cases() -> list[Path]:
    """Those of the repository, and others where they lie beside it."""
    files = {file.name: file for folder in (MORE_CASES, CASES) for file in sorted(folder.glob("*"))}
    return [file for name, file in sorted(files.items()) if name.endswith(TABLES) and not name.startswith("B1_")]


@pytest.mark.parametrize("file", cases(), ids=lambda file: file.name)
def test_cases(run_tool: RunTool, tmp_path: Path, file: Path) -> None:
    """Whatever is odd about them: the columns are found, and the config runs."""
    found = describe(run_tool, file)
    by_role = {role: name for name, role in roles(found).items()}
    assert by_role["id"] == "ID" and by_role["sequence"] == "sequence"
    assert by_role["activity of K562"].startswith("K562_l2fc") and by_role["activity of HepG2"] == "HepG2_l2fc"
    assert by_role["standard error of K562"] == "K562_lfcSE"
    assert ("standard error of HepG2" in by_role) == (not file.name.startswith("C2_"))
    report = run_config(run_tool, tmp_path, found, file)
    assert report["kept"] >= 0.98 * report["read"] and report["read"] == found["rows_looked_at"]


def suggested(run_tool: RunTool, name: str) -> dict:
    return describe(run_tool, CASES / name)["config"]


def test_what_is_odd_about_the_cases_is_in_the_config(run_tool: RunTool) -> None:
    assert suggested(run_tool, "A1_families.tsv")["qc"]["columns"] == {
        "id": "ID",
        "sequence": "sequence",
        "target_cell": None,
        "min_gap": None,
        "group": "locus",
        "split": "split",
    }
    assert suggested(run_tool, "C3_minus_999.tsv")["qc"]["missing"][-1] == "-999"
    lengths = suggested(run_tool, "D1_natural_lengths.tsv")["qc"]
    assert (lengths["length"], lengths["off_length"], lengths["max_n_fraction"]) == (299, "adjust", 0.67)
    folds = suggested(run_tool, "F10_folds.tsv")["split"]["values"]
    assert folds == {"train": list("01234567"), "val": ["8"], "test": ["9"]}
    assert suggested(run_tool, "C4_cell_names.tsv")["qc"]["columns"]["target_cell"] is None
    oriented = describe(run_tool, CASES / "A5_orientations.tsv")["qc"]
    assert (oriented["upstream"], oriented["downstream"]) == ("ACTGGCCGCTTGACG", "CACTGCGGCTCCTGC")
    assert oriented["reverse_complement_pairs"] == 120


def test_a_broken_file_is_refused_as_by_a_run(run_tool: RunTool, tmp_path: Path) -> None:
    for words in (("--describe",), ("--out", tmp_path / "o", "--config", CASES / "B.json", "--table")):
        done = run_tool("cre-qc", *words, CASES / "B1_bgzf_cut_at_block.tsv.gz", expect=4)
        assert "the BGZF end marker is missing" in done.stderr and done.stdout == ""
    done = run_tool("cre-qc", "--describe", tmp_path / "none.tsv", expect=5)
    assert "none.tsv: cannot be opened" in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize("form", ["semicolons", "gzip", "utf16", "titles", "quoted", "row names", "no header", "mac"])
def test_the_form_of_the_file_changes_nothing(run_tool: RunTool, tmp_path: Path, form: str) -> None:
    rows = pd.read_csv(real_file("lncrna_promoters_114bp.tsv.gz", "excerpt"), sep="\t")
    plain, odd = tmp_path / "plain.tsv", tmp_path / "odd.tsv"
    rows.to_csv(plain, sep="\t", index=False)
    text = plain.read_text()
    if form == "semicolons":
        rows.to_csv(odd, sep=";", decimal=",", index=False)
    elif form == "gzip":
        odd.write_bytes(gzip.compress(text.encode()))
    elif form == "utf16":
        odd.write_text(text, encoding="utf-16")
    elif form == "titles":
        odd.write_text(f"Table 4, all elements\n\n{text}")
    elif form == "quoted":
        rows.rename(columns={"sequence": "sequence\n(5' to 3')"}).to_csv(odd, index=False, quoting=1)
    elif form == "row names":
        odd.write_text("".join(f"{i}\t{line}"[2 * (i == 0) :] for i, line in enumerate(text.splitlines(keepends=True))))
    elif form == "no header":
        odd.write_text(text.partition("\n")[2])
    else:
        odd.write_text(text, newline="\r")
    one, other = describe(run_tool, plain), describe(run_tool, odd)
    kept = run_config(run_tool, tmp_path, other, odd)["kept"]
    assert kept == one["qc"]["kept"]
    if form == "no header":
        # Without names the numbers of a task cannot be told from those of its error.
        assert other["config"]["qc"]["header"] == "none" and other["config"]["qc"]["columns"]["sequence"] == "3"
        return
    same = lambda found: found["config"] | {"run": "", "table": ""}  # noqa: E731
    text = json.dumps(same(other)).replace("sequence (5' to 3')", "sequence")
    assert json.loads(text) == same(one)


def test_many_rows_are_looked_at_in_part(run_tool: RunTool, tmp_path: Path) -> None:
    """The first 100,000 rows; the preset is that for large tables."""
    random = np.random.default_rng(1)
    letters = np.array(list("ACGT"))[random.integers(0, 4, (100_005, 20))]
    values = random.normal(size=100_005)
    lines = [f"e{i}\t{''.join(row)}\t{value:.3f}\n" for i, (row, value) in enumerate(zip(letters, values, strict=True))]
    (tmp_path / "t.tsv").write_text("id\tsequence\tactivity\n" + "".join(lines))
    found = describe(run_tool, tmp_path / "t.tsv")
    assert (found["rows_looked_at"], found["all_rows"], found["qc"]["read"]) == (100_000, False, 100_000)
    text = run_tool("cre-qc", "--describe", tmp_path / "t.tsv").stdout
    assert "the first 100,000 rows" in text and "there are more rows, which were not looked at" in text
    assert_preset(found["config"], "multiscale")


def assert_preset(config: dict, name: str) -> None:
    preset = json.loads((ROOT / "config" / "models" / f"{name}.json").read_text())
    assert {key: config[key] for key in preset} == preset
    assert config["predict"] == {"with_baseline": True, "weighting": "greedy"}


def test_the_preset_is_that_of_its_file(run_tool: RunTool) -> None:
    assert_preset(suggested(run_tool, "E1_small.tsv"), "legnet-small-data")


def test_the_public_schema_needs_no_more_than_the_defaults(run_tool: RunTool, tmp_path: Path) -> None:
    """What cre-simulate writes: MinGap, target cells, and rows that each rule rejects."""
    run_tool(
        "cre-simulate", "--set", "simulate.elements=600", "--set", "simulate.length=100", "--out", tmp_path / "sim"
    )
    found = describe(run_tool, tmp_path / "sim/elements.tsv.gz")
    columns = {"id": "ID", "sequence": "sequence", "target_cell": "target_cell", "min_gap": "MinGap"}
    assert found["config"]["qc"]["columns"] == columns
    assert found["config"]["qc"]["tasks"] == [
        {"name": cell, "activity": f"{cell}_l2fc", "standard_error": f"{cell}_lfcSE"}
        for cell in ("K562", "HepG2", "SKNSH")
    ]
    run_config(run_tool, tmp_path, found, tmp_path / "sim/elements.tsv.gz")
    run_tool("cre-qc", "--table", tmp_path / "sim/elements.tsv.gz", "--out", tmp_path / "default")
    default = json.loads((tmp_path / "default/qc_report.json").read_text())
    assert default["kept"] == found["qc"]["kept"]


def test_what_is_found_is_a_field_of_its_own(run_tool: RunTool) -> None:
    """For programs that write a config of their own: the comments above the settings."""
    file = CASES / "E1_small.tsv"
    comment = json.loads(run_tool("cre-qc", "--describe", file, "--json").stdout)["comment"]
    text = run_tool("cre-qc", "--describe", file).stdout
    assert text.startswith(comment) and text[len(comment) :].startswith("# All of this text is a config")
    tasks = 'qc.tasks=[{"name": "liver", "activity": "K562_l2fc"}]'
    found = json.loads(run_tool("cre-qc", "--describe", file, "--json", "--set", tasks).stdout)
    assert found["config"]["qc"]["tasks"] == [{"name": "liver", "activity": "K562_l2fc", "standard_error": None}]


def test_settings_that_are_given_stay(run_tool: RunTool) -> None:
    words = ("--set", "qc.se_threshold=0.2", "--json")
    found = json.loads(run_tool("cre-qc", "--describe", CASES / "E1_small.tsv", *words).stdout)
    rows = pd.read_csv(CASES / "E1_small.tsv", sep="\t")
    large = ((rows.K562_lfcSE > 0.2) | (rows.HepG2_lfcSE > 0.2)).sum()
    assert found["qc"]["standard_errors_above_threshold"]["A"] == large
    assert found["config"]["qc"]["se_threshold"] == 0.2


def test_columns_that_need_a_look(run_tool: RunTool, tmp_path: Path) -> None:
    """The text says maybe, what was left out, and the words that stand for missing values."""
    rows = pd.read_csv(CASES / "E1_small.tsv", sep="\t")[["ID", "sequence", "K562_l2fc"]]
    rows.columns = ["Oligo ID", "Oligo", "mean"]
    rows["mean"] = rows["mean"].astype(object)
    rows.loc[[3, 5, 8], "mean"] = "failed"
    rows["sd"], rows["n_barcodes"] = 0.1 + 0.001 * rows.index, 5 + rows.index % 9
    rows.to_csv(tmp_path / "t.csv", index=False)
    text = run_tool("cre-qc", "--describe", tmp_path / "t.csv").stdout
    assert "# mean        activity, maybe" in text and "'failed' in 3 rows" in text
    assert "not used: counts: n_barcodes (qc.minimum" in text and "standard deviations: sd" in text
    assert "the standard error of activity is sd, by its name a standard deviation" in text
    found = describe(run_tool, tmp_path / "t.csv")
    assert found["config"]["qc"]["missing"][-1] == "failed"
    assert run_config(run_tool, tmp_path, found, tmp_path / "t.csv")["kept"] == 237
