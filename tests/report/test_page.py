"""What stands around the sections of a page: its head, warnings, and stages that no section knows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from creflow_workflow import manifest
from helpers.reports import Page, change_config, report_of, sign
from helpers.stages import write_stage

THREADS = "4 threads were asked for, 2 are to be had"


def test_the_head(page: Page, run: Path) -> None:
    """Numbers of the run in brief."""
    metrics = json.loads((run / "eval/base/metrics.json").read_text(encoding="utf-8"))
    qc = json.loads((run / "qc/base/qc_report.json").read_text(encoding="utf-8"))
    r = metrics["macro"]["pearson"]["value"]
    text = page.text(None)
    assert f"Mean test Pearson {r:.3f}".replace("-", "−") in text
    assert f"DNA sequences of {qc['length']} bases" in text and f"{metrics['rows']:,} test rows" in text
    assert all(task in text for task in metrics["tasks"])


def test_warnings_at_the_top(copy: Callable[[], Path], tmp_path: Path) -> None:
    """With links to where the page says more; those of this execution alone stand where no digest counts them."""
    run = copy()
    for file in run.rglob(manifest.NAME):
        made = manifest.read(file.parent)
        made["warnings"] = ["loss <b>fell</b> & rose"] if made["tool"] == "cre-train" else []
        made["run"]["warnings"] = [THREADS]
        sign(file.parent, made)
    change_config(run, warnings=["qc.x has no effect"])
    page = report_of(run, tmp_path / "out", ("training", "provenance"))
    start = page.source.index('id="warnings"')
    box = page.source[start : page.source.index("</section>", start)]
    assert "2 warnings" in box and THREADS not in box
    varies = page.source[page.source.index("<!-- varies -->") : page.source.index("<!-- /varies -->")]
    assert f"<dt>Warning</dt><dd>{THREADS}</dd>" in varies
    assert '<a href="#provenance">Settings</a>: qc.x has no effect</li>' in box
    assert '<a href="#training">Training</a>: base, longer: loss &lt;b&gt;fell&lt;/b&gt; &amp; rose</li>' in box
    assert manifest.read(tmp_path / "out")["warnings"] == ["qc.x has no effect"]


def test_a_report_without_warnings_has_no_box(copy: Callable[[], Path], tmp_path: Path) -> None:
    run = copy()
    for file in run.rglob(manifest.NAME):
        sign(file.parent, manifest.read(file.parent) | {"warnings": []})
    assert "warnings" not in report_of(run, tmp_path / "out", ("provenance",)).ids


def test_a_stage_that_the_report_does_not_know(copy: Callable[[], Path], tmp_path: Path) -> None:
    """Its manifests are listed after those of the others, its warnings at the top."""
    run = copy()
    stages = json.loads((run / "config/report.json").read_text(encoding="utf-8"))["stages"]
    warnings = ["nothing <i>stands</i> out"]
    write_stage(run / "attribute/base", "cre-attribute", {"attributions.h5": ""}, warnings=warnings)
    change_config(run, stages={"attribute": ["attribute/base"]} | stages)
    page = report_of(run, tmp_path / "out", ("provenance",))
    section = page.text("provenance")
    assert section.index("ablate cre-ablate") < section.index("attribute/base cre-attribute 9.8.7")
    assert '<a href="#provenance">Attribute</a>: nothing &lt;i&gt;stands&lt;/i&gt; out</li>' in page.source


def test_each_reading_is_of_this_run(page: Page) -> None:
    """A figure says what it shows before it says what is drawn: one sentence."""
    readings = re.findall(r'<span class="reading">([^<]+)</span>', page.source)
    assert len(readings) == len(set(page.alts))
    for reading in readings:
        assert reading.endswith(".") and len(re.findall(r"[a-z)]\. [A-Z]", reading)) == 0, reading
