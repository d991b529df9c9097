"""The report in a real browser: silent, complete without a network, readable in wide and narrow windows, by day and at
night, and by those who do not see it; and what its buttons do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import axe_core_python
import pytest
from creflow_report import style
from helpers.browser import CHROMIUM, Browser, View, browser

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here (package: envs/apt-tests.txt)")

WIDE, NARROW = 1440, 390
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# Pictures in sight: each figure has one for wide and one for narrow windows.
SHOWN = "[...document.images].filter((image) => image.getClientRects().length)"
EACH_LOOK = pytest.mark.parametrize(
    ("width", "dark"),
    [(WIDE, False), (NARROW, False), (WIDE, True), (NARROW, True)],
    ids=["wide", "narrow", "wide and dark", "narrow and dark"],
)


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One for all tests."""
    with browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


def report(run: Path) -> Path:
    return run / "report/report.html"


@EACH_LOOK
def test_the_report_is_silent_and_complete(chromium: Browser, run: Path, width: int, dark: bool) -> None:
    """No message, no request; every picture is there and has something on it."""
    view = chromium.view(report(run), width, dark)
    assert view.console == [] and view.asked == []
    assert view.evaluate("[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]") == [width, dark]
    figures = view.evaluate("[...document.querySelectorAll('figure')].map((figure) => figure.id)")
    colours = view.evaluate(f"""{SHOWN}.map((image) => {{
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
        const context = canvas.getContext("2d");
        context.drawImage(image, 0, 0);
        return new Set(new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size;
    }})""")
    assert len(colours) == len(figures) > 0
    assert {name: number for name, number in zip(figures, colours, strict=True) if number < 10} == {}
    widths = view.evaluate(f"{SHOWN}.map((image) => image.naturalWidth / 96 * 72)")
    assert widths == pytest.approx([72 * (style.WIDE if width == WIDE else style.NARROW).width] * len(figures), abs=1)


def test_the_check_sees_messages_and_requests(chromium: Browser, tmp_path: Path) -> None:
    """The same look at a page that does both."""
    page = tmp_path / "bad.html"
    page.write_text(
        '<img src="http://example.invalid/x.png"><script>console.error("loud"); nowhere()</script>', encoding="utf-8"
    )
    view = chromium.view(page, WIDE)
    assert "loud" in view.console and "Uncaught" in view.console
    assert view.asked == ["http://example.invalid/x.png"]


@pytest.mark.parametrize("width", [320, NARROW, 768, WIDE])
def test_the_page_does_not_scroll_sideways(chromium: Browser, any_run: Path, width: int) -> None:
    """Tables do, within themselves; what is said of them and where it is from stays in sight."""
    view = chromium.view(report(any_run), width)
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    held = "(one) => one.closest('.wide') || one.scrollWidth > one.clientWidth + 1"
    texts = "document.querySelectorAll('.caption, .source, figcaption, h2, h3, main > section > p')"
    assert view.evaluate(f"[...{texts}].filter({held}).map((one) => one.textContent.trim().slice(0, 60))") == []
    regions = "[...document.querySelectorAll('.wide')].filter((one) => one.tabIndex != 0).length"
    assert view.evaluate(regions) == 0, "the keyboard scrolls them, too"


def test_tables_fit_a_wide_window(chromium: Browser, run: Path) -> None:
    """With three cell types and two variants nothing has to be scrolled."""
    view = chromium.view(report(run), WIDE)
    cut = "[...document.querySelectorAll('.wide')].filter((one) => one.scrollWidth > one.clientWidth)"
    assert view.evaluate(f"{cut}.map((one) => one.querySelector('table').id)") == []


@EACH_LOOK
def test_axe_finds_nothing_that_matters(chromium: Browser, run: Path, width: int, dark: bool) -> None:
    """Contrast, names, roles, structure: no violation of serious or critical impact."""
    violations, passes = looked_through(chromium.view(report(run), width, dark))
    assert violations == []
    assert {"color-contrast", "image-alt", "landmark-one-main"} <= set(passes)


def test_axe_finds_nothing_in_a_large_report(chromium: Browser, many_run: Path) -> None:
    """With groups of rows, where tables have to be scrolled."""
    violations, passes = looked_through(chromium.view(report(many_run), NARROW))
    assert violations == [] and "scrollable-region-focusable" in passes


def looked_through(view: View) -> tuple[list[list[str]], list[str]]:
    """What axe finds, and the rules that hold. Groups of rows are unfolded before."""
    view.evaluate(f"{AXE}; document.querySelectorAll('.fold[aria-expanded=false]').forEach((one) => one.click())")
    return view.evaluate("""axe.run(document).then((found) => [
        found.violations.filter((one) => ["serious", "critical"].includes(one.impact))
            .map((one) => [one.id, one.help, ...one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200))]),
        found.passes.map((one) => one.id),
    ])""")


def test_axe_sees_what_is_wrong(chromium: Browser, tmp_path: Path) -> None:
    """The same look at a page with grey on grey and a picture without words."""
    page = tmp_path / "bad.html"
    text = '<p style="color: #999; background: #888">hardly</p><img src="data:,"><table tabindex="0"></table>'
    page.write_text(f"<!DOCTYPE html><html lang='en'><title>t</title><main>{text}</main></html>", encoding="utf-8")
    found, _ = looked_through(chromium.view(page, WIDE))
    assert [one[0] for one in found] == ["color-contrast", "image-alt"]


ROWS = (
    "[...document.querySelectorAll('#{} tbody tr')].filter((row) => !row.hidden).map((row) => row.cells[{}].innerText)"
)


def test_a_column_is_sorted(chromium: Browser, run: Path) -> None:
    """Upwards, then downwards, as numbers; the row of totals stays the last."""
    view = chromium.view(report(run), WIDE)
    click = "document.querySelectorAll('#rules thead .sort')[{}].click()"
    column = view.evaluate(
        "[...document.querySelectorAll('#rules thead th')].findIndex((h) => /alone/i.test(h.innerText))"
    )
    values = ROWS.format("rules", column)

    def numbers(texts: list[str]) -> list[float]:
        return [float(text.replace(",", "")) for text in texts[:-1] if text.strip()]

    before = view.evaluate(values)
    view.evaluate(click.format(column))
    assert numbers(view.evaluate(values)) == sorted(numbers(before))
    assert view.evaluate("document.querySelectorAll('#rules thead th[aria-sort=ascending]').length") == 1
    view.evaluate(click.format(column))
    assert numbers(view.evaluate(values)) == sorted(numbers(before), reverse=True)
    assert view.evaluate("document.querySelectorAll('#rules thead th[aria-sort=descending]').length") == 1
    assert view.evaluate(values)[-1] == before[-1]


def test_groups_are_folded(chromium: Browser, many_run: Path) -> None:
    """27 variants are many: their groups are closed at first, and each opens by its heading."""
    view = chromium.view(report(many_run), WIDE)
    shown = ROWS.format("table2", 0)
    fixed = [text for text in view.evaluate(shown) if "Which" not in text]
    assert not [text for text in fixed if text.endswith("-0")], "no variant is in sight"
    heads = view.evaluate("[...document.querySelectorAll('#table2 .fold')].map((one) => one.textContent)")
    assert [head.strip()[-3:] for head in heads] == ["(9)"] * 3
    view.evaluate("document.querySelectorAll('#table2 .fold')[1].click()")
    opened = [text for text in view.evaluate(shown) if text not in fixed and "Which" not in text]
    assert len(opened) == 9 and len({text.rpartition("-")[0] for text in opened}) == 1
    assert view.evaluate("document.querySelectorAll('#table2 .fold[aria-expanded=true]').length") == 1
    view.evaluate("document.querySelectorAll('#table2 .fold')[1].click()")
    assert [text for text in view.evaluate(shown) if "Which" not in text] == fixed
    view.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert len(view.evaluate(shown)) == len(fixed) + 3 + 27, "nothing is hidden on paper"


def saved(view: View, table: str) -> list[list[str]]:
    """The fields of the lines that the button of a table saves."""
    text = view.evaluate(f"""new Promise((done) => {{
        URL.createObjectURL = (blob) => {{ blob.text().then(done); return "data:,"; }};
        HTMLAnchorElement.prototype.click = () => {{}};
        const buttons = [...document.querySelectorAll(".table:has(#{table}) .source button")];
        buttons.find((one) => one.innerText == "TSV").click();
    }})""")
    return [line.split("\t") for line in text.removesuffix("\n").split("\n")]


def test_a_table_is_saved_as_it_is_shown(chromium: Browser, run: Path) -> None:
    """Tabs between the fields, a header, and minus signs that programs read."""
    header, *rows = saved(chromium.view(report(run), WIDE), "table1")
    assert header[:4] == ["Cell type", "N", "Pearson", "Pearson interval"]
    assert {len(row) for row in rows} == {len(header)}
    metrics = json.loads((run / "eval/base/metrics.json").read_text(encoding="utf-8"))
    pearson = header.index("Pearson")
    shown = {row[0]: row[pearson] for row in rows}
    assert [shown[task] for task in metrics["tasks"]] == [
        f"{metrics['per_task'][task]['pearson']['value']:.3f}" for task in metrics["tasks"]
    ]


def test_groups_are_a_column_of_the_saved_table(chromium: Browser, run: Path) -> None:
    """And an interval is named after what it is of."""
    header, *rows = saved(chromium.view(report(run), WIDE), "networks")
    assert header[:2] == ["Group", "Network"] and {len(row) for row in rows} == {len(header)}
    assert [row[:2] for row in rows] == [["", "base/seed7"], ["Variants", "longer/seed7"]]


def test_a_table_is_copied_also_without_a_clipboard(chromium: Browser, run: Path) -> None:
    """A file may not write to it everywhere: then the table is selected."""
    view = chromium.view(report(run), WIDE)
    copy = "[...document.querySelectorAll('.table:has(#table1) .source button')].find((one) => one.innerText == 'Copy')"
    said = view.evaluate(f"""new Promise((done) => {{
        navigator.clipboard.writeText = () => Promise.reject(new Error("not allowed"));
        const button = {copy};
        button.click();
        setTimeout(() => done([button.innerText, String(getSelection()).includes("Cell type")]), 100);
    }})""")
    assert said == ["Selected: copy it with the keyboard", True]
