"""Makes reports of finished runs, of copies in which a file was changed too, and reads what is on the page."""

from __future__ import annotations

import html.parser
import itertools
import json
import shutil
from collections.abc import Callable, Container, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

from creflow_report import contents
from creflow_report.__main__ import main
from creflow_report.config import read_config
from creflow_report.contents import SECTIONS
from creflow_report.inputs import Inputs
from creflow_report.page import Part, read_part
from creflow_report.picture import Picture
from creflow_report.style import NARROW, WIDE, Layout
from creflow_workflow import manifest
from creflow_workflow.manifest import StageRun

Json = dict[str, Any]
ALL = tuple(section.name for section in SECTIONS)
# Whatever text a title is, it comes through the workflow, into the page and past the auditor.
TITLE = 'ü "0.01207" <b> & \\ \n\t\x01\x7f \u2028 \U0001f9ec'
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
        self.file = file
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
        addresses = [values[key] or "" for key in ("src", "srcset", "href") if key in values]
        self.addresses += [one.partition(",")[0] if one.startswith("data:") else one for one in addresses]
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


def with_variants(run: Path, groups: dict[str, list[str]]) -> None:
    """Gives a run these variants in these groups instead of its own: copies of what its own are."""
    config = json.loads((run / "config/report.json").read_text(encoding="utf-8"))
    names = [name for group in groups.values() for name in group]
    stages = {
        name: [one for one in folders if "/" not in one or _is_base(one)] for name, folders in config["stages"].items()
    }
    for stage, folders in config["stages"].items():
        own = [folder for folder in folders if folder not in stages[stage]]
        for name, folder in zip(names, itertools.cycle(own)) if own else ():
            parts = folder.split("/")
            copied = "/".join([stage, name, *parts[2:]])
            shutil.copytree(run / folder, run / copied)
            stages[stage].append(copied)

    def renamed(ablation: Json) -> None:
        arms = itertools.cycle(ablation["variants"])
        ablation["variants"] = [next(arms) | {"name": name} for name in names]
        ablation["family"] = len(names)

    change_json(run, "ablate/ablation.json", renamed)
    grid = [
        {
            "title": title,
            "variants": [{"name": name, "changes": [f"set.to: {name}"], "pair_of": None} for name in group],
        }
        for title, group in groups.items()
    ]
    change_config(run, stages=stages, grid=grid)


def _is_base(folder: str) -> bool:
    return folder.split("/")[1] == "base"


def words_of(run: Path, out: Path) -> list[str]:
    """The command line of the report of a run."""
    return ["--config", str(run / "config/report.json"), "--run", str(run), "--out", str(out)]


def report_of(run: Path, out: Path, sections: Container[str] = ALL) -> Page:
    """Makes the report of a run in `out`; only with these sections, which is quicker."""
    assert make_report(run, out, sections) == 0
    return Page(out / "report.html")


def make_report(run: Path, out: Path, sections: Container[str] = ALL) -> int:
    """The same for one that may fail; the exit code."""
    shown = [section for section in SECTIONS if section.name in sections]
    with patch.object(contents, "SECTIONS", shown):
        return main(words_of(run, out))


def parts_of(run: Path, out: Path) -> list[Part]:
    """All sections of the report of a run with what they show, without figures."""
    config = read_config(run / "config/report.json")
    inputs = Inputs(run, config, StageRun("creflow-report", out, config))
    return [read_part(section, inputs) for section in contents.sections_with(inputs.about)]


def drawn(part: Part) -> Iterator[tuple[str, Layout, Picture]]:
    """All figures of a section, for wide and for narrow pages."""
    for name in part.section.figures:
        for layout in (WIDE, NARROW):
            yield name, layout, getattr(part.code, name)(part.shown, layout)
