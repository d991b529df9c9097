"""The lines on a terminal that are drawn again and again: how much room they take in windows of any width."""

from __future__ import annotations

import json
import logging
import os
import pty
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import snakemake_logger_plugin_creflow as plugin
from creflow_workflow import durations, progress
from creflow_workflow.colours import has_colour, painted
from helpers.terminal import Screen, set_window_size
from snakemake_interface_logger_plugins.common import LogEvent
from snakemake_logger_plugin_creflow import LogHandler
from snakemake_logger_plugin_creflow.live import LiveLines, fitting, wrapped
from snakemake_logger_plugin_creflow.remaining import Remaining, Running

TRAINING = {
    "label": "training", "step": "epoch 5 of 40", "note": "validation r 0.812, best 0.820 in epoch 3", "done": 40_000,
    "total": 320_000, "unit": "elements", "per_second": 2345.6, "seconds_left": 119.4, "may_end_earlier": True,
}  # fmt: skip


class Window:
    """A terminal in this process: a stream that draws on a screen."""

    def __init__(self, columns: int) -> None:
        """Empty."""
        self.screen = Screen(columns)
        self.controller, terminal = pty.openpty()
        self.stream = os.fdopen(terminal, "w")
        self.set_columns(columns)

    def set_columns(self, columns: int) -> None:
        """The window gets another width, and what it shows wraps anew."""
        self.screen.resize(columns)
        set_window_size(self.controller, columns, 24)

    def text(self) -> list[str]:
        """What it shows now."""
        self.stream.flush()
        os.set_blocking(self.controller, False)
        try:
            while read := os.read(self.controller, 65536):
                self.screen.feed(read.decode("utf-8"))
        except BlockingIOError:
            pass
        return [line for line in self.screen.text() if line]


@pytest.fixture(params=[80, 120])
def window(request: pytest.FixtureRequest) -> Iterator[Window]:
    """Of the usual width, and of a wide one."""
    made = Window(request.param)
    yield made
    made.stream.close()
    os.close(made.controller)


# --- the terminal of these tests ---


def test_the_terminal_of_these_tests_wraps_and_draws_over() -> None:
    """As xterm does: a full line wraps at the next character, and moving up stops at the window's first line."""
    screen = Screen(10, lines=3)
    screen.feed("0123456789")
    assert (screen.row, screen.text()) == (0, ["0123456789"])
    screen.feed("ab\r\033[KB\n1\n2\n3\033[9A!\033[J")
    assert screen.text() == ["0123456789", "B", " 1  !"]
    screen.feed("\r\033[31mred\033[0m\033[")
    screen.feed("K.")
    assert screen.text()[-1] == "red." and screen.coloured("31") == ["red"]


def test_the_terminal_of_these_tests_wraps_anew() -> None:
    """A line that was whole becomes two in a narrower window, and one again; the cursor stays behind its character."""
    screen = Screen(10)
    screen.feed("first\r\nsecond12")
    screen.resize(5)
    assert screen.text() == ["first", "secon", "d12"] and (screen.row, screen.column) == (2, 3)
    screen.resize(20)
    assert screen.text() == ["first", "second12"] and (screen.row, screen.column) == (1, 8)


# --- lines that are drawn over ---


def test_pictures_take_the_place_of_those_before(window: Window) -> None:
    """Also lines longer than the window, and a shorter picture after a longer one."""
    window.stream.write("above\n")
    lines = LiveLines(window.stream)
    for count in (4, 1, 3, 2):
        lines.draw([f"{count} " + "x" * 300] * count)
        assert window.text() == ["above", *[(f"{count} " + "x" * 300)[: window.screen.columns - 1]] * count]
    lines.clear()
    window.stream.write("below\n")
    assert window.text() == ["above", "below"]


def test_a_window_that_changes_its_width(window: Window) -> None:
    """Terminals wrap what is there anew; nothing of it is left, and nothing above is lost."""
    window.stream.write("above\n")
    lines = LiveLines(window.stream)
    for columns in (50, 23, 200, 80):
        lines.draw(["a" * 300, "b" * 40, "c"])
        window.text()
        window.set_columns(columns)
        lines.draw(["now"])
        assert window.text() == ["above", "now"]


def test_a_stream_that_does_not_say_how_wide_it_is(window: Window, tmp_path: Path) -> None:
    """As some terminals do not: the usual width."""
    with (tmp_path / "file").open("w") as stream:
        assert LiveLines(stream).window().columns == 80
    set_window_size(window.controller, 0, 0)
    assert LiveLines(window.stream).window().columns == 80


def test_parts_that_fit_are_shown_whole() -> None:
    """The most important first; the first one in any case."""
    assert fitting("a: ", ["first", "second", "third"], 16) == "a: first, second"
    assert fitting("a: ", ["first", "second", "third"], 15) == "a: first"
    assert fitting("a: ", ["first", "second"], 3) == "a: first"
    assert fitting("a: ", [], 9) == "a: "


def test_long_lines_break_at_blanks() -> None:
    """Below the beginning of their last column where that leaves enough room; names of files stay whole."""
    line = "    eval      the network is not better than a linear model on k-mer counts"
    assert wrapped(line, 40).split("\n") == [
        "    eval      the network is not better",
        "              than a linear model on",
        "              k-mer counts",
    ]
    job = "   5/18  train     base seed 1337      16.0 s  12 epochs, best 12: validation Pearson 0.579"
    assert wrapped(job, 60).split("\n") == [
        "   5/18  train     base seed 1337      16.0 s",
        "         12 epochs, best 12: validation Pearson 0.579",
    ]
    assert wrapped("a line that is short", 40) == "a line that is short"
    path = "creflow: error: results/" + "x" * 40 + " does not exist"
    assert wrapped(path, 40).split("\n") == ["creflow: error:", "  results/" + "x" * 40, "  does not exist"]


# --- the picture of a run ---


def job(handler: LogHandler, number: int, rule: str, **wildcards: str) -> Path:
    """Snakemake starts a job; its folder."""
    folder = Path("run", rule, *wildcards.values())
    folder.mkdir(parents=True)
    fields = {"rule_name": rule, "wildcards": wildcards, "reason": "", "log": [str(folder / "log")], "jobid": number}
    handler.emit(record(LogEvent.JOB_INFO, output=[str(folder / "manifest.json")], **fields))
    return folder


def record(event: LogEvent | None, **fields: Any) -> logging.LogRecord:  # noqa: ANN401 - what Snakemake attaches
    """A record as Snakemake makes it."""
    return logging.makeLogRecord({"event": event, **fields})


@pytest.fixture
def handler(window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LogHandler]:
    """A console that draws when it is told to."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(plugin, "PAUSE", 1e6)
    monkeypatch.setattr(sys, "stderr", window.stream)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    made = LogHandler(SimpleNamespace(dryrun=False, nocolor=False), None)
    yield made
    made.close()


def test_a_line_a_job_and_one_for_the_run(handler: LogHandler, window: Window) -> None:
    """Epoch, time left and rate are there at 80 columns; the rest where there is room."""
    handler.emit(record(LogEvent.RUN_INFO, stats={"train": 6, "predict": 7, "all": 1, "total": 14}))
    trained = job(handler, 1, "train", variant="base", seed="1337")
    job(handler, 2, "predict_ensemble", variant="base")
    (trained / progress.NAME).write_text(json.dumps(TRAINING), encoding="utf-8")
    for _ in range(3):
        handler.draw_live()
    first, second, run = window.text()
    assert first.startswith("  train base seed 1337   epoch 5 of 40, at most 2 min left, 2,346 elements/s")
    assert ("0 s so far" in first) == ("validation r 0.812" in first) == (window.screen.columns == 120)
    assert second == "  predict base ensemble  0 s" and run == "  jobs 1-2 of 13, about 6 min left"


def test_at_most_four_jobs_have_a_line(handler: LogHandler, window: Window) -> None:
    """The others are counted."""
    handler.emit(record(LogEvent.RUN_INFO, stats={"eval": 9, "total": 9}))
    for number in range(6):
        job(handler, number, "eval", variant=f"v{number}")
    handler.draw_live()
    assert window.text() == [*(f"  eval v{number}  0 s" for number in range(4)), "  jobs 1-6 of 9, 2 more running"]


def test_jobs_of_a_cluster_wait_before_they_run(handler: LogHandler, window: Window) -> None:
    """They are called submitted until their log is there; of a group, the job that is done is waited for no more. What
    one took is what its tool says."""
    handler.submits = True
    handler.emit(record(LogEvent.RUN_INFO, stats={"train": 1, "qc": 1, "split": 1, "total": 3}))
    members = [SimpleNamespace(jobid=number, uuid=lambda number=number: f"id{number}") for number in (1, 2)]
    handler.emit(record(LogEvent.GROUP_INFO, group_id="prepare", jobs=members))
    folders = [job(handler, number, rule, variant="base") for number, rule in enumerate(("qc", "split", "train"), 1)]
    for text in (
        "Job id2 has been submitted with SLURM jobid 7 (log: x).",
        "Job 3 has been submitted with SLURM jobid 8 (x)",
    ):
        handler.emit(logging.makeLogRecord({"msg": text}))
    handler.draw_live()
    submitted = ["  submitted as Slurm job 7: qc base, split base", "  submitted as Slurm job 8: train base"]
    waiting = ["  qc base     submitted, 0 s", "  split base  submitted, 0 s", "  train base  submitted, 0 s"]
    assert window.text() == [*submitted, *waiting, "  job 1 of 3, 3 submitted"]
    (folders[1] / "log").write_text("cre-split: reading\n", encoding="utf-8")
    handler.draw_live()
    assert window.text()[2:] == [
        "  split base  0 s, reading",
        *(line for line in waiting if "split" not in line),
        "  job 1 of 3, 2 submitted",
    ]
    (folders[0] / "manifest.json").write_text('{"run": {"seconds": 61.0}}', encoding="utf-8")
    handler.draw_live()
    assert window.text()[2:] == ["  split base  0 s, reading", waiting[2], "  job 1 of 3, 1 submitted"]
    handler.emit(record(LogEvent.JOB_FINISHED, job_id=1))
    assert "  1/3  qc        base  1 min 01 s" in window.text()


def test_without_a_file_the_last_line_of_the_log_is_shown(handler: LogHandler, window: Window) -> None:
    """Also where the file is of a process that was killed before the job began, or is no JSON."""
    folder = job(handler, 1, "eval", variant="base")
    (folder / "log").write_text("cre-eval: one\ncre-eval: two: three\n", encoding="utf-8")
    file = folder / progress.NAME
    for content, age in (("{", 0), (json.dumps(TRAINING), 60)):
        file.write_text(content, encoding="utf-8")
        os.utime(file, (file.stat().st_atime, file.stat().st_mtime - age))
        handler.draw_live()
        assert window.text()[0] == "  eval base  0 s, two: three"


def test_finished_jobs_stay_above_the_live_lines(handler: LogHandler, window: Window) -> None:
    """In lines that fit."""
    handler.emit(record(LogEvent.RUN_INFO, stats={"eval": 9, "total": 9}))
    for number in range(3):
        job(handler, number, "eval", variant=f"v{number}")
    for number in range(2):
        handler.draw_live()
        handler.emit(record(LogEvent.JOB_FINISHED, job_id=number))
    handler.draw_live()
    said = window.text()
    assert [line.split()[0] for line in said] == ["1/9", "2/9", "eval", "job"]
    assert said[-1].startswith("  job 3 of 9, about ")


# --- what is left ---


def test_time_left_follows_finished_jobs() -> None:
    """Jobs that run at the same time share the work, and the longest one decides; unknown ones count as the others."""
    left = Remaining({"train": 4, "predict": 4}, {})
    assert left.seconds([Running("train", 3.0, None)]) is None
    assert left.text([Running("train", 3.0, None)]) == "job 1 of 8"
    assert left.seconds([Running("train", 10.0, 90.0)]) == 90 + 3 * 100
    assert left.seconds([Running("train", 10.0, 90.0), Running("train", 40.0, 60.0)]) == (90 + 60 + 2 * 100) / 2
    left.finished("train", 100.0)
    left.finished("predict", 7.0)
    assert left.seconds([Running("train", 50.0, None)]) == 50 + 2 * 100 + 3 * 7
    assert left.seconds([Running("train", 101.0, None)]) == 2 * 100 + 3 * 7
    assert left.seconds([Running("train", 111.0, None)]) is None
    assert left.text([Running("train", 0.0, 1000.0)] * 3) == "jobs 3-5 of 8, about 17 min left"


def test_time_left_knows_earlier_days() -> None:
    """Of the same run, until this one shows its own."""
    left = Remaining({"train": 2}, {"train": [10.0, 30.0]})
    assert left.seconds([Running("train", 5.0, None)]) == 15 + 20
    left.finished("train", 50.0)
    assert left.seconds([Running("train", 5.0, None)]) == 45


@pytest.mark.parametrize(
    ("seconds", "measured", "changing", "left"),
    [
        (0.01, "< 0.1 s", "0 s", "1 s left"),
        (4.26, "4.3 s", "4 s", "4 s left"),
        (59.97, "1 min 00 s", "59 s", "60 s left"),
        (190, "3 min 10 s", "3 min 10 s", "3 min left"),
        (7500, "2 h 05 min", "2 h 05 min", "2.1 h left"),
    ],
)
def test_durations(seconds: float, measured: str, changing: str, left: str) -> None:
    """No zero, and no fractions that flicker."""
    assert (durations.measured(seconds), durations.changing(seconds), durations.left(seconds)) == (
        measured,
        changing,
        left,
    )


# --- the file ---


def test_a_loop_writes_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When it takes long enough, and removes it; also what a killed process left, and after an error."""
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    (tmp_path / progress.NAME).write_text("{", encoding="utf-8")
    with pytest.raises(ZeroDivisionError), progress.Progress(tmp_path, "drawing", 8, "figures") as loop:
        loop.advance()
        assert not list(tmp_path.iterdir())
        now[0] += 4
        loop.advance()
        state = progress.read(tmp_path, 0.0)
        assert state == progress.State("drawing", "", "", "figures", 2, 8, 0.5, 12.0, False)
        assert state is not None and state.done / 0
    assert not list(tmp_path.iterdir())


# --- colours ---


def test_what_is_painted() -> None:
    """Failures, warnings and what passed; not what only looks like them."""
    text = "creflow: error: qc base failed\n    creflow: error\n  acceptance  passed, 3 of 3 criteria hold"
    red, plain, green = painted(text).split("\n")
    assert red == "\033[31mcreflow: error\033[0m: qc base failed" and plain == "    creflow: error"
    assert green == "  acceptance  \033[32mpassed\033[0m, 3 of 3 criteria hold"
    assert painted("  acceptance  FAILED, 0 of 3") == "  acceptance  \033[31mFAILED\033[0m, 0 of 3"
    assert painted("creflow-compare: error: x").startswith("\033[31mcreflow-compare: error\033[0m")
    assert painted("  2 warnings") == "  \033[33m2 warnings\033[0m"
    assert painted("creflow: warning: x") == "\033[33mcreflow: warning\033[0m: x"
    assert painted("creflow: interrupted; y").startswith("\033[31mcreflow: interrupted\033[0m")
    assert painted("  linear baseline  0.8: the network is NOT better").endswith(
        "\033[33mthe network is NOT better\033[0m"
    )
    broken = "  linear baseline  0.8, network -0.1: the network is NOT\n                   better\n  acceptance  passed"
    assert painted(broken).split("\n")[:2] == [
        "  linear baseline  0.8, network -0.1: \033[33mthe network is NOT",
        "                   better\033[0m",
    ]
    assert painted("  linear baseline  0.8\n  x  the network is NOT better").count("\033") == 0


def test_where_colours_are_shown(window: Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """On terminals that have them, unless somebody objects; an empty NO_COLOR is no objection."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "")
    assert has_colour(window.stream)
    with (tmp_path / "file").open("w") as stream:
        assert not has_colour(stream)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not has_colour(window.stream)
    monkeypatch.setenv("NO_COLOR", "")
    monkeypatch.setenv("TERM", "dumb")
    assert not has_colour(window.stream)
