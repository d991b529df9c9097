"""The report of a hand-written run: complete, self-contained, well-formed, and the same bytes every time."""

from __future__ import annotations

import html.parser
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from creflow_report.__main__ import main
from creflow_report.inputs import Inputs
from creflow_report.sections import accuracy
from creflow_workflow import manifest
from creflow_workflow.problems import Problem
from helpers.fake_run import (
    TASKS,
    ablation,
    evaluation_files,
    set_config,
    split_report,
    training_files,
    write_fake_run,
    write_stage,
)

VOID = {"meta", "link", "img", "br", "hr", "input"}


class Outline(html.parser.HTMLParser):
    """Checks that elements nest, and collects ids, texts, links and picture descriptions."""

    def __init__(self) -> None:
        """Nothing seen yet."""
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.alts: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes the element."""
        if tag not in VOID:
            self.open.append(tag)
        values = dict(attrs)
        self.ids += [values["id"] or ""] if "id" in values else []
        self.addresses += [values[key] or "" for key in ("src", "href") if key in values]
        if tag == "img":
            self.alts.append(values.get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        """Closes the innermost element, which must be this one."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Collects text."""
        self.texts.append(data)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """report.html of the hand-written run."""
    folder = tmp_path_factory.mktemp("fake")
    assert main(write_fake_run(folder)) == 0
    return folder / "report/report.html"


@pytest.fixture(scope="module")
def outline(page: Path) -> Outline:
    """The page, parsed."""
    parsed = Outline()
    parsed.feed(page.read_text(encoding="utf-8"))
    assert parsed.open == []
    return parsed


def test_sections(outline: Outline) -> None:
    """All are there, ids are unique and every link within the page has a target."""
    for name in (
        "quality",
        "split",
        "training",
        "accuracy",
        "ablation",
        "acceptance",
        "provenance",
        "table1",
        "table2",
    ):
        assert name in outline.ids
    assert len(set(outline.ids)) == len(outline.ids)
    for address in outline.addresses:
        assert address.startswith("data:") or address.removeprefix("#") in outline.ids


def test_nothing_is_loaded_from_elsewhere(page: Path) -> None:
    """No address of another file in the page or in its styles."""
    text = re.sub(r"data:image/svg\+xml;base64,[A-Za-z0-9+/=]+", "", page.read_text(encoding="utf-8"))
    assert not re.search(r"https?://|@import|url\(|<script", text)


def test_numbers(outline: Outline) -> None:
    """Values of the fixture appear as they should be read."""
    text = " ".join(" ".join(outline.texts).split())
    for expected in (
        "A <test> & its report",
        "0.710 95 % [0.680, 0.740]",
        "1,000 of 1,040",
        "Target cell (not used)",
        "7 sequences were trimmed and 2 padded with N to 200 bases.",
        "Constant bases around every insert: 7 before ( ACTGGCC ) and 0 after ( – ); networks see them as flanks",
        "SKNSH: share in test off by 2.4 points",
        "−0.050 [−0.070, −0.030]",
        "mean Pearson at least 0.60",
        "cre-train 9.8.7",
    ):
        assert expected in text, expected
    assert "None" not in text and "nan" not in text.lower().split()


def test_pictures_are_described(outline: Outline, page: Path) -> None:
    """Each has a text in its place, and stands beside the page as SVG and PNG."""
    assert len(outline.alts) == 4
    assert all(len(alt) > 40 for alt in outline.alts)
    names = {file.name for file in (page.parent / "figures").iterdir()}
    expected = ("qc_funnel", "learning_curves", "scatter", "ablation")
    assert names == {f"{name}.{kind}" for name in expected for kind in ("svg", "png")}


def test_same_bytes_again(page: Path, tmp_path: Path) -> None:
    """No dates, no random ids: a second report of the same run is equal, and so is its content digest."""
    assert main(write_fake_run(tmp_path)) == 0
    first, second = page.parent, tmp_path / "report"
    for file in [page, *(first / "figures").iterdir()]:
        assert (second / file.relative_to(first)).read_bytes() == file.read_bytes()
    assert manifest.read(first)["content_sha256"] == manifest.read(second)["content_sha256"]


def test_damaged_input_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line, exit code 6, no report."""
    words = write_fake_run(tmp_path)
    (tmp_path / "eval/base/metrics.json").write_text("{}")
    assert main(words) == 6
    error = capsys.readouterr().err
    assert error.startswith("creflow-report: error: ") and "metrics.json: its SHA-256 differs" in error
    assert error.count("\n") == 1
    assert not (tmp_path / "report/report.html").exists()


def test_without_ablation_and_standard_errors(tmp_path: Path) -> None:
    """A run without variants has no such section, link or figure."""
    words = write_fake_run(tmp_path)
    stages = {stage: [f"{stage}/base"] for stage in ("qc", "split", "eval")}
    set_config(tmp_path, stages=stages | {"train": ["train/base/seed1"], "ablate": []})
    assert main(words) == 0
    text = (tmp_path / "report/report.html").read_text(encoding="utf-8")
    assert 'id="ablation"' not in text and "#ablation" not in text
    assert not (tmp_path / "report/figures/ablation.svg").exists()


def text_of(folder: Path) -> str:
    """What a reader sees of the report in `folder`."""
    parsed = Outline()
    parsed.feed((folder / "report/report.html").read_text(encoding="utf-8"))
    return " ".join(" ".join(parsed.texts).split())


@pytest.mark.parametrize(
    ("changes", "present", "absent"),
    [
        (
            {},
            ["grouped by sequence", "No group and no sequence is in two splits.", "the split keeps them together"],
            [],
        ),
        ({"group_by": ["sequence", "column"]}, ["grouped by sequence and column"], []),
        (
            {"group_by": ["column"], "crossing_sequences": 1},
            ["grouped by column", "No group is in two splits, but 1 sequence is in more than one split."],
            ["no sequence is in two", "keeps them together"],
        ),
        (
            {"group_by": [], "crossing_sequences": 1234},
            ["not grouped", "1,234 sequences are in more than one split.", "does not keep all of them together"],
            ["grouped by", "No group", "keeps them together"],
        ),
        ({"group_by": []}, ["not grouped", "no sequence is in two splits."], ["No group"]),
        ({"both_strands": False}, [], ["reverse complement count"]),
    ],
    ids=["sequence", "both", "crossing groups", "crossing", "not grouped", "one strand"],
)
def test_what_is_said_of_the_split_is_true(
    tmp_path: Path, changes: dict[str, Any], present: list[str], absent: list[str]
) -> None:
    """Grouping and crossing sequences are those of split_report.json."""
    words = write_fake_run(tmp_path)
    write_stage(tmp_path / "split/base", "cre-split", {"split_report.json": json.dumps(split_report() | changes)})
    assert main(words) == 0
    text = text_of(tmp_path)
    assert all(phrase in text for phrase in present)
    assert not any(phrase in text for phrase in absent)


def test_table_2_is_of_the_ablation(tmp_path: Path) -> None:
    """Its Pearson column, split and SD over seeds are those of ablation.json, not of the evaluation."""
    words = write_fake_run(tmp_path)
    made = ablation() | {"split": "val"}
    for arm, r in ((made["baseline"], 0.6543), (made["variants"][0], 0.6043)):
        arm.update(seeds=3, seed_sd=0.0123, pearson={part: r for part in ("macro", *TASKS)})
    write_stage(tmp_path / "ablate", "cre-ablate", {"ablation.json": json.dumps(made)})
    assert main(words) == 0
    text = text_of(tmp_path)
    table = text[text.index("Table 2.") : text.index("Acceptance", text.index("Table 2."))]
    assert "on the same val rows" in table and "single networks of the seeds" in table
    assert "base 3 0.654 0.012" in table and "small 3 0.604 0.012 −0.050" in table
    assert "0.710" not in table and "0.660" not in table
    assert "Table 1. Accuracy on the test rows" in text
    assert "Change in val Pearson" in table, "the figure as well"


def test_one_seed_has_no_spread(outline: Outline) -> None:
    """Then there is no such column."""
    text = " ".join(" ".join(outline.texts).split())
    assert "SD over the seeds" not in text and "small 1 0.660 −0.050" in text


def undefined_everywhere(value: Any) -> Any:  # noqa: ANN401 - JSON
    """The same with every correlation, difference and p value undefined, as a constant prediction has it."""
    if isinstance(value, dict):
        numbers = ("value", "low", "high", "p", "p_adjusted", "relative_pearson", "val_pearson_mean", "fisher_p")
        numbers += ("standard_error", "alone", "in_family")
        gone = {key: None for key in value if key in numbers and not isinstance(value[key], dict)}
        return {key: undefined_everywhere(item) for key, item in value.items()} | gone
    return [undefined_everywhere(item) for item in value] if isinstance(value, list) else value


def test_undefined_statistics_are_called_so(tmp_path: Path) -> None:
    """Every null that a tool may write is shown as such."""
    words = write_fake_run(tmp_path)
    for name in ("base", "small"):
        files = evaluation_files(0.7)
        files["metrics.json"] = json.dumps(undefined_everywhere(json.loads(files["metrics.json"])))
        files["tables/scatter.tsv"] = "id\ttask\tactivity\tpredicted\n" + "".join(
            f"e{i}\tK562\t{i}.5\t0.25\n" for i in range(9)
        )
        write_stage(tmp_path / f"eval/{name}", "cre-eval", files)
        files = training_files(0.7)
        files["training.json"] = json.dumps(undefined_everywhere(json.loads(files["training.json"])))
        lines = [undefined_everywhere(json.loads(line)) for line in files["history.jsonl"].splitlines()]
        files["history.jsonl"] = "".join(json.dumps(line) + "\n" for line in lines)
        write_stage(tmp_path / f"train/{name}/seed1", "cre-train", files)
    made = undefined_everywhere(ablation())
    made["variants"][0]["pearson"] = dict.fromkeys(made["variants"][0]["pearson"])
    write_stage(tmp_path / "ablate", "cre-ablate", {"ablation.json": json.dumps(made)})
    assert main(words) == 0
    text = text_of(tmp_path)
    assert "Mean test Pearson undefined no interval" in text
    assert "small 1 undefined undefined undefined" in text
    assert "None" not in text and "nan" not in text.lower().split()


def as_json(change: Callable[[dict[str, Any]], object]) -> Callable[[str], str]:
    """A change of a JSON text by a change of what it holds."""

    def changed(text: str) -> str:
        content = json.loads(text)
        change(content)
        return json.dumps(content)

    return changed


@pytest.mark.parametrize(
    ("stage", "tool", "name", "change", "part"),
    [
        ("eval/base", "cre-eval", "metrics.json", lambda _: "{}", "metrics.json: has no 'tasks'"),
        ("eval/base", "cre-eval", "metrics.json", lambda _: "{", "metrics.json: not valid JSON"),
        ("eval/base", "cre-eval", "metrics.json", lambda _: "[]", "metrics.json: not a JSON object"),
        ("eval/base", "cre-eval", "metrics.json", as_json(lambda m: m.update(macro=7)), "is damaged, or of another"),
        ("eval/base", "cre-eval", "metrics.json", as_json(lambda m: m["macro"].pop("mae")), "has no 'mae'"),
        ("eval/base", "cre-eval", "tables/scatter.tsv", lambda _: "id\ttask\n", "scatter.tsv: 'activity' is not in"),
        ("eval/base", "cre-eval", "tables/scatter.tsv", lambda t: t + "e1\tK562\n", "scatter.tsv: line 302: 2 fields"),
        ("eval/base", "cre-eval", "tables/scatter.tsv", lambda t: t.replace("\te1\t", "").replace("0.", "x"), "x"),
        ("qc/base", "cre-qc", "qc_report.json", as_json(lambda m: m["rules"][0].pop("alone")), "has no 'alone'"),
        ("split/base", "cre-split", "split_report.json", as_json(lambda m: m.update(splits=None)), "is damaged, or"),
        ("train/base/seed1", "cre-train", "history.jsonl", lambda t: t + "{", "history.jsonl: not valid JSON"),
        ("train/base/seed1", "cre-train", "training.json", as_json(lambda m: m.pop("best")), "has no 'best'"),
        ("ablate", "cre-ablate", "ablation.json", as_json(lambda m: m.pop("split")), "ablation.json: has no 'split'"),
    ],
)
def test_damaged_content_is_one_line(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    stage: str,
    tool: str,
    name: str,
    change: Callable[[str], str],
    part: str,
) -> None:
    """Also when the digests hold: files of another version, or of somebody's own making."""
    words = write_fake_run(tmp_path)
    made_by = manifest.read(tmp_path / stage)
    listed = [entry["file"] for entry in made_by["outputs"] + made_by["run"]["files"]]
    files = {file: (tmp_path / stage / file).read_text(encoding="utf-8") for file in listed}
    write_stage(tmp_path / stage, tool, files | {name: change(files[name])})
    assert main(words) == 6
    error = capsys.readouterr().err
    assert error.startswith("creflow-report: error: ") and part in error
    assert error.count("\n") == 1
    assert not (tmp_path / "report/manifest.json").exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [(None, 5), ("{", 3), ("{}", 3), ('{"run": "x", "report": {"title": 0.1}}', 3), ('{"run": "\\ud800"}', 3)],
)
def test_config_of_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, code: int) -> None:
    """A file that is not there, is no JSON, or holds something other than text."""
    words = write_fake_run(tmp_path)
    config = tmp_path / "config/report.json"
    config.unlink() if text is None else config.write_text(text)
    assert main(words) == code
    error = capsys.readouterr().err
    assert error.startswith("creflow-report: error: ") and "report.json: " in error and error.count("\n") == 1


def test_folder_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 5."""
    words = write_fake_run(tmp_path)
    (tmp_path / "report").write_text("in the way")
    assert main(words) == 5
    assert "report: cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("stages", "message"),
    [
        ({"qc": ["qc/base"], "split": ["split/base"], "eval": ["eval/small"]}, "stages needs eval/base"),
        ({}, "stages needs qc/base, split/base, eval/base"),
        (["qc/base"], "stages must map each stage to a list of its folders"),
        ({"qc": "qc/base"}, "stages must map each stage to a list of its folders"),
        ({"qc": ["qc/base", "eval/base"]}, "stages.qc: 'eval/base' must be 'qc' or a folder in it"),
    ],
)
def test_names_of_stages(tmp_path: Path, capsys: pytest.CaptureFixture[str], stages: object, message: str) -> None:
    """Without the stages that it is about there is no report."""
    words = write_fake_run(tmp_path)
    set_config(tmp_path, stages=stages)
    assert main(words) == 3
    assert capsys.readouterr().err == f"creflow-report: error: {tmp_path}/config/report.json: {message}\n"


def test_a_stage_that_the_report_does_not_know(tmp_path: Path) -> None:
    """Its manifests are listed after those of the others, its warnings at the top."""
    words = write_fake_run(tmp_path)
    stages = json.loads((tmp_path / "config/report.json").read_text())["stages"]
    warnings = ["nothing <i>stands</i> out"]
    write_stage(tmp_path / "attribute/base", "cre-attribute", {"attributions.h5": ""}, warnings=warnings)
    set_config(tmp_path, stages={"attribute": ["attribute/base"]} | stages)
    assert main(words) == 0
    page = (tmp_path / "report/report.html").read_text(encoding="utf-8")
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th><td>(cre-\S+) 9\.8\.7</td>', page)
    assert rows[0] == ("qc/base", "cre-qc") and rows[-1] == ("attribute/base", "cre-attribute")
    assert '<a href="#provenance">Attribute</a>: nothing &lt;i&gt;stands&lt;/i&gt; out</li>' in page


def test_a_file_of_no_folder_in_the_config(tmp_path: Path) -> None:
    """Also where it is there: the report is about what the config lists."""
    write_fake_run(tmp_path)
    inputs = Inputs(tmp_path, {"stages": {"encode": []}}, manifest.StageRun("creflow-report", tmp_path / "report", {}))
    with pytest.raises(Problem, match=r"encode/base/scaler\.json: the config of the report lists no folder"):
        inputs.json("encode/base/scaler.json")


def test_ids_are_taken_as_they_are(tmp_path: Path) -> None:
    """A quotation mark or a carriage return in an id does not swallow rows."""
    file = tmp_path / "scatter.tsv"
    rows = [f"{name}\tK562\t1.5\t{i}" for i, name in enumerate(('"a', 'b"', '"c"', "d\re", '""', "f"))]
    file.write_bytes("\n".join(["id\ttask\tactivity\tpredicted", *rows, ""]).encode())
    assert accuracy.points(file) == {"K562": [(1.5, i) for i in range(6)]}


def test_title_passes_the_audit(tmp_path: Path, run_tool: Callable[..., object]) -> None:
    """Whatever text the title is, cre-audit computes the same digests of the report's manifest."""
    words = write_fake_run(tmp_path)
    title = 'ü "0.01207" \\ \n\t\x01\x7f \u2028 \U0001f9ec'
    set_config(tmp_path, report={"title": title})
    assert main(words) == 0
    run_tool("cre-audit", tmp_path)
    assert manifest.read(tmp_path / "report")["config"]["report"]["title"] == title
