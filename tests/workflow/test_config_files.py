"""The files behind --configfile: a bad one is one line, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from creflow_workflow.config_files import main, named_files


@pytest.mark.parametrize(
    ("words", "files"),
    [
        (["-n"], []),
        (["--configfile", "a.yaml", "--config", "run=x"], ["a.yaml"]),
        (["--cores", "2", "--configfile=a.yaml"], ["a.yaml"]),
        (["--configfiles", "a.yaml", "b.yaml", "-n", "target"], ["a.yaml", "b.yaml"]),
    ],
)
def test_finds_the_files_among_the_words(words: list[str], files: list[str]) -> None:
    assert named_files(words) == files


@pytest.mark.parametrize(
    ("content", "code", "part"),
    [
        (None, 5, "c.yaml: cannot be read: No such file or directory"),
        (b"run: [1,\n", 3, "c.yaml: line 2: not valid YAML"),
        (b"run: caf\xe9\n", 3, "c.yaml: byte 9 is no UTF-8"),
        (b"", 3, "c.yaml: holds no keys and values"),
        (b"run: x\n", 0, ""),
    ],
)
def test_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, code: int, part: str
) -> None:
    file = tmp_path / "c.yaml"
    if content is not None:
        file.write_bytes(content)
    assert main(["--configfile", str(file)]) == code
    error = capsys.readouterr().err
    assert part in error and error.count("\n") == (1 if code else 0)
