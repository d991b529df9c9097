"""The section on training: its tables and figures say what history.jsonl and training.json say."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from creflow_report.picture import Picture
from creflow_report.text import count, duration, number
from helpers.reports import Page, change_config, change_json, change_text
from helpers.sections import section_of

NETWORK = "train/base/seed7"
HISTORY, SUMMARY = f"{NETWORK}/history.jsonl", f"{NETWORK}/training.json"

Copy = Callable[[], Path]


def epochs(run: Path, network: str = NETWORK) -> list[dict[str, Any]]:
    """Of a network."""
    return [json.loads(line) for line in (run / network / "history.jsonl").read_text().splitlines()]


def summary(run: Path, network: str = NETWORK) -> dict[str, Any]:
    """Of a network."""
    return json.loads((run / network / "training.json").read_text())


def change_epochs(run: Path, change: Callable[[dict[str, Any]], object], network: str = NETWORK) -> None:
    """Changes each epoch of a network."""

    def changed(text: str) -> str:
        made = [json.loads(line) for line in text.splitlines()]
        for epoch in made:
            change(epoch)
        return "".join(f"{json.dumps(epoch)}\n" for epoch in made)

    change_text(run, f"{network}/history.jsonl", changed)


def rows_of(picture: Picture) -> list[dict[str, str]]:
    """The numbers of a figure as its file has them."""
    return list(csv.DictReader(picture.data.as_tsv().decode().splitlines(), delimiter="\t"))


def varying(page: Page) -> str:
    """What the page says differs between equal runs."""
    section = page.source.split('<section id="training">')[1].split("</section>")[0]
    (found,) = re.findall(r"^<!-- varies -->\n(.*?)\n<!-- /varies -->$", section, flags=re.MULTILINE | re.DOTALL)
    return found


def test_networks(page: Page, run: Path) -> None:
    """A row a network with the numbers of training.json."""
    text = page.text("training")
    for network in ("base/seed7", "longer/seed7"):
        t = summary(run, f"train/{network}")
        best = t["best"]
        row = (
            f"{network} {count(t['parameters'])} {t['epochs_run']} {best['epoch']} {number(best['val_pearson_mean'])} "
            + " ".join(number(best["val_pearson"][task]) for task in ("K562", "HepG2", "SKNSH"))
            + f" {100 * t['stable_share']:.0f} %{' unstable' if t['unstable'] else ''}"
            + f" {t['skipped_steps']} of {t['steps']} last epoch"
        )
        assert row in text
    assert "2 networks were trained (cpu, fp32)" in text and "Device" not in text


def test_times_stand_apart(page: Page, run: Path) -> None:
    """All that differs between equal runs is within the marks, and nothing of it in the numbers of the figures."""
    times = varying(page)
    for network in ("base/seed7", "longer/seed7"):
        t = summary(run, f"train/{network}")
        cells = [
            number(t["train_seconds"], 1), number(t["validation_seconds"], 1), count(round(t["samples_per_second"])),
            f"{100 * t['network_share']:.1f} %", number(t["peak_memory_bytes"] / 2**20, 0),
        ]  # fmt: skip
        assert f">{network}</th>" + "".join(f'<td class="n">{cell}</td>' for cell in cells) in times.replace("\n  ", "")
    total = sum(
        summary(run, f"train/{name}/seed7")[f"{part}_seconds"]
        for name in ("base", "longer") for part in ("train", "validation")
    )  # fmt: skip
    assert duration(total) in times
    assert "samples per second" not in page.source.replace(times, "")


def test_equal_but_for_times(run: Path, copy: Copy, tmp_path: Path) -> None:
    """Other times change the marked part of the page and no figure."""
    other = copy()
    keys = ("train_seconds", "validation_seconds", "samples_per_second", "peak_memory_bytes")
    change_json(other, SUMMARY, lambda t: t.update({key: 7 * t[key] for key in keys}))
    changed = section_of(other, tmp_path / "out", "training").page
    page = section_of(run, tmp_path / "before", "training").page
    assert varying(changed) != varying(page)
    assert changed.source.replace(varying(changed), "") == page.source.replace(varying(page), "")


def test_learning_curves(run: Path, tmp_path: Path) -> None:
    """Every epoch of every network is drawn; one is marked as the best."""
    shown = section_of(run, tmp_path / "out", "training")
    page, pictures = shown.page, shown.pictures
    rows = rows_of(pictures["learning_curves"])
    drawn = [(row["network"], int(row["epoch"]), float(row["val_loss"])) for row in rows]
    assert drawn == [
        (network, epoch["epoch"], epoch["val_loss"])
        for network in ("base/seed7", "longer/seed7")
        for epoch in epochs(run, f"train/{network}")
    ]
    assert [row["network"] for row in rows if row["best"] == "1"] == ["base/seed7", "longer/seed7"]
    best = summary(run)["best"]
    reading = f"those of epoch {best['epoch']} of 2, with a validation Pearson of {number(best['val_pearson_mean'])}; "
    assert f"{reading}that of longer/seed7 is" in page.text("training")


def test_course(run: Path, tmp_path: Path) -> None:
    """Panels of what has values, with those of history.jsonl."""
    shown = section_of(run, tmp_path / "out", "training")
    page, pictures = shown.page, shown.pictures
    rows = rows_of(pictures["training_course"])
    panels = list(dict.fromkeys(row["panel"] for row in rows))
    assert panels == [
        "Learning rate",
        "Gradient norm",
        "Validation Pearson",
        "MinGap",
        "Top cell share",
        "Strand agreement",
    ]
    found = {(row["panel"], row["line"], int(row["epoch"])): row["value"] for row in rows}
    for epoch in epochs(run):
        assert found["Gradient norm", "NA", epoch["epoch"]] == repr(epoch["gradient_norm"])
        assert found["Validation Pearson", "K562", epoch["epoch"]] == repr(epoch["val"]["K562"]["pearson"])
        assert found["Top cell share", "NA", epoch["epoch"]] == repr(epoch["val_top_cell_share"])
    text = page.text("training")
    assert "task weights, which stay the same in all epochs" in text and "no step was skipped" in text
    first, last = epochs(run)
    shown = [f"{100 * epoch['val_top_cell_share']:.1f} %" for epoch in (first, last)]
    assert f"the top cell share from {shown[0]} to {shown[1]}" in text


def test_more_panels(copy: Copy, tmp_path: Path) -> None:
    """Task weights are drawn when they change, and losses that are part of the training."""
    run = copy()
    change_epochs(run, lambda epoch: epoch.update(task_weights=[1.0, 1.0, float(epoch["epoch"])], consistency=0.25))
    change_json(run, SUMMARY, lambda t: t.update(skipped_steps=3))
    shown = section_of(run, tmp_path / "out", "training")
    page, pictures = shown.page, shown.pictures
    text = page.text("training")
    rows = rows_of(pictures["training_course"])
    weights = [row["value"] for row in rows if row["panel"] == "Task weights" and row["line"] == "SKNSH"]
    assert weights == ["1.0", "2.0"] and {"0.25"} == {row["value"] for row in rows if row["panel"] == "Consistency"}
    assert "Not drawn" not in text
    steps = summary(run)["steps"]
    assert f"3 of {steps:,} steps were skipped" in text and f"3 of {steps:,} last epoch" in text


def test_one_task(copy: Copy, tmp_path: Path) -> None:
    """No comparison of cell types, one strand: what is missing is said with its reason."""
    run = copy()
    missing = dict.fromkeys(("val_min_gap_mean", "val_top_cell_share", "val_strand_pearson"))
    for network in ("base", "longer"):

        def one(epoch: dict[str, Any]) -> None:
            epoch |= missing | {"task_weights": [1.0], "val": {"K562": epoch["val"]["K562"]}}

        change_epochs(run, one, f"train/{network}/seed7")
    shown = section_of(run, tmp_path / "out", "training")
    page, pictures = shown.page, shown.pictures
    text = page.text("training")
    assert (
        "MinGap (there is one cell type); top cell share (there is one cell type); strand agreement (one strand" in text
    )
    assert "mean and by cell type" not in text
    panels = {row["panel"] for row in rows_of(pictures["training_course"])}
    assert panels == {"Learning rate", "Gradient norm"}


def test_no_correlation(copy: Copy, tmp_path: Path) -> None:
    """Constant predictions: the page says that there is no value."""
    run = copy()
    change_epochs(
        run, lambda epoch: epoch.update(val_pearson_mean=None, val={task: {"pearson": None} for task in epoch["val"]})
    )
    change_json(
        run,
        SUMMARY,
        lambda t: t["best"].update(val_pearson_mean=None, val_pearson=dict.fromkeys(t["best"]["val_pearson"])),
    )
    change_json(run, SUMMARY, lambda t: t.update(unstable=True, stable_share=0.0))
    page = section_of(run, tmp_path / "out", "training").page
    text = page.text("training")
    assert "with no defined validation Pearson; that of longer/seed7 is" in text
    assert "undefined undefined undefined undefined 0 % unstable" in text
    others = summary(run, "train/longer/seed7")["unstable"]
    told = (
        "2 of 2 networks are unstable: base/seed7, longer/seed7."
        if others
        else "1 of 2 networks is unstable: base/seed7."
    )
    assert told in text


def test_groups(copy: Copy, tmp_path: Path) -> None:
    """Networks stand below the title of their group; the base first."""
    run = copy()
    variants = [{"name": "longer", "changes": ["train.epochs: 3"], "pair_of": None}]
    change_config(run, grid=[{"title": "How long", "variants": variants}])
    page = section_of(run, tmp_path / "out", "training").page
    networks = page.source.split('<table id="networks"')[1].split("</table>")[0]
    assert networks.index("base/seed7") < networks.index("How long") < networks.index("longer/seed7")
    assert networks.count("<tbody>") == 2 and networks.count('<tr class="group">') == 1


@pytest.mark.parametrize("seeds", [2, 3])
def test_several_seeds(copy: Copy, tmp_path: Path, seeds: int) -> None:
    """The base's networks of all seeds are drawn, and the sentence speaks of all."""
    run = copy()
    config = json.loads((run / "config/report.json").read_text())
    for seed in range(8, 7 + seeds):
        shutil.copytree(run / NETWORK, run / f"train/base/seed{seed}")
        config["stages"]["train"].append(f"train/base/seed{seed}")
        change_json(run, f"train/base/seed{seed}/training.json", lambda t: t["best"].update(val_pearson_mean=0.9876))
    change_config(run, stages=config["stages"])
    shown = section_of(run, tmp_path / "out", "training")
    page, pictures = shown.page, shown.pictures
    text = page.text("training")
    assert (
        f"The weights of the base’s {seeds} networks are those of epoch" in text and "to 0.988; that of longer" in text
    )
    assert f"{seeds} lines: a network for each seed." in text
    drawn = {row["network"] for row in rows_of(pictures["training_course"])}
    assert len(drawn) == seeds
