"""Which resolved settings of the bases differ."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..facts import Facts
from ..text import short
from .runs import Opened

NOT_SHOWN = ("ablate",)  # it is about variants, which are not compared here
MISSING = "–"  # the run has no such setting


def differing(runs: list[Opened]) -> list[tuple[str, list[str]]]:
    """Keys with dots and their values in each run, in the order of the stages."""
    flat = [dict(_all(run.facts)) for run in runs]
    keys = list(dict.fromkeys(key for one in flat for key in one))
    rows = [(key, [one.get(key, MISSING) for one in flat]) for key in keys]
    return [(key, values) for key, values in rows if len(set(values)) > 1]


def _all(facts: Facts) -> Iterator[tuple[str, str]]:
    yield "table", ", ".join(f"{table['file']} ({short(table['sha256'])})" for table in facts.tables())
    yield "seeds", ", ".join(map(str, facts.seeds))
    yield "creflow", ", ".join(facts.versions())
    for made in facts.manifests.values():
        for section in made["config"]:
            if section in facts.settings and section not in NOT_SHOWN:
                yield from _flat(section, facts.settings[section])


def _flat(key: str, value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        for name, inner in value.items():
            if (key, name) != ("train", "seed"):  # told above, of all networks
                yield from _flat(f"{key}.{name}", inner)
    else:
        yield key, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
