"""creflow within another workflow."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from helpers.workflow import ROOT, TINY, snakemake

OUTER = """
configfile: "outer.yaml"

module creflow:
    snakefile: "{root}/workflow/Snakefile"
    config: config["creflow"]

use rule * from creflow{names}

rule correlation:
    default_target: True
    input:
        "results/tiny/eval/base/metrics.json",
    output:
        "correlation.txt",
    run:
        import json
        with open(input[0]) as metrics, open(output[0], "w") as out:
            print(json.load(metrics)["macro"]["pearson"]["value"], file=out)
"""


def outer(folder: Path, names: str = "", **config: Any) -> tuple[str, ...]:  # noqa: ANN401 - JSON
    """Writes the outer workflow; the words that start it."""
    (folder / "Snakefile").write_text(OUTER.format(root=ROOT, names=names), encoding="utf-8")
    (folder / "outer.yaml").write_text(yaml.safe_dump({"creflow": TINY | {"variants": {}} | config}), encoding="utf-8")
    # Of a word that is given twice the last one counts.
    return ("--snakefile", "Snakefile", "--configfile", "outer.yaml")


def test_its_results_feed_another_rule(tmp_path: Path) -> None:
    """Settings come from a section of the outer config; the rules run as they do alone."""
    snakemake(tmp_path, *outer(tmp_path))
    value = json.loads((tmp_path / "results/tiny/eval/base/metrics.json").read_text())["macro"]["pearson"]["value"]
    assert float((tmp_path / "correlation.txt").read_text()) == value
    settings = json.loads((tmp_path / "results/tiny/config/eval/base.json").read_text())
    assert settings["eval"]["bootstrap"]["resamples"] == 50


def test_its_rules_can_be_renamed(tmp_path: Path) -> None:
    """Where the outer workflow has rules of the same names; the whole run as the target."""
    done = snakemake(tmp_path, "activity_all", "-n", *outer(tmp_path, " as activity_*", seeds=[7, 8]))
    for rule in ("activity_qc", "activity_train", "activity_predict_ensemble", "activity_report"):
        assert f"rule {rule}:" in done.stdout
