"""Makes the pictures of README.md and docs/tutorial.md from finished runs; needs Chromium and Pillow.

    .venv/bin/python docs/images/make_pictures.py [RESULTS]

RESULTS (results/ without it) holds the run `simulated` of `./creflow run`, and the runs and the comparison of the
tutorial. Pages are shown in a window of 1,300 pixels and kept at four fifths of that, in 256 colours.
"""

from __future__ import annotations

import io
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tests"))

from helpers.browser import Browser, View, browser  # noqa: E402 - found by the line above

WIDTH = 1300
SCALE = 0.8
MARGIN = 8
COLOURS = 256


@dataclass(frozen=True)
class Picture:
    """A page of RESULTS from its top, or from an element on, to the end of another one."""

    name: str
    page: str
    last: str  # selector
    first: str = ""


PICTURES = (
    Picture("report", "simulated/report/report.html", last="#accuracy figure img"),
    Picture("tutorial-report", "assay/report/report.html", last="#warnings"),
    Picture("tutorial-scatter", "assay/report/report.html", first="#accuracy figure", last="#accuracy figure"),
    Picture("tutorial-compare", "compare-assay-one-strand/compare.html", first="#differences", last="#settings"),
)
# The host is nobody's business.
WITHOUT_HOST = (
    "document.querySelectorAll('#run dd').forEach(one => one.textContent = one.textContent.replace(/Z on .*/, 'Z'))"
)


def edge(view: View, selector: str, side: str) -> float:
    """Where an element begins or ends, in pixels of the page."""
    found = f"[...document.querySelectorAll({selector!r})].find(one => one.getClientRects().length)"
    return float(view.evaluate(f"{found}.getBoundingClientRect().{side} + ('{side}' == 'left' ? scrollX : scrollY)"))


def take(shown: Browser, picture: Picture, results: Path) -> bytes:
    """The picture as PNG."""
    view = shown.view(results / picture.page, WIDTH)
    view.evaluate(WITHOUT_HOST)
    left, top = (edge(view, picture.first, side) - MARGIN for side in ("left", "top")) if picture.first else (0, 0)
    return view.picture(left, top, WIDTH, edge(view, picture.last, "bottom") + MARGIN)


def main() -> None:
    """All of them."""
    results = Path(sys.argv[1] if len(sys.argv) > 1 else "results").resolve()
    with tempfile.TemporaryDirectory() as profile, browser(Path(profile)) as shown:
        for picture in PICTURES:
            image = Image.open(io.BytesIO(take(shown, picture, results))).convert("RGB")
            image = image.resize((round(image.width * SCALE), round(image.height * SCALE)), Image.Resampling.LANCZOS)
            file = HERE / f"{picture.name}.png"
            image.quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE).save(file, optimize=True)
            print(f"{file}: {image.width} x {image.height}, {file.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
