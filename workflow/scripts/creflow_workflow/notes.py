"""The warnings of a run: those of its settings, and those that the stages keep in their manifests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .stages import BASE, STAGES

SETTINGS = "settings"
_MOST_NAMES = 3


@dataclass
class Note:
    """One warning, told once for all jobs of a stage that give it."""

    stage: str
    text: str
    variants: list[str] = field(default_factory=list)  # none: there is one such job

    def line(self) -> str:
        """The text in one line, after the variants that it is about when the base is not the only one."""
        text = " ".join(self.text.split())
        if self.variants in ([], [BASE]):
            return text
        more = len(self.variants) - _MOST_NAMES
        names = ", ".join(self.variants[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
        return f"{names}: {text}"


def collect(
    of_settings: Iterable[str], manifests: Mapping[str, Mapping[str, Any]], *, of_this_run: bool = False
) -> list[Note]:
    """The warnings in the order of the stages. `manifests` are named like train/base/seed7; `of_this_run`: also what
    varies between equal runs."""
    found = {(SETTINGS, text): Note(SETTINGS, text) for text in of_settings}
    order = {stage: number for number, stage in enumerate(STAGES)}
    for name in sorted(manifests, key=lambda name: order.get(name.split("/")[0], len(order))):
        stage, variant = [*name.split("/"), ""][:2]
        manifest = manifests[name]
        texts = [*manifest.get("warnings", []), *(manifest["run"].get("warnings", []) if of_this_run else [])]
        for text in texts:
            note = found.setdefault((stage, text), Note(stage, text))
            if variant and variant not in note.variants:
                note.variants.append(variant)
    return list(found.values())
