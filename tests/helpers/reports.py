"""Makes reports of finished runs, of copies in which a file was changed too, and reads what is on the page."""

from __future__ import annotations

import html.parser
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from creflow_report.__main__ import main
from creflow_workflow import manifest

Json = dict[str, Any]
VOID = {"meta", "link", "img", "br", "hr", "input", "source"}


class Page(html.parser.HTMLParser):
    """Checks that elements nest, and collects ids, texts, links and picture descriptions."""

    def __init__(self, file: Path) -> None:
        """The whole page is read."""
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.alts: list[str] = []
        self._texts: list[tuple[str | None, str]] = []
        self._sections: list[str | None] = [None]
        self._silent = 0
        self.source = file.read_text(encoding="utf-8")
        self.feed(self.source)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes the element."""
        values = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
            self._sections.append(values.get("id") if tag == "section" else self._sections[-1])
            self._silent += tag in ("style", "script")
        self.ids += [values["id"] or ""] if "id" in values else []
        self.addresses += [values[key] or "" for key in ("src", "srcset", "href") if key in values]
        if tag == "img":
            self.alts.append(values.get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        """Closes the innermost element, which must be this one."""
        assert self.open.pop() == tag
        self._sections.pop()
        self._silent -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        """Collects text."""
        if not self._silent:
            self._texts.append((self._sections[-1], data))

    def text(self, section: str | None = None) -> str:
        """What a reader sees, of one section or of all, with single blanks."""
        return " ".join(" ".join(text for at, text in self._texts if section in (None, at)).split())


def copy_of(run: Path, folder: Path) -> Path:
    """A copy of the results of a run that a test may change; without its report."""
    return Path(shutil.copytree(run, folder / "run", ignore=shutil.ignore_patterns("report", "logs")))


def change_text(run: Path, file: str, change: Callable[[str], str]) -> None:
    """Changes a file that a stage wrote, "eval/base/metrics.json", and its digests in the manifest of the stage."""
    folder = next(parent for parent in (run / file).parents if (parent / manifest.NAME).is_file())
    (run / file).write_bytes(change((run / file).read_bytes().decode()).encode())
    made = manifest.read(folder)
    entry = next(
        one for one in made["outputs"] + made["run"]["files"] if one["file"] == str((run / file).relative_to(folder))
    )
    entry |= {"bytes": (run / file).stat().st_size, "sha256": manifest.sha256_of_file(run / file)}
    sign(folder, made)


def change_json(run: Path, file: str, change: Callable[[Json], object]) -> None:
    """The same for what a JSON file holds."""

    def changed(text: str) -> str:
        content = json.loads(text)
        change(content)
        return json.dumps(content)

    change_text(run, file, changed)


def sign(folder: Path, made: Json) -> None:
    """Writes a changed manifest with its own digest."""
    made["content_sha256"] = manifest.content_sha256(made)
    (folder / manifest.NAME).write_text(json.dumps(made), encoding="utf-8")


def change_config(run: Path, **changes: object) -> None:
    """Changes keys of the config of the report."""
    file = run / "config/report.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | changes), encoding="utf-8")


def words_of(run: Path, out: Path) -> list[str]:
    """The command line of the report of a run."""
    return ["--config", str(run / "config/report.json"), "--run", str(run), "--out", str(out)]


def report_of(run: Path, out: Path) -> Page:
    """Makes the report of a run in `out`."""
    assert main(words_of(run, out)) == 0
    return Page(out / "report.html")
