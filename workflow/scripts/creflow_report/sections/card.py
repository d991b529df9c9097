"""Model card: what the model is, for what it was made, how good it is, and how it is used."""

from __future__ import annotations

from dataclasses import dataclass

from ..documents import document
from ..facts import read_facts
from ..inputs import Inputs
from ..model_card.content import Content, content


@dataclass
class Card:
    """What the section shows, and model_card.md."""

    card: Content


def read(inputs: Inputs) -> Card:
    """The essentials of the run."""
    return Card(content(read_facts(inputs)))


def model_card(shown: Card) -> str:
    """model_card.md"""
    return document("model_card", **vars(shown))
