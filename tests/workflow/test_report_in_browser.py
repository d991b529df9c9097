"""The report in a real browser: nothing on the console, nothing asked of the network."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from creflow_report.__main__ import main
from helpers.fake_run import ablation, split_report, write_fake_run, write_stage

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = """
    --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync --disable-dev-shm-usage --enable-logging=stderr --log-level=0
"""

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium here (package: envs/apt-tests.txt)")


def show(page: Path, folder: Path) -> tuple[list[str], list[str]]:
    """Shows a page; returns the lines on its console and the addresses it asked the network for."""
    log, picture = folder / "net.json", folder / "page.png"
    words = [f"--user-data-dir={folder}/profile", f"--log-net-log={log}", f"--screenshot={picture}", page.as_uri()]
    command = [str(BROWSER), *FLAGS.split(), *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert picture.is_file(), done.stderr
    console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    # The browser asks for things of its own accord, too: those requests have no page as their initiator.
    params = [event.get("params", {}) for event in json.loads(log.read_text(encoding="utf-8"))["events"]]
    asked = [p["url"] for p in params if "url" in p and p.get("initiator", "not an origin") != "not an origin"]
    return console, [url for url in asked if not url.startswith(("file:", "data:"))]


def test_the_report_is_silent_and_complete(tmp_path: Path) -> None:
    """No message, no request."""
    assert main(write_fake_run(tmp_path)) == 0
    assert show(tmp_path / "report/report.html", tmp_path) == ([], [])


def test_the_check_sees_messages_and_requests(tmp_path: Path) -> None:
    """The same look at a page that does both."""
    page = tmp_path / "bad.html"
    page.write_text('<img src="http://example.invalid/x.png"><script>console.error("loud")</script>', encoding="utf-8")
    console, asked = show(page, tmp_path)
    assert "loud" in console[0]
    assert asked == ["http://example.invalid/x.png"]


MEASURE = """<script>addEventListener("load", () => {
  const wide = [...document.querySelectorAll(".wide")];
  const cut = wide.filter(e => e.scrollWidth > e.clientWidth).map(e => e.closest("section").id);
  document.title = "measured " + wide.length + ", cut off: " + cut.join(" ");
})</script></body>"""


def cut_off(page: Path, folder: Path, width: int) -> str:
    """The number of tables, and the sections of those that do not fit into a window of this width."""
    copy = folder / "measured.html"
    copy.write_text(page.read_text(encoding="utf-8").replace("</body>", MEASURE), encoding="utf-8")
    words = [f"--user-data-dir={folder}/profile{width}", f"--window-size={width},900", "--dump-dom", copy.as_uri()]
    command = [str(BROWSER), *FLAGS.split(), *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout.partition("<title>")[2].partition("</title>")[0]


def test_no_table_is_cut_off(tmp_path: Path) -> None:
    """In a window of 1200 points, with long names, several seeds and three cell types; a narrow one has to scroll."""
    words = write_fake_run(tmp_path)
    made = ablation()
    for arm in (made["baseline"], *made["variants"]):
        arm.update(seeds=5, seed_sd=0.0123)
    made["variants"] = [made["variants"][0] | {"name": name} for name in ("one-strand-prediction", "single-stem")]
    write_stage(tmp_path / "ablate", "cre-ablate", {"ablation.json": json.dumps(made)})
    split = split_report()
    for part in split["splits"].values():
        part["target_cell"]["unknown"] = 0.002
    write_stage(tmp_path / "split/base", "cre-split", {"split_report.json": json.dumps(split)})
    assert main(words) == 0
    page = tmp_path / "report/report.html"
    assert cut_off(page, tmp_path, 1200) == "measured 10, cut off: "
    assert "ablation" in cut_off(page, tmp_path, 500)
