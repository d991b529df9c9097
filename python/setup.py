"""The version of the package is that of creflow, which CMakeLists.txt says; the rest is in pyproject.toml."""

import re
from pathlib import Path

from setuptools import setup

cmake = Path(__file__).resolve().parents[1] / "CMakeLists.txt"
setup(version=re.search(r"^project\(creflow VERSION (\S+)", cmake.read_text(encoding="utf-8"), re.MULTILINE)[1])
