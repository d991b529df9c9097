"""Methods: the run in words for a paper."""

from __future__ import annotations

from dataclasses import dataclass

from .. import methods as texts
from ..documents import document
from ..facts import read_facts
from ..inputs import Inputs


@dataclass
class Methods:
    """What the section shows, and methods.md."""

    title: str
    methods: texts.Methods


def read(inputs: Inputs) -> Methods:
    """The text of this run."""
    return Methods(inputs.config["report"]["title"], texts.written(read_facts(inputs)))


def methods(shown: Methods) -> str:
    """methods.md"""
    return document("methods", **vars(shown))
