"""The section on provenance: the graph of the jobs says what their manifests say of each other."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from creflow_report.lineage import Lineage
from creflow_report.stage_graph import draw
from creflow_report.style import NARROW, WIDE, Layout
from creflow_workflow import manifest
from helpers.reports import Page, change_config, sign
from helpers.sections import section_of
from matplotlib.patches import Rectangle

Copy = Callable[[], Path]


def manifests(run: Path) -> dict[str, Any]:
    """All of a run, by folder."""
    stages = json.loads((run / "config/report.json").read_text())["stages"]
    return {folder: manifest.read(run / folder) for folders in stages.values() for folder in folders}


def test_uses(run: Path, tmp_path: Path) -> None:
    """The Data of the figure: each input of each manifest, from the folder that its path on disk names."""
    pictures = section_of(run, tmp_path / "out", "provenance").pictures
    rows = list(csv.reader(pictures["stages"].data.as_tsv().decode().splitlines(), delimiter="\t"))
    assert rows[0] == ["from", "to", "file", "sha256"]
    expected = set()
    for folder, made in manifests(run).items():
        for path, used in zip(made["run"]["input_paths"], made["inputs"], strict=True):
            source = str(Path(path).parent).split("results/tiny/")[1]
            expected.add((source, folder, used["file"], used["sha256"]))
    assert {tuple(row) for row in rows[1:]} == expected and len(rows) > len(expected)


def test_reading(page: Page, run: Path) -> None:
    """How many jobs there are, and that what they read is what was made."""
    made = manifests(run)
    uses = sum(len(one["inputs"]) for one in made.values())
    text = page.text("provenance")
    assert (
        f"The {len(made)} jobs of this run read no file from outside; {uses} times one read a file of another" in text
    )
    assert "each of these files has the SHA-256 that its maker lists" in text
    for folder, one in made.items():
        assert f"{folder} {one['tool']} {one['version']}" in text and one["content_sha256"][:12] in text


def test_groups(page: Page) -> None:
    """The rows of a stage are a group."""
    stages = page.source.split('<table id="stages"')[1].split("</table>")[0]
    assert stages.count("<tbody>") == stages.count('<tr class="group">') == 9
    assert stages.index(">Training<") < stages.index("train/longer/seed7") < stages.index(">Prediction<")


def test_outside(copy: Copy, tmp_path: Path) -> None:
    """A table that no job made is a box with its SHA-256; a file that its maker does not list is told."""
    run = copy()
    qc = manifest.read(run / "qc/base")
    qc["inputs"][0] |= {"file": "assay.tsv", "made_by": None, "manifest_sha256": None, "sha256": "ab" * 32}
    sign(run / "qc/base", qc)
    split = manifest.read(run / "split/base")
    split["inputs"][0] |= {"manifest_sha256": qc["content_sha256"], "sha256": "cd" * 32}
    sign(run / "split/base", split)
    page = section_of(run, tmp_path / "out", "provenance").page
    text = page.text("provenance")
    # The encoding still names the manifests of before, which are none of this run's.
    assert "3 files from outside (assay.tsv, SHA-256 abababababab; elements.h5, SHA-256" in text
    assert "1 of these files is not what the maker lists" in text


def test_equal_digests(run: Path) -> None:
    """Variants with equal results have equal digests: an arrow comes from the job of the same variant and seed."""
    made = manifests(run)
    twin = {"train/twin/seed7": made["train/base/seed7"], "predict/twin/seed7": made["predict/base/seed7"]}
    uses = {(use.source.name, use.target.name) for use in Lineage(made | twin).uses}
    assert ("train/twin/seed7", "predict/twin/seed7") in uses and ("train/base/seed7", "predict/base/seed7") in uses
    assert ("train/base/seed7", "predict/twin/seed7") not in uses
    assert ("encode/base", "train/twin/seed7") in uses


def boxes(lineage: Lineage, layout: Layout) -> list[str]:
    """The texts of the boxes in the figure."""
    (axes,) = draw(lineage, layout).axes
    texts = [text.get_text() for text in axes.texts]
    assert sum(isinstance(patch, Rectangle) for patch in axes.patches) >= 8
    return texts


def test_stages_follow_each_other(run: Path) -> None:
    """From left to right, downwards in the narrow figure; each box is within the figure."""
    for layout, axis in ((WIDE, 0), (NARROW, 1)):
        lineage = Lineage(manifests(run))
        figure = draw(lineage, layout)
        (axes,) = figure.axes
        at = {text.get_text(): text.get_position()[axis] for text in axes.texts}
        order = [at[stage] for stage in ("simulate", "qc", "split", "encode", "train", "predict", "eval")]
        assert order == sorted(order) and len(set(order)) == 7
        limits = sorted(axes.get_xlim())
        for patch in axes.patches:
            if isinstance(patch, Rectangle):
                assert limits[0] <= patch.get_x() and patch.get_x() + patch.get_width() <= limits[1]
    assert lineage.jobs["predict/base/seed7"].digest[:12] in boxes(lineage, WIDE)


def test_large_grid(copy: Copy, tmp_path: Path) -> None:
    """Many jobs of a stage are a pile; the base is a box of its own; the data have all of them."""
    run = copy()
    stages = json.loads((run / "config/report.json").read_text())["stages"]
    for seed in range(8, 18):
        for stage in ("train", "predict"):
            folder = f"{stage}/longer/seed{seed}"
            shutil.copytree(run / f"{stage}/longer/seed7", run / folder)
            stages[stage].append(folder)
    change_config(run, stages=stages)
    lineage = Lineage(manifests(run))
    for layout in (WIDE, NARROW):
        texts = boxes(lineage, layout)
        assert "11 networks" in texts and "base/seed7" in texts
    shown = section_of(run, tmp_path / "out", "provenance")
    page, pictures = shown.page, shown.pictures
    rows = pictures["stages"].data.as_tsv().decode()
    assert "train/longer/seed17\tpredict/longer/seed17\tmodel.h5\t" in rows and "train/longer/seed17" in page.text(
        "provenance"
    )
