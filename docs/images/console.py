"""Makes console-80.png and console-120.png: what windows of these widths show while the simulated example runs, and at
its end. The run is a real one in a folder of its own, shown by the terminal of the tests.

.venv/bin/python docs/images/console.py [WIDTH...]
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import matplotlib
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from helpers.terminal import Cell, Terminal  # noqa: E402 - found by the line above
from helpers.workflow import front_door_command, paths  # noqa: E402

WIDTHS = (80, 120)
LINES = 24  # of a window
WORDS = ("threads=1", "simulate.elements=1500")  # two trainings at a time, and short ones
PROMPT = f"$ ./creflow run {' '.join(WORDS)}"
FONT = Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSansMono.ttf"
SIZE, LEADING, MARGIN = 24, 32, 28  # pixels
PAPER, INK, TITLE, FRAME = "#16181d", "#d7dae0", "#8b919d", "#2b2f38"
COLOURS = {"31": "#ff6b68", "32": "#7ccf7c", "33": "#e5b95c"}
RUNNING = re.compile(r"  train .* epoch (\d+) of \d+, at most ")
EPOCH = 4  # that two trainings have reached in the first picture

Rows = list[list[Cell]]


def main(widths: Sequence[int]) -> None:
    """Draws the windows of these widths."""
    for columns in widths or WIDTHS:
        with tempfile.TemporaryDirectory() as folder:
            windows = recorded(Path(folder), columns)
        file = Path(__file__).with_name(f"console-{columns}.png")
        picture(windows, columns).quantize(256).save(file, optimize=True)
        print(file.relative_to(ROOT))


def recorded(folder: Path, columns: int) -> dict[str, Rows]:
    """The last lines of the window in the middle of the run, and at its end."""
    terminal = Terminal(front_door_command(*WORDS), folder, columns, **paths())
    screen = terminal.screen
    screen.feed(f"{PROMPT}\r\n")

    def in_the_middle() -> bool:
        live = [found for line in screen.text() if (found := RUNNING.match(line)) and int(found[1]) >= EPOCH]
        return len(live) == 2 and re.match(r"  jobs .* left$", screen.text()[-1]) is not None

    try:
        assert terminal.wait(in_the_middle, 900) is None, "it ended before two trainings ran"
        middle = [list(row) for row in screen.rows[-LINES:]]
        assert terminal.wait(seconds=900) == 0, "\n".join(screen.text())
        assert any(line.startswith("  acceptance ") for line in screen.text()), "the tools changed while it ran"
    finally:
        terminal.close()
    end = [list(row) for row in screen.rows]
    while not end[-1]:
        end.pop()
    end = [*end, [(letter, "") for letter in "$ "]][-LINES:]
    while "".join(letter for letter, _ in end[0]).startswith(" " * 9):  # the rest of a line that has scrolled out
        del end[0]
    return {"while it runs": middle, "at the end": end}


def picture(windows: dict[str, Rows], columns: int) -> Image.Image:
    """The windows below each other, each with its title."""
    font = ImageFont.truetype(str(FONT), SIZE)
    advance = font.getlength("m")
    width = round(columns * advance) + 2 * MARGIN
    heights = [(len(rows) + 1) * LEADING + 2 * MARGIN for rows in windows.values()]
    made = Image.new("RGB", (width, sum(heights)), PAPER)
    drawing = ImageDraw.Draw(made)
    top = 0
    for (title, rows), height in zip(windows.items(), heights, strict=True):
        drawing.rectangle((0, top, width, top + LEADING + MARGIN // 2), fill=FRAME)
        drawing.text((MARGIN, top + MARGIN // 3), f"{title}, {columns} columns", font=font, fill=TITLE)
        for number, row in enumerate(rows):
            y = top + LEADING + MARGIN + number * LEADING
            for column, (letter, colour) in enumerate(row):
                drawing.text((MARGIN + column * advance, y), letter, font=font, fill=COLOURS.get(colour, INK))
        top += height
    return made


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]])
