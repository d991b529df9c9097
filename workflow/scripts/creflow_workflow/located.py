"""The files that a config and the command line name, where they are found: in the folder of the caller, else in that of
creflow."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import places
from .overrides import Override, merged


def in_config(values: dict[str, Any]) -> Override:
    """The settings that have to be written otherwise in the working folder: table, and motif files of all variants."""
    found: Override = {}
    if path := _tables(values.get("table")):
        found["table"] = path
    variants = values.get("variants")
    overrides = {name: _motifs(one) for name, one in variants.items()} if isinstance(variants, dict) else {}
    if overrides := {name: one for name, one in overrides.items() if one}:
        found["variants"] = overrides
    return merged(found, _motifs(values))


def _tables(names: Any) -> str | list[str] | None:  # noqa: ANN401 - JSON
    """A table, or several of which one at least is elsewhere."""
    if not isinstance(names, list):
        return _elsewhere(names)
    paths = [_elsewhere(name) or name for name in names]
    return None if paths == names else paths


def _motifs(values: Any) -> Override:  # noqa: ANN401 - JSON
    encode = values.get("encode") if isinstance(values, dict) else None
    path = _elsewhere(encode.get("motifs")) if isinstance(encode, dict) else None
    return {"encode": {"motifs": path}} if path else {}


def _elsewhere(name: Any) -> str | None:  # noqa: ANN401 - JSON
    """Where a file is, when its name alone does not say so in the working folder."""
    found = places.find(name) if isinstance(name, str) else None
    return None if found == name else found


def options(words: Sequence[str]) -> list[str]:
    """Options of Snakemake with the profiles of this checkout by their paths; the Snakefile is named where it is not
    that of the working folder."""
    made = []
    before = ""
    for word in words:
        option, equals, value = word.partition("=")
        if option == "--profile" and equals:
            word = f"{option}={_profile(value)}"
        elif before == "--profile":
            word = _profile(word)
        made.append(word)
        before = word
    is_named = any(word in ("-s", "--snakefile") or word.startswith("--snakefile=") for word in made)
    if not is_named and not Path("workflow/Snakefile").is_file():
        made += ["--snakefile", str(places.ROOT / "workflow/Snakefile")]
    return made


def _profile(name: str) -> str:
    found = [folder / name for folder in places.folders() if (folder / name).exists()]
    return places.near(found[0]) if found else name
