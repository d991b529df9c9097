"""Simulated datasets, made where the pack is made: equal bytes for the GPU and for the processor's reference."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

PLANTED = (
    "malformed",
    "invalid_base",
    "off_length",
    "too_many_n",
    "missing_activity",
    "se_out_of_range",
    "se_above_threshold",
    "unknown_target_cell",
    "exact_duplicates",
    "near_duplicates",
)


def make_dataset(binaries: Path, rows: int, work: Path, out: Path) -> dict[str, Any]:
    """dataset.h5.gz and the manifest in `out`; what it is made of stays in `work`."""

    def stage(tool: str, folder: str, *words: object) -> Path:
        command = [binaries / tool, *words, "--quiet", "--out", work / folder]
        subprocess.run([str(word) for word in command], check=True)
        return work / folder

    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    simulated = {"elements": rows, "planted": dict.fromkeys(PLANTED, 0)}
    (work / "simulate.json").write_text(json.dumps({"simulate": simulated}), encoding="utf-8")
    table = stage("cre-simulate", "simulate", "--config", work / "simulate.json") / "elements.tsv.gz"
    elements = stage("cre-qc", "qc", "--table", table) / "elements.h5"
    split = stage("cre-split", "split", "--elements", elements) / "split.h5"
    encoded = stage("cre-encode", "encode", "--elements", elements, "--split", split)
    pack_dataset(encoded, out)
    counts = json.loads((split.parent / "manifest.json").read_text(encoding="utf-8"))["counts"]
    digest = hashlib.sha256((encoded / "dataset.h5").read_bytes()).hexdigest()
    return {"rows": rows, "counts": counts, "sha256": digest}


def pack_dataset(encoded: Path, out: Path) -> None:
    """A third of the bytes."""
    out.mkdir(parents=True)
    shutil.copy2(encoded / "manifest.json", out)
    (out / "dataset.h5.gz").write_bytes(gzip.compress((encoded / "dataset.h5").read_bytes(), 6, mtime=0))


def unpack_dataset(packed: Path, out: Path) -> Path:
    """dataset.h5 with its manifest beside it; nothing is done when it is there."""
    file = out / "dataset.h5"
    if not file.exists():
        out.mkdir(parents=True, exist_ok=True)
        shutil.copy2(packed / "manifest.json", out)
        with gzip.open(packed / "dataset.h5.gz") as source, file.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
    return file
