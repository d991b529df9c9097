"""The lines of a text file that the tools read, for counting: plain or gzip, UTF-8 or UTF-16, any line ends."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path

from .problems import INPUT, Problem

LOOKED_AT = 4096  # bytes by which the encoding is told


def lines_of(file: str | Path) -> Iterator[str]:
    """Without line ends. What cannot be decoded is replaced: the tools say what is wrong with it."""
    with open(file, "rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
    with gzip.open(file, "rb") if packed else open(file, "rb") as stream:
        try:
            encoding = _encoding(stream.read1(LOOKED_AT))
            stream.seek(0)
            for line in io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline=None):
                yield line.rstrip("\n")
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise Problem(f"{file}: broken gzip stream: {error}; copy or download the file again", INPUT) from None


def _encoding(begin: bytes) -> str:
    if begin.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    most = len(begin) // 2 * 3 // 4
    for name, zeros in {"utf-16-le": begin[1::2], "utf-16-be": begin[0::2]}.items():
        if most > 1 and zeros.count(0) >= most:
            return name
    return "utf-8-sig"
