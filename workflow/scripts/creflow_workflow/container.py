"""The container that `--sdm apptainer` runs the tools in; envs/creflow.def makes it."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from .colours import say
from .problems import INPUT, Problem

# Where the image has its copy of the checkout, with the tools built and Python set up (envs/creflow.def).
ROOT = "/opt/creflow"
# The header of an image file: it holds the image's identifier, its time and the sizes of its parts.
_HEADER = 65536
# Both say "<SHA-256>  <name>".
_ASK = f"""sha256sum {ROOT}/build/release/bin/cre-*
PYTHONPATH={ROOT}/workflow/scripts {ROOT}/.venv/bin/python -B -m creflow_workflow.report_sources"""


def digest(image: str) -> str:
    """What stands for the tools inside: 16 hexadecimal digits from the image's header, or from its address."""
    if "://" in image:
        return hashlib.sha256(image.encode()).hexdigest()[:16]
    try:
        with Path(image).open("rb") as stream:
            header = stream.read(_HEADER)
    except OSError as error:
        raise Problem(
            f"{image}: cannot be read: {error.strerror}; make it with: apptainer build {image} envs/creflow.def", INPUT
        ) from error
    return hashlib.sha256(header).hexdigest()[:16]


@cache
def program_digests(image: str) -> dict[str, str]:
    """The SHA-256 of each program in the image and, as `report`, of what makes the report: the image itself is asked.
    Nothing, and a warning, where it does not answer: as an address, it may not be here yet."""
    program = shutil.which("apptainer") or shutil.which("singularity")
    answer = ""
    if program and "://" not in image:
        words = [program, "exec", image, "sh", "-c", _ASK]
        answer = subprocess.run(words, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL).stdout
    found = {
        Path(name).name: digest for digest, name in re.findall(r"^([0-9a-f]{64}) [ *](\S+)$", answer, re.MULTILINE)
    }
    if not found:
        say(f"creflow: warning: {image} cannot be asked for its programs, so what is finished is compared without them")
    return found
