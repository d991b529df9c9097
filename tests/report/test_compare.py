"""The comparison of runs: numbers of their JSON files, pairs by cre-ablate, and mistakes in one line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from creflow_report.compare.__main__ import main
from creflow_report.text import interval, number, signed
from creflow_workflow import manifest
from helpers.reports import Page, change_json, change_text, copy_of, sign

Json = dict[str, Any]


@pytest.fixture(scope="module", autouse=True)
def tools(binary: Callable[[str], Path]) -> None:
    """cre-ablate is built."""
    binary("cre-ablate")


def made_base(run: Path, folder: Path, variant: str = "longer", name: str = "other") -> Path:
    """A run as if `variant` of that one were its base."""
    folder.mkdir()
    other = copy_of(run, folder)
    for stage in ("eval", "predict", "train"):
        if (other / stage / variant).is_dir():
            shutil.rmtree(other / stage / "base")
            (other / stage / variant).rename(other / stage / "base")
    shutil.copytree(run / "report", other / "report")
    made = manifest.read(other / "report")
    made["config"]["run"] = name
    for stage, listed in made["config"]["stages"].items():
        kept = [job for job in listed if job.partition("/")[2].split("/")[0] in ("", "base")]
        made["config"]["stages"][stage] = kept
    sign(other / "report", made)
    return other


@pytest.fixture(scope="module")
def other(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of the same rows as `run`, trained longer. Not to be changed."""
    return made_base(run, tmp_path_factory.mktemp("other") / "it")


@pytest.fixture(scope="module")
def compared(run: Path, other: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of their comparison."""
    out = tmp_path_factory.mktemp("compared")
    assert main([str(run), str(other), "--out", str(out)]) == 0
    return out


def page_of(out: Path) -> Page:
    return Page(out / "compare.html")


def metrics_of(run: Path) -> Json:
    return json.loads((run / "eval/base/metrics.json").read_text())


def compare(tmp_path: Path, *runs: Path) -> str:
    """All that the page says."""
    assert main([*map(str, runs), "--out", str(tmp_path / "out")]) == 0
    page = page_of(tmp_path / "out")
    assert "None" not in page.text() and "nan" not in page.text().lower().split()
    return page.text()


def test_table_1_side_by_side(run: Path, other: Path, compared: Path) -> None:
    """Values and intervals of both."""
    text = page_of(compared).text("accuracy")
    ours, theirs = metrics_of(run), metrics_of(other)
    for task in ours["tasks"]:
        for measure, title in (("pearson", "Pearson"), ("mse", "MSE")):
            a, b = (one["per_task"][task][measure] for one in (ours, theirs))
            row = f"{title} {task} {number(a['value'])} {interval(a)} {number(b['value'])} {interval(b)}"
            assert row in text
    assert f"Pearson mean {number(ours['macro']['pearson']['value'])}" in text
    assert f"Rows any {ours['rows']} {theirs['rows']}" in text


def test_settings_that_differ(compared: Path) -> None:
    """That one alone."""
    text = page_of(compared).text("settings")
    assert "train.epochs 2 3 From" in text
    assert "train.batch" not in text and "train.seed" not in text


def test_paired_differences_are_those_of_cre_ablate(run: Path, compared: Path) -> None:
    """The run itself compared the same two: equal differences, intervals and p-values, but for the adjustment."""
    text = page_of(compared).text("differences")
    ablation = json.loads((run / "ablate/ablation.json").read_text())
    delta = next(arm for arm in ablation["variants"] if arm["name"] == "longer")["delta"]
    ours = json.loads((compared / "ablate/ablation.json").read_text())["variants"][0]["delta"]
    for part in (*ablation["tasks"], "macro"):
        assert {**ours[part], "p_adjusted": None, "significant": None} == {
            **delta[part], "p_adjusted": None, "significant": None,
        }  # fmt: skip
        assert signed(delta[part]["value"]) in text
    assert "other − tiny" in text and "Holm over 1 comparison, each" in text


def test_learning_curves(run: Path, other: Path, compared: Path) -> None:
    """The numbers that are drawn are those of both histories, and the page says which run got furthest."""
    lines = [line.split("\t") for line in (compared / "figures/curves.tsv").read_text().splitlines()]
    assert lines[0] == ["run", "network", "epoch", "val_loss", "val_pearson_mean"]
    expected = []
    for name, folder in (("tiny", run), ("other", other)):
        for line in (folder / "train/base/seed7/history.jsonl").read_text().splitlines():
            epoch = json.loads(line)
            values = [repr(float(epoch[key])) for key in ("val_loss", "val_pearson_mean")]
            expected.append([name, "seed7", str(epoch["epoch"]), *values])
    assert lines[1:] == expected
    assert "reached the highest validation Pearson correlation" in page_of(compared).text("training")


def test_page_is_complete(compared: Path) -> None:
    """Unique ids, no links elsewhere but to files that are there, figures described."""
    page = page_of(compared)
    assert len(set(page.ids)) == len(page.ids)
    for address in page.addresses:
        if not address.startswith("data:"):
            assert address.removeprefix("#") in page.ids or (compared / address).is_file(), address
    assert all(len(alt) > 40 for alt in page.alts) and page.alts


def test_equal_runs_equal_pages(run: Path, other: Path, compared: Path, tmp_path: Path) -> None:
    """Wherever it goes."""
    compare(tmp_path, run, other)
    assert (tmp_path / "out/compare.html").read_bytes() == (compared / "compare.html").read_bytes()
    assert manifest.read(tmp_path / "out")["content_sha256"] == manifest.read(compared)["content_sha256"]


def test_three_runs_and_nothing_that_differs(run: Path, other: Path, tmp_path: Path) -> None:
    """Of one name, too: then their places on the command line tell them apart."""
    same = made_base(run, tmp_path / "same", "base-as-it-is", "tiny")
    text = compare(tmp_path, run, other, same)
    assert "tiny (1), other, tiny (3)" in text and "Holm over 2 comparisons" in text
    shutil.rmtree(tmp_path / "out")
    assert "All settings of the bases are equal." in compare(tmp_path, run, same)


def test_a_comma_in_the_path(run: Path, tmp_path: Path) -> None:
    """And an equals sign: it is no list for cre-ablate."""
    other = made_base(run, tmp_path / "a,b=c d")
    assert "other − tiny" in compare(tmp_path, run, other)


def test_other_rows(run: Path, tmp_path: Path) -> None:
    """No paired test, and why."""
    other = made_base(run, tmp_path / "other")
    change_text(other, "eval/base/tables/scatter.tsv", lambda text: "\n".join(text.split("\n")[:-4]) + "\n")
    text = compare(tmp_path, run, other)
    assert "There is no paired test: the evaluated rows differ: of" in text
    assert not (tmp_path / "out/ablate").exists()


def test_other_split(run: Path, tmp_path: Path) -> None:
    """Validation rows are not test rows."""
    other = made_base(run, tmp_path / "other")
    change_json(other, "eval/base/metrics.json", lambda metrics: metrics.update(split="val"))
    assert "tiny evaluated the test rows, other the val rows" in compare(tmp_path, run, other)


def test_rows_that_the_tool_does_not_take(run: Path, tmp_path: Path) -> None:
    """Its reason is that of the page."""
    other = made_base(run, tmp_path / "other")
    file = other / "predict/base/seed7/predictions.h5"
    file.write_bytes(file.read_bytes() + b" ")
    assert "There is no paired test: " in compare(tmp_path, run, other)


def test_some_cell_types_in_common(run: Path, tmp_path: Path) -> None:
    """Those are compared, without a mean."""
    other = made_base(run, tmp_path / "other")

    def cut(metrics: Json) -> None:
        metrics["tasks"] = ["HepG2"]

    change_json(other, "eval/base/metrics.json", cut)
    text = compare(tmp_path, run, other)
    assert "No mean: the runs predict different cell types" in text
    assert "Pearson HepG2" in text and "Pearson K562" not in text and "tiny predicts K562, HepG2, SKNSH" in text


def test_undefined_values(run: Path, tmp_path: Path) -> None:
    """Correlations and best epochs that have no value are called so."""
    other = made_base(run, tmp_path / "other")

    def undefine(metrics: Json) -> None:
        for place in (metrics["per_task"]["K562"], metrics["macro"]):
            place["pearson"] |= {"value": None, "low": None, "high": None}

    change_json(other, "eval/base/metrics.json", undefine)
    change_json(
        other, "train/base/seed7/training.json", lambda training: training["best"].update(val_pearson_mean=None)
    )
    text = compare(tmp_path, run, other)
    assert "undefined" in text and "tiny reached the highest validation Pearson correlation" in text


def test_losses_of_another_kind(run: Path, tmp_path: Path) -> None:
    """They are not drawn together."""
    other = made_base(run, tmp_path / "other")
    made = manifest.read(other / "train/base/seed7")
    made["config"]["train"]["loss"]["kind"] = "mse"
    sign(other / "train/base/seed7", made)
    text = compare(tmp_path, run, other)
    assert "different losses" in text and "train.loss.kind huber mse" in text


def failed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """Exit code and the one line."""
    code = main(list(words))
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1 and captured.out == ""
    return code, captured.err.removeprefix("creflow-compare: error: ").strip()


def test_mistakes(
    run: Path, other: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one line, with the exit code of their kind, and nothing is written."""
    monkeypatch.chdir(run.parent.parent)
    out = ["--out", str(tmp_path / "out")]
    assert failed(capsys, str(run), *out) == (3, f"{run}: one run alone cannot be compared; name two or more")
    code, line = failed(capsys, str(run), "no-such-run", *out)
    assert (code, line) == (4, "no-such-run: no such run; finished runs in results/: tiny")
    code, line = failed(capsys, "tiny", str(run / "eval"), *out)
    assert code == 4 and line.startswith(f"{run / 'eval'}: no finished run (it has no report/manifest.json); finished")
    code, line = failed(capsys, "tiny", str(run), *out)
    assert code == 3 and line.startswith("a run is named twice: ")
    monkeypatch.setenv("CREFLOW_BIN", str(tmp_path))
    code, line = failed(capsys, "tiny", str(other), *out)
    assert (code, line) == (4, f"{tmp_path}/cre-ablate: not built; run ./creflow setup")
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("creflow-compare: error: the following arguments are required: RUN; ")


def test_no_cell_type_in_common(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = made_base(run, tmp_path / "other")

    def rename(metrics: Json) -> None:
        metrics["per_task"]["HeLa"] = metrics["per_task"].pop("K562")
        metrics["tasks"] = ["HeLa"]

    change_json(other, "eval/base/metrics.json", rename)
    code, line = failed(capsys, str(run), str(other), "--out", str(tmp_path / "out"))
    assert (code, line) == (4, "the runs have no cell type in common (tiny: K562, HepG2, SKNSH; other: HeLa)")


def test_a_changed_file(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Is an integrity error, as everywhere."""
    other = made_base(run, tmp_path / "other")
    (other / "eval/base/metrics.json").write_text("{}")
    code, line = failed(capsys, str(run), str(other), "--out", str(tmp_path / "out"))
    assert code == 6 and "metrics.json: its SHA-256 differs" in line


def test_default_folder(run: Path, other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below results/, by the names of the runs."""
    (tmp_path / "results").mkdir()
    (tmp_path / "results/mine").symlink_to(run)
    monkeypatch.chdir(tmp_path)
    assert main(["mine", str(other)]) == 0
    assert (tmp_path / "results/compare-tiny-other/compare.html").is_file()
