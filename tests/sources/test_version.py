"""CMake, the citation file and the changelog name one version."""

from __future__ import annotations

import re

import yaml
from helpers.workflow import ROOT


def text(name: str) -> str:
    """A file of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


CITATION = yaml.safe_load(text("CITATION.cff"))
HEADINGS = re.findall(r"^## (.+)$", text("CHANGELOG.md"), flags=re.MULTILINE)


def test_the_version_is_the_same_everywhere() -> None:
    """That of the last release, whose date the citation has too."""
    in_cmake = re.search(r"^project\(creflow VERSION (\d+\.\d+\.\d+) ", text("CMakeLists.txt"), flags=re.MULTILINE)
    assert in_cmake
    assert CITATION["version"] == in_cmake[1]
    assert HEADINGS[1] == f"{in_cmake[1]} - {CITATION['date-released']}"


def test_changes_have_a_place_above_the_last_release() -> None:
    """And releases stand in their order, the newest first."""
    assert HEADINGS[0] == "Unreleased"
    releases = [re.fullmatch(r"(\d+)\.(\d+)\.(\d+) - \d{4}-\d\d-\d\d", heading) for heading in HEADINGS[1:]]
    assert all(releases)
    numbers = [tuple(map(int, release.groups())) for release in releases if release]
    assert numbers == sorted(set(numbers), reverse=True)


def test_the_citation_is_complete() -> None:
    """What the Citation File Format requires, and the licence of the repository."""
    assert CITATION["cff-version"] == "1.2.0"
    assert CITATION["message"]
    assert CITATION["title"].startswith("creflow")
    assert CITATION["authors"] == [{"name": "creflow developers"}]
    licence = text("LICENSE")
    assert licence.startswith(f"{CITATION['license']} License\n")
    assert CITATION["authors"][0]["name"] in licence
