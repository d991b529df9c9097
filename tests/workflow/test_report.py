"""The report of a hand-written run: complete, self-contained, well-formed, and the same bytes every time."""

from __future__ import annotations

import html.parser
import re
from pathlib import Path

import pytest
from creflow_report.__main__ import main
from creflow_workflow import manifest
from helpers.fake_run import write_fake_run

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
        "SKNSH: share in test off by 2.4 points",
        "−0.050 [−0.070, −0.030]",
        "mean Pearson at least 0.60",
        "cre-train 0.1.0",
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
    at = words.index("--ablation")
    del words[at : at + 2]
    assert main(words) == 0
    text = (tmp_path / "report/report.html").read_text(encoding="utf-8")
    assert 'id="ablation"' not in text and "#ablation" not in text
    assert not (tmp_path / "report/figures/ablation.svg").exists()
