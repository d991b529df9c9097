"""Pages lead to what exists, and say of what kind their blocks are."""

from __future__ import annotations

import os
import re
from pathlib import PurePosixPath

import pytest
from helpers.documents import LANGUAGES, anchors, blocks, links, pages, text_of
from helpers.workflow import ROOT

PICTURES = sorted(str(file.relative_to(ROOT)) for file in ROOT.glob("docs/images/*.png"))


def target(page: str, link: str) -> str:
    """The file that a link leads to, from the root folder."""
    return os.path.normpath(PurePosixPath(page).parent / link) if link else page


@pytest.mark.parametrize("page", pages())
def test_links_lead_somewhere(page: str) -> None:
    """To a file or folder that is there, and a heading that is in it."""
    for link in links(page):
        if link.startswith(("https://", "mailto:")):
            continue
        file, _, heading = link.partition("#")
        path = target(page, file)
        assert (ROOT / path).exists(), f"{page}: {link}: no such file"
        if heading:
            assert heading in anchors(path), f"{page}: {link}: no such heading; there are {sorted(anchors(path))}"


@pytest.mark.parametrize("page", pages())
def test_blocks_say_what_they_are(page: str) -> None:
    """So that commands are known and run, see test_documented_commands.py; Python compiles."""
    assert text_of(page).count("```") == 2 * len(list(blocks(page))), f"{page}: fences do not match"
    for block in blocks(page):
        assert block.language in LANGUAGES, f"{block.where}: '{block.language}' is none of {LANGUAGES}"
        if block.language == "python":
            compile(block.text, block.where, "exec")


def test_the_index_has_every_page() -> None:
    """Of docs/, and README.md leads to it."""
    listed = {target("docs/README.md", link.partition("#")[0]) for link in links("docs/README.md")}
    missing = {page for page in pages() if page.startswith("docs/")} - listed - {"docs/README.md"}
    assert not missing, "docs/README.md does not lead there"
    assert "docs/README.md" in links("README.md")


def test_rules_of_quality_control_are_listed() -> None:
    """In docs/tables.md, all of them."""
    sources = [file.read_text(encoding="utf-8") for file in ROOT.glob("lib/qc/rules/*_rule.cpp")]
    codes = {code for text in sources for code in re.findall(r'Rule rule\{\.code = "?(\w+)"?', text)}
    codes = {"merged_replicate" if code == "kMergedReplicate" else code for code in codes}
    listed = re.findall(r"^\| `(\w+)` \|", text_of("docs/tables.md"), flags=re.MULTILINE)
    assert len(codes) > 10 and codes <= set(listed)


def test_pictures_are_shown() -> None:
    """Each on some page, and no page is without the one it asks for (test_links_lead_somewhere)."""
    shown = {target(page, link) for page in pages() for link in links(page) if link.endswith(".png")}
    assert PICTURES and shown == set(PICTURES)
