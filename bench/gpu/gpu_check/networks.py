"""What the check must know of a network: its settings with all defaults, its size, what an element costs."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from . import settings

Json = dict[str, Any]


def merged(base: Json, changes: Json) -> Json:
    """`base` with what `changes` has, section by section."""
    both = dict(base)
    for key, value in changes.items():
        nested = isinstance(value, dict) and isinstance(both.get(key), dict)
        both[key] = merged(both[key], value) if nested else value
    return both


def with_defaults(model: Json, architecture: str) -> Json:
    """From the schema of the section `model`, whose own default has the section of the default architecture alone."""
    return model["default"] | {architecture: model["properties"][architecture]["default"]}


def network_facts(cre_train: Path, models: Path, environment: dict[str, str]) -> Json:
    """By the name of the network: config (sections as given), model (resolved), parameters, multiply_adds (forward, of
    an element)."""

    def output(*words: object) -> Json:
        command = [str(word) for word in (cre_train, *words)]
        return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment).stdout)

    model = output("--schema")["properties"]["model"]
    facts = {}
    for name, file in settings.NETWORKS.items():
        config = json.loads((models / file).read_text(encoding="utf-8"))
        size = ["--tasks", settings.TASKS, "--length", settings.LENGTH]
        described = output("--describe", "--json", "--config", models / file, *size)
        facts[name] = {
            "config": {section: config[section] for section in ("model", "train") if section in config},
            "model": merged(with_defaults(model, config["model"]["architecture"]), config["model"]),
            "parameters": described["parameters"],
            "multiply_adds": described["multiply_adds"],
            "max_epochs": described["max_epochs"],
        }
    return facts
