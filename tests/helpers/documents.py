"""Pages of documentation: their fenced blocks, commands, links and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .workflow import ROOT

PAGES = ("*.md", "docs/*.md", "config/**/*.md", "results/README.md", "tests/data/*.md", "bench/**/*.md")
COMMANDS = ("bash", "console")  # of a console block, what stands behind $
LANGUAGES = (*COMMANDS, "python", "snakemake", "text", "yaml")


@dataclass(frozen=True)
class Block:
    """What stands between fences."""

    page: str
    line: int  # of its first fence
    language: str
    text: str

    @property
    def where(self) -> str:
        """For messages."""
        return f"{self.page}:{self.line}"


@dataclass(frozen=True)
class Command:
    """One command of a block, without its comment; lines that end with a backslash are one."""

    page: str
    text: str


def pages() -> list[str]:
    """All of Markdown but the changelog, which is about what was."""
    found = {str(file.relative_to(ROOT)) for pattern in PAGES for file in ROOT.glob(pattern)}
    return sorted(found - {"CHANGELOG.md"})


@cache
def text_of(page: str) -> str:
    """A page."""
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str) -> Iterator[Block]:
    """Those of a page, also within lists."""
    found = re.finditer(r"^( *)```(\w*)\n(.*?)^\1```$", text_of(page), flags=re.MULTILINE | re.DOTALL)
    for match in found:
        lines = [line.removeprefix(match[1]) for line in match[3].splitlines()]
        yield Block(page, text_of(page).count("\n", 0, match.start()) + 1, match[2], "\n".join(lines))


def commands_of(block: Block) -> list[Command]:
    """Those of a block, in order."""
    text = block.text.replace("\\\n", " ")
    lines = text.splitlines()
    if block.language == "console":
        lines = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
    stripped = [re.sub(r"(^|\s)#\s.*", "", line).strip() for line in lines]
    return [Command(block.page, re.sub(r"\s+", " ", line)) for line in stripped if line]


def output_of(block: Block) -> str:
    """What a console block shows besides its commands."""
    return "\n".join(line for line in block.text.splitlines() if not line.startswith("$ "))


def prose(page: str) -> str:
    """A page without its fenced blocks."""
    return re.sub(r"^( *)```.*?^\1```$", "", text_of(page), flags=re.MULTILINE | re.DOTALL)


def spans(page: str) -> list[str]:
    """Code within sentences; one may run over the end of a line."""
    return [re.sub(r"\s+", " ", span).strip() for span in re.findall(r"`([^`]+)`", prose(page))]


def links(page: str) -> list[str]:
    """Targets of links and pictures."""
    without_code = re.sub(r"`[^`]*`", "`", prose(page))
    return re.findall(r"\]\(([^)\s]+)\)", without_code)


@cache
def anchors(page: str) -> frozenset[str]:
    """Names by which GitHub knows the headings of a page."""
    found: dict[str, int] = {}
    names = set()
    for heading in re.findall(r"^#+ +(.+?) *$", prose(page), flags=re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").lower()
        name = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        count = found.get(name, 0)
        found[name] = count + 1
        names.add(f"{name}-{count}" if count else name)
    return frozenset(names)
