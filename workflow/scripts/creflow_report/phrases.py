"""Parts of the sentences that read a figure."""

from __future__ import annotations

from collections.abc import Sequence

from .text import listed


def cells(found: Sequence[str], tasks: Sequence[str]) -> str:
    """Which of the cell types: "no cell type", "K562", "K562 and HepG2", "all 3 cell types"."""
    if not found:
        return "no cell type"
    return f"all {len(tasks)} cell types" if len(found) == len(tasks) > 1 else listed(found)


def between(texts: Sequence[str]) -> str:
    """The first and the last of ordered texts: "0.92 to 1.02", or the one that both are."""
    return texts[0] if texts[0] == texts[-1] else f"{texts[0]} to {texts[-1]}"
