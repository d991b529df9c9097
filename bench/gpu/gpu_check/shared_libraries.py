"""The shared libraries that programs need besides LibTorch and what every Linux has."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

# Of the C library, and of the compiler: torch needs them as well, and brings or finds its own.
EVERYWHERE = re.compile(
    r"^(linux-vdso|ld-linux|libc|libm|libdl|librt|libpthread|libresolv|libutil|libstdc\+\+|libgcc_s)(?=[-.])"
)


def copy_libraries(programs: list[Path], torch: Path, out: Path) -> None:
    """Into `out`, under the names that the programs look for."""
    out.mkdir(parents=True)
    for name, file in needed(programs, torch).items():
        shutil.copy2(file, out / name)


def needed(programs: list[Path], torch: Path) -> dict[str, Path]:
    """Name: file. Raises SystemExit when one is not found here either."""
    wheels = torch.parent  # site-packages: LibTorch and NVIDIA's libraries
    found: dict[str, Path] = {}
    for program in programs:
        done = subprocess.run(
            ["ldd", str(program)],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"LD_LIBRARY_PATH": str(torch / "lib")},
        )
        for line in done.stdout.splitlines():
            match = re.match(r"\s*(\S+) => (\S.*?)(?: \(0x[0-9a-f]+\))?$", line)
            if match is None or EVERYWHERE.match(match[1]):
                continue
            if match[2] == "not found":
                raise SystemExit(f"pack: error: {program.name} needs {match[1]}, which is not here")
            file = Path(match[2])
            if not file.resolve().is_relative_to(wheels.resolve()) and not file.is_relative_to(wheels):
                found[match[1]] = file
    return found
