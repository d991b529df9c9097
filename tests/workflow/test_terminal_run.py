"""A run as somebody sees it in a window of the usual and of a large width: the real tools, on a terminal."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.terminal import Terminal
from helpers.workflow import TINY, front_door, front_door_command, paths, write_config

FOLDER = "results/tiny/train/base/seed7"
TARGET = f"{FOLDER}/manifest.json"
WITH_PROGRESS = re.compile(r"^  train base seed 7  epoch [\d,]+ of 4,000, at most [\d.]+ \w+ left, [\d,]+ elements/s")


def config() -> dict[str, Any]:
    """A training that does not end by itself."""
    made = copy.deepcopy(TINY)
    made["train"] = {"epochs": 4000, "early_stopping": {"min_epochs": 4000}}
    made["variants"] = {}
    return made


@pytest.fixture(params=[80, 120])
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    """The run in a window of this many columns."""
    write_config(tmp_path, config())
    started = Terminal(front_door_command(TARGET, "--configfile", "config.yaml"), tmp_path, request.param, **paths())
    yield started
    started.close()


def test_a_window_without_junk_and_an_interrupted_run(terminal: Terminal, tmp_path: Path) -> None:
    """However often the live lines are drawn they take two lines, with epoch, time left and rate. Ctrl-C is no failure,
    and leaves no live line."""
    pictures: set[str] = set()

    def has_progress() -> bool:
        found = [line for line in terminal.screen.text() if WITH_PROGRESS.match(line)]
        assert len(found) <= 1, "\n".join(terminal.screen.text())
        pictures.update(found)
        return len(pictures) == 3 and terminal.screen.text()[-1].startswith("  job 5 of 5")

    assert terminal.wait(has_progress) is None
    assert all(len(line) < terminal.screen.columns for line in terminal.screen.text()[-2:])
    assert len([line for line in terminal.screen.text() if "job 5 of 5" in line]) == 1
    terminal.press_ctrl_c()
    assert terminal.wait() == 1
    said = terminal.screen.text()
    assert "creflow: interrupted; the same command resumes" in said
    assert terminal.screen.coloured("31") == ["creflow: interrupted"]
    assert [line for line in said if line.startswith("  train base seed 7 stopped in epoch ")]
    assert not [line for line in said if "failed" in line or "job 5 of" in line or WITH_PROGRESS.match(line)], said
    assert (tmp_path / FOLDER / "checkpoint.h5").exists() and not (tmp_path / FOLDER / "progress.json").exists()
    planned = front_door(tmp_path, TARGET, "-n", "--configfile", "config.yaml").stderr
    assert "  train     base seed 7  was interrupted" in planned.splitlines()


def test_nothing_of_it_in_a_file(tmp_path: Path) -> None:
    """Where stderr is no terminal there are whole lines alone, without escape codes, however long they are."""
    made = config()
    made["train"] = {"epochs": 2}
    write_config(tmp_path, made)
    said = front_door(tmp_path, TARGET, "--configfile", "config.yaml").stderr
    assert "\033" not in said and "\r" not in said
    assert [line.split()[0] for line in said.splitlines()[:6]] == ["tiny:", "1/5", "2/5", "3/5", "4/5", "5/5"]
