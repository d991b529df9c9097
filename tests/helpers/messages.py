"""Messages that docs/troubleshooting.md quotes, and the texts of the sources that they come from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from .documents import text_of
from .workflow import ROOT

PAGE = "docs/troubleshooting.md"
SOURCES = (
    "creflow",
    "lib/**/*.cpp",
    "lib/**/*.h",
    "python/*.py",
    "tools/*.cpp",
    "workflow/Snakefile",
    "workflow/rules/*",
    "workflow/scripts/**/*.py",
)
# What a message says as a whole, where the source has only its parts, is what tests expect of it.
TESTS = ("tests/cli/*.py", "tests/parity/*.py", "tests/report/*.py", "tests/unit/**/*.cpp", "tests/workflow/*.py")


def quoted() -> Iterator[tuple[str, str]]:
    """Each message with the row that quotes it: code in the first column of the tables of messages."""
    for table in re.findall(r"^\| Message \|.*\n\| --- .*\n((?:\| .*\n)+)", text_of(PAGE), flags=re.MULTILINE):
        for row in table.splitlines():
            first = re.split(r"(?<!\\) \| ", row.removeprefix("| "))[0]
            for message in re.findall(r"`([^`]+)`", first):
                yield message, row


def parts(message: str) -> list[str]:
    """What of a message is the same in every case: no numbers, names in capitals, values in quotes, words left out."""
    pieces = re.split(
        r"\.\.\.|'[^']*'|\b[A-Z]{1,8}\b(?!-)|-?\d[\d.,:]*(?:-\d+)*|\S+\.(?:tsv|csv|yaml|h5|sif)\b|->", message
    )
    trimmed = [piece.strip(" ,;:()%\"=`'.") for piece in pieces]
    return [piece for piece in trimmed if len(re.findall(r"[A-Za-z]{2,}", piece)) >= 2]


def is_said(part: str) -> bool:
    """Is it in a source as it stands, or in two pieces between which the source has a value or a choice of words?"""
    if part in said_by(SOURCES) or part in said_by(TESTS):
        return True
    words = part.split(" ")
    cuts = range(2, len(words) - 1)  # each of two words at least
    return any(" ".join(words[:cut]) in said_by(SOURCES) and " ".join(words[cut:]) in said_by(SOURCES) for cut in cuts)


@cache
def said_by(patterns: tuple[str, ...]) -> str:
    """The texts of files as one: those that are broken over lines are joined, and blanks are single."""
    texts = [file.read_text(encoding="utf-8") for one in patterns for file in ROOT.glob(one) if file.is_file()]
    joined = "\n".join(texts).replace('\\"', '"')
    joined = re.sub(r'"\s*\n\s*(?:rf?|f)?"', "", joined)
    return re.sub(r"\s+", " ", joined)
