"""Texts in the HDF5 artifacts: a group with offsets and bytes (lib/storage/hdf5_file.h)."""

from __future__ import annotations

import itertools

import h5py
import numpy as np


def read_texts(group: h5py.Group) -> list[str]:
    """All texts of a list."""
    offsets, joined = group["offsets"][()].tolist(), group["bytes"][()].tobytes()
    return [joined[begin:end].decode() for begin, end in itertools.pairwise(offsets)]


def write_texts(file: h5py.File, name: str, texts: list[str]) -> None:
    """Adds a list of texts."""
    parts = [text.encode() for text in texts]
    offsets = np.cumsum([0, *map(len, parts)], dtype=np.int64)
    file.create_dataset(f"{name}/offsets", data=offsets, fletcher32=True, chunks=True)
    joined = np.frombuffer(b"".join(parts), dtype=np.uint8)
    file.create_dataset(f"{name}/bytes", data=joined, **({"fletcher32": True, "chunks": True} if len(joined) else {}))
