"""Tools by hand on a terminal: a bar that stays within the window, and colours that can be switched off."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from helpers.terminal import Terminal


def shown(command: list[str | Path], folder: Path, columns: int, **environment: str) -> Terminal:
    """A tool that has ended, in a window of this many columns."""
    terminal = Terminal([str(word) for word in command], folder, columns, **environment)
    terminal.wait()
    terminal.close()
    return terminal


def test_a_bar_fits_the_window(
    binary: Callable[[str], Path], run_tool: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """It is cut where the window is narrow, and drawn over in one line."""
    run_tool("cre-simulate", "--out", tmp_path / "simulated", "--set", "simulate.elements=1200")
    table = tmp_path / "simulated/elements.tsv.gz"
    for columns in (20, 80):
        terminal = shown(
            [binary("cre-qc"), "--table", table, "--out", tmp_path / f"qc{columns}"], tmp_path, columns, TERM="dumb"
        )
        bars = [line for line in terminal.screen.text() if line.startswith("reading")]
        assert len(bars) == 1 and bars[0].startswith("reading: 1,200 rows"[: columns - 1]), terminal.screen.text()
        assert ("/s" in bars[0]) == (columns == 80)


def test_errors_are_red_unless_somebody_objects(binary: Callable[[str], Path], tmp_path: Path) -> None:
    """https://no-color.org: any text in NO_COLOR is an objection, and a dumb terminal has no colours."""
    command: list[str | Path] = [binary("cre-qc"), "--table", "none.tsv", "--out", "out"]
    assert shown(command, tmp_path, 80).screen.coloured("31") == ["error:"]
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        terminal = shown(command, tmp_path, 80, **environment)
        assert "cre-qc: error: " in terminal.raw and "\033" not in terminal.raw
