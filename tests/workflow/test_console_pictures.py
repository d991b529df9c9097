"""The pictures in docs/images: a window as it is, drawn with its colours."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest
from helpers.terminal import Screen
from helpers.workflow import ROOT
from PIL import Image, ImageColor

FOLDER = ROOT / "docs/images"


@pytest.fixture
def script() -> ModuleType:
    """It is no package."""
    spec = importlib.util.spec_from_file_location("console_pictures", FOLDER / "console.py")
    assert spec and spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_what_is_drawn(script: ModuleType) -> None:
    """As wide as the window, each line at its place, in the colour of the terminal."""
    screen = Screen(10)
    screen.feed("\r\n  \033[31mXX\033[0m plain")
    made = script.picture({"now": screen.rows}, 10)
    red = [
        (x, y)
        for x in range(made.width)
        for y in range(made.height)
        if made.getpixel((x, y)) == ImageColor.getrgb(script.COLOURS["31"])
    ]
    advance = (made.width - 2 * script.MARGIN) / 10
    left, right = min(x for x, _ in red), max(x for x, _ in red)
    assert script.MARGIN + 2 * advance <= left < right <= script.MARGIN + 4 * advance
    second = script.MARGIN + 2 * script.LEADING
    assert all(second <= y < second + script.LEADING for _, y in red)


@pytest.mark.parametrize("columns", [80, 120])
def test_pictures_there_are(script: ModuleType, columns: int) -> None:
    """Of both widths, as the script draws them."""
    with Image.open(FOLDER / f"console-{columns}.png") as made:
        assert made.width == script.picture({}, columns).width
