"""The container that `--sdm apptainer` runs the tools in; envs/creflow.def makes it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from .problems import INPUT, Problem

# Where the image has its copy of the checkout, with the tools built and Python set up (envs/creflow.def).
ROOT = "/opt/creflow"
# The header of an image file: it holds the image's identifier, its time and the sizes of its parts.
_HEADER = 65536


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
