"""What the page says of the run itself, and what of it no digest counts."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from creflow_report.page_digest import digest_of
from creflow_workflow import manifest
from helpers.reports import Page, change_config, report_of, sign


def test_box(page: Page, run: Path) -> None:
    """Table, rows, network, seeds and device are those of the manifests."""
    text = page.text("run")
    qc = manifest.read(run / "qc/base")
    trained = manifest.read(run / "train/base/seed7")
    table = next(entry for entry in qc["inputs"] if entry["role"] == "table")
    split = json.loads((run / "split/base/split_report.json").read_text(encoding="utf-8"))["splits"]
    assert f"Table elements.tsv.gz (simulated), {qc['counts']['read']:,} rows, SHA-256 {table['sha256']}" in text
    assert ", ".join(f"{name} {split[name]['rows']}" for name in ("train", "val", "test")) in text
    assert f"Network multiscale, {trained['counts']['parameters']:,} parameters Seeds 7 Device cpu" in text


def test_weights_of_the_models(copy: Callable[[], Path], tmp_path: Path) -> None:
    """Chosen ones are shown; where all count alike there are none to show."""
    other = copy()
    made = manifest.read(other / "predict/base/seed7")
    made["determinism"]["weights"] = "model 1 0.73, baseline 0.27"
    sign(other / "predict/base/seed7", made)
    assert "Weights model 1 0.73, baseline 0.27" in report_of(other, tmp_path / "weighted", ("training",)).text("run")


def test_settings_that_differ(page: Page) -> None:
    """Those that the config of the tiny run sets otherwise than the tools' defaults, and no others."""
    table = page.text("run").partition("Setting Here Default ")[2].partition(" From ")[0]
    keys = set(re.findall(r"\b(?:qc|split|simulate|encode|baseline|model|train|predict|eval)\.[\w.]+", table))
    blocks = ("stem_kernels", "stem_channels", "stage1_channels", "stage1_dilations", "stage2_channels")
    blocks += ("stage2_dilations", "head_sizes", "head_dropouts")
    expected = {f"model.multiscale.{name}" for name in blocks}
    expected |= {"simulate.elements", "simulate.length", "baseline.words", "baseline.gaps", "train.epochs"}
    assert keys == expected | {"eval.bootstrap.resamples"}
    assert "train.epochs 2 not set" in table and "simulate.length 100 200" in table


def test_digest_of_the_run(page: Page, run: Path) -> None:
    """Can be computed from the manifests by hand."""
    jobs = json.loads((run / "config/report.json").read_text(encoding="utf-8"))["stages"].values()
    folders = [folder for folders in jobs for folder in folders]
    lines = [f"{folder} {manifest.read(run / folder)['content_sha256']}\n" for folder in folders]
    assert hashlib.sha256("".join(sorted(lines)).encode()).hexdigest() in page.text("run")


def later(run: Path) -> None:
    """The same run, computed elsewhere and at another time."""
    for file in run.rglob(manifest.NAME):
        made = manifest.read(file.parent)
        made["run"] |= {"started": "2031-02-03T04:05:06Z", "finished": "2031-02-03T04:07:06Z", "host": "elsewhere"}
        sign(file.parent, made)


def test_times_do_not_count(copy: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An equal run of another day has another page, whose digest and whose report's content digest are the same."""
    other, first, second = copy(), tmp_path / "first", tmp_path / "second"
    before = report_of(other, first, ("training",))
    later(other)
    monkeypatch.setenv(manifest.COMMAND, "./creflow run <once> more")
    after = report_of(other, second, ("training",))
    assert "2031-02-03T04:05:06Z to 2031-02-03T04:07:06Z on elsewhere" in after.text("run")
    assert "Command ./creflow run <once> more" in after.text("run")
    assert before.source != after.source and digest_of(before.source) == digest_of(after.source)
    assert (first / "page.sha256").read_text() == (second / "page.sha256").read_text()
    assert (first / "page.sha256").read_text().split()[0] == digest_of(before.source)
    made = [manifest.read(folder) for folder in (first, second)]
    assert made[0]["content_sha256"] == made[1]["content_sha256"]
    assert [entry["file"] for entry in made[0]["run"]["files"]] == ["report.html"]


def test_all_else_counts(copy: Callable[[], Path], tmp_path: Path) -> None:
    """The title, for instance, also where it looks like a marker."""
    other = copy()
    first = report_of(other, tmp_path / "first", ("training",))
    change_config(other, report={"title": "Another\n<!-- varies -->\n"})
    assert digest_of(first.source) != digest_of(report_of(other, tmp_path / "second", ("training",)).source)


def test_the_digest_by_hand() -> None:
    """What is between the markers, and nothing else, is left out: as the line for sed in docs/artifacts.md does it."""
    html = "a\n<!-- varies -->\nb\n<!-- /varies -->\nc <!-- varies -->\nd\n<!-- varies -->\n<!-- /varies -->\n"
    assert digest_of(html) == hashlib.sha256(b"a\nc <!-- varies -->\nd\n").hexdigest()
