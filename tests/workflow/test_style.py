"""The workflow as its users and Snakemake's catalogue expect it."""

from __future__ import annotations

from pathlib import Path

import yaml
from helpers.workflow import ROOT, TINY, snakemake, write_config


def test_lint_is_clean(tmp_path: Path) -> None:
    """With the report, the ensembles and the comparison in the plan."""
    write_config(tmp_path, TINY | {"seeds": [7, 8]})
    assert "in a good condition" in snakemake(tmp_path, "--lint").stderr


def test_lines_of_rules_are_not_too_long() -> None:
    """snakefmt does not break texts and comments."""
    files = [ROOT / "creflow", *ROOT.glob("workflow/Snakefile"), *ROOT.glob("workflow/rules/*.smk")]
    assert len(files) > 9
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            assert len(line) <= 120, f"{file.name}: line {number}"


def test_catalogue_entry() -> None:
    """The deployments it announces are those that the rules offer."""
    entry = yaml.safe_load((ROOT / ".snakemake-workflow-catalog.yml").read_text(encoding="utf-8"))
    assert entry["usage"]["software-stack-deployment"] == {"conda": True, "apptainer": True}
    assert "container:" in (ROOT / "workflow/Snakefile").read_text(encoding="utf-8")
    files = sorted(ROOT.glob("workflow/rules/*.smk"))
    assert len(files) > 8
    for rules in files:
        text = rules.read_text(encoding="utf-8")
        assert text.count("\nrule ") == text.count("\n    conda:\n"), rules.name
