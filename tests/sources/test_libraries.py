"""What C++ files include follows what CMake says about their libraries, and CMake names every source."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIB = ROOT / "lib"
# Batches and static archives hide a source that depends on too much, or that nobody compiles: hence these tests.
CMAKE_FILES = sorted(
    [ROOT / "CMakeLists.txt", *ROOT.glob("cmake/*.cmake")]
    + [file for folder in ("lib", "tools", "tests", "bench") for file in (ROOT / folder).rglob("CMakeLists.txt")]
)


def calls(cmake: Path, function: str) -> list[list[str]]:
    """The words of each call of a CMake function in a file."""
    text = re.sub(r"#.*", "", cmake.read_text(encoding="utf-8"))
    return [words.split() for words in re.findall(rf"^\s*{function}\(([^)]*)\)", text, flags=re.MULTILINE)]


def libraries_in(words: list[str]) -> set[str]:
    """The folders of lib/ whose libraries are named in the words."""
    return {word.removeprefix("cre_") for word in words if (LIB / word.removeprefix("cre_")).is_dir()}


def dependencies() -> dict[str, set[str]]:
    """For each folder of lib/, those that its CMakeLists.txt names as DEPENDS."""
    found = {}
    for cmake in sorted(LIB.glob("*/CMakeLists.txt")):
        ((name, *words),) = calls(cmake, "cre_add_library")
        assert name == cmake.parent.name, f"{cmake}: the library of a folder is named after it"
        found[name] = libraries_in(words[words.index("DEPENDS") :] if "DEPENDS" in words else [])
    return found


def reachable(names: set[str]) -> set[str]:
    """These libraries and all that they depend on."""
    depends, seen, left = dependencies(), set(), set(names)
    while left:
        name = left.pop()
        seen.add(name)
        left |= depends[name] - seen
    return seen


def included(file: Path) -> list[str]:
    """What a file includes in quotes."""
    return re.findall(r'^\s*#\s*include "([^"]+)"', file.read_text(encoding="utf-8"), flags=re.MULTILINE)


def foreign(files: list[Path], allowed: set[str]) -> list[str]:
    """Includes of headers in other folders of lib/ than the allowed ones."""
    return [
        f"{file.relative_to(ROOT)}: {header}"
        for file in files
        for header in included(file)
        if "/" in header and header.partition("/")[0] not in allowed
    ]


def sources(folder: Path) -> list[Path]:
    """The C++ files of a folder and those below it."""
    files = sorted(file for file in folder.rglob("*") if file.suffix in (".cpp", ".h"))
    assert files, folder
    return files


def test_the_order_in_cmake_is_that_of_the_dependencies() -> None:
    """A library stands below all that it depends on; no folder is forgotten."""
    order = [name for (name,) in calls(LIB / "CMakeLists.txt", "add_subdirectory")]
    assert len(order) > 10
    assert sorted(order) == sorted(dependencies())
    for name, depends in dependencies().items():
        below = {other for other in depends if order.index(other) >= order.index(name)}
        assert not below, f"{name} depends on {below}, which stand below it in lib/CMakeLists.txt"


@pytest.mark.parametrize("library", sorted(dependencies()))
def test_libraries_include_what_they_depend_on(library: str) -> None:
    """Itself and what its DEPENDS reach."""
    assert not foreign(sources(LIB / library), reachable({library}))


def test_tools_include_what_they_depend_on() -> None:
    """What the DEPENDS of tools/CMakeLists.txt reach."""
    tools = {words[0]: words for words in calls(ROOT / "tools/CMakeLists.txt", "cre_add_tool")}
    assert sorted(tools) == sorted(file.stem for file in (ROOT / "tools").glob("*.cpp"))
    for name, words in tools.items():
        allowed = reachable(libraries_in(words[words.index("DEPENDS") :]))
        assert not foreign([ROOT / f"tools/{name}.cpp"], allowed)


def test_headers_that_are_included_exist() -> None:
    """Else an include would pass for one of a library that it only sounds like."""
    for file in sources(LIB):
        for header in included(file):
            assert "/" not in header or (LIB / header).is_file(), f"{file.relative_to(ROOT)}: {header}"


def test_sources_include_their_own_header_first() -> None:
    """So that it is proven to compile alone (tests/headers sees to those without a source of their own)."""
    own = [file for file in sources(LIB) if file.suffix == ".cpp" and file.with_suffix(".h").is_file()]
    assert len(own) > 100
    for file in own:
        first = re.search(r"^\s*#\s*include (.*)", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        expected = f'"{file.with_suffix(".h").relative_to(LIB)}"'
        assert first and first[1].strip() == expected, f"{file.relative_to(ROOT)}: {expected} comes first"


def test_cmake_names_every_source() -> None:
    """A file that nobody compiles, above all a test, promises what nobody checks."""
    for file in sources(LIB) + sources(ROOT / "tests/unit"):
        if file.suffix == ".cpp":
            folder = next(folder for folder in file.parents if (folder / "CMakeLists.txt").is_file())
            named = re.findall(r"[\w./-]+", (folder / "CMakeLists.txt").read_text(encoding="utf-8"))
            assert str(file.relative_to(folder)) in named, f"{file.relative_to(ROOT)} is not in {folder.name}'s CMake"


def test_lines_of_cmake_are_not_too_long() -> None:
    """No formatter breaks them."""
    assert len(CMAKE_FILES) > 30
    for file in CMAKE_FILES:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            assert len(line) <= 120, f"{file.relative_to(ROOT)}: line {number}"
