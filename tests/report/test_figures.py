"""Every figure of every kind of run, as it is drawn for wide and for narrow pages."""

from __future__ import annotations

import os
import signal
import struct
from pathlib import Path

import pytest
from creflow_report.drawing import Job, draw_all
from creflow_report.heat_map import heat_map
from creflow_report.picture import Picture
from creflow_report.style import COLORS, INK, NARROW, WIDE, Layout, as_svg, new_figure
from creflow_workflow.problems import Problem
from helpers.labels import unreadable
from helpers.reports import drawn, parts_of


def test_texts_can_be_read(any_run: Path, tmp_path: Path) -> None:
    """None lies on another, and none is cut off."""
    found = {}
    for part in parts_of(any_run, tmp_path / "report"):
        for name, layout, picture in drawn(part):
            if lines := unreadable(picture.figure):
                found[name, layout.width] = lines
    assert found == {}


def test_what_is_said_of_figures(any_run: Path, tmp_path: Path) -> None:
    """Each has one sentence that reads it, words for all it shows, and its numbers; the same in both widths."""
    for part in parts_of(any_run, tmp_path / "report"):
        pictures: dict[str, list[object]] = {}
        for name, layout, picture in drawn(part):
            assert picture.figure.get_size_inches()[0] == layout.width, name
            assert picture.reading.strip().endswith(".") and picture.alt and picture.source, name
            if picture.data.rows:  # else the reading says why nothing is drawn
                assert picture.caption.strip().endswith("."), name
            assert not {"None", "nan"} & set(f"{picture.reading} {picture.caption} {picture.alt}".split()), name
            pictures.setdefault(name, []).append((picture.reading, picture.caption, picture.alt, picture.data.as_tsv()))
        assert all(first == second for first, second in pictures.values())


def test_a_dollar_sign_is_one() -> None:
    """And no beginning of a formula."""
    figure, (axes,) = new_figure(WIDE, 1, 2.0)
    axes.set(title="a$_$b", xlabel="$x$ and $")
    assert as_svg(figure, "dollars")


def test_a_cell_without_a_value_can_be_read() -> None:
    """Its text is dark on white."""
    _, (axes,) = new_figure(WIDE, 1, 2.0)
    heat_map(axes, [[1.0, None]], [["1.00", "undefined"]], ["row"], ["a", "b"], limit=1.0)
    assert [text.get_color() for text in axes.texts] == ["white", INK]


def dies(_shown: object, _layout: Layout) -> Picture:
    """As a process without memory does."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def test_a_process_that_is_killed() -> None:
    """One line that says what to do, instead of a traceback."""
    with pytest.raises(Problem, match="a process that draws was killed; give the report more memory, or fewer threads"):
        list(draw_all([Job("one", dies, None), Job("two", dies, None)], threads=2))


def test_legends_stay_short(many_run: Path, tmp_path: Path) -> None:
    """More variants than colours: they share an entry."""
    legends = [
        axes.get_legend()
        for part in parts_of(many_run, tmp_path / "report")
        for _, _, picture in drawn(part)
        for axes in picture.figure.axes
    ]
    entries = [[text.get_text() for text in legend.get_texts()] for legend in legends if legend]
    assert entries and max(map(len, entries)) <= len(COLORS)


def test_sizes_of_the_files(bare_run: Path) -> None:
    """200 dots an inch, as wide as the wide layout, and a PDF of each; no page is heavy."""
    images, documents = (sorted((bare_run / "report/figures").glob(f"*.{kind}")) for kind in ("png", "pdf"))
    assert [file.stem for file in images] == [file.stem for file in documents] and images
    assert all(file.read_bytes().startswith(b"%PDF") for file in documents)
    for file in images:
        width, _ = struct.unpack(">II", file.read_bytes()[16:24])
        assert width == pytest.approx(200 * WIDE.width, abs=1), file.name
    assert (bare_run / "report/report.html").stat().st_size < 4_000_000


def test_texts_that_cannot_be_read_are_seen() -> None:
    """The same look at a figure that has both mistakes, and at one that has none."""
    figure, (axes,) = new_figure(NARROW, 1, 2.0)
    axes.set_title("all is well")
    assert unreadable(figure) == []
    axes.text(0.5, 0.5, "here")
    axes.text(0.52, 0.5, "there")
    axes.text(0.95, 0.2, "over the edge of it", clip_on=False).set_in_layout(False)
    assert unreadable(figure) == ["'over the edge of it' is cut off", "'here' and 'there' lie on each other"]
