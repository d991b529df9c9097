"""A run of a table whose columns nobody named: the console says which config would suit it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from helpers.real_data import EXCERPTS
from helpers.workflow import ROOT, front_door

TABLE = EXCERPTS / "lncrna_promoters_114bp.tsv.gz"
QC = "results/{}/qc/base/manifest.json"


def test_the_config_that_is_shown_runs(tmp_path: Path) -> None:
    """The section is shown as a whole, with the command that makes it; saved, it gets through quality control."""
    said = front_door(tmp_path, "--config", f"table={TABLE}", expect=4).stderr
    assert "no column 'K562_l2fc' (qc.tasks[0].activity)" in said
    shown = re.search(
        r"by what the table holds:\n\n(run: .*?)\n\nMake it with: (.*)\nthen: .* run (\S+)\n", said, re.DOTALL
    )
    assert shown
    assert shown[2] == f"{ROOT}/creflow new {TABLE}"
    config = yaml.safe_load(shown[1])
    assert config["qc"]["tasks"][2] == {"name": "HeLa", "activity": "HeLa_log2FC", "standard_error": "HeLa_SE"}
    (tmp_path / shown[3]).write_text(shown[1], encoding="utf-8")
    split = f"results/{config['run']}/split/base/manifest.json"
    done = front_door(tmp_path, split, "--configfile", shown[3])
    assert "498 of 524 rows kept, 114 bp, K562, HepG2, HeLa" in done.stderr
    assert (tmp_path / split).is_file()


@pytest.mark.parametrize("setting", ["qc.columns.id=name", "qc.columns.split=fold"])
def test_who_named_columns_is_not_told_others(tmp_path: Path, setting: str) -> None:
    said = front_door(tmp_path, QC.format("mine"), "--config", f"table={TABLE}", setting, expect=4).stderr
    assert "no column" in said and "by what the table holds" not in said


def test_a_table_that_cannot_be_used_says_why(tmp_path: Path) -> None:
    rows = "".join(f"chr1\t{i}\tA\tC\t{i / 7:.3f}\n" for i in range(30))
    (tmp_path / "variants.tsv").write_text("chrom\tpos\tref\talt\tlog2_effect\n" + rows)
    said = front_door(tmp_path, QC.format("mine"), "--config", "table=variants.tsv", expect=4).stderr
    assert "variants.tsv does not suit quality control: no column holds sequences: this is a table of variants" in said


def test_other_errors_stand_alone(tmp_path: Path) -> None:
    """Columns are as they should be, and something else is wrong."""
    header = "ID\tsequence\ttarget_cell\tMinGap\t" + "\t".join(
        f"{cell}_{what}" for cell in ("K562", "HepG2", "SKNSH") for what in ("l2fc", "lfcSE")
    )
    (tmp_path / "t.tsv").write_text(header + "\n")
    said = front_door(tmp_path, QC.format("mine"), "--config", "table=t.tsv", expect=4).stderr
    assert "has a header line but no rows" in said and "by what the table holds" not in said
