"""The methods of a run as text for a paper, every sentence from the settings and results of the run."""

from __future__ import annotations

from dataclasses import dataclass

from ..facts import Facts
from . import data, evaluation, network, software, training
from .citations import Citations


@dataclass
class Methods:
    """Paragraphs with their headings, and what they cite."""

    paragraphs: list[tuple[str, str]]
    references: list[str]


def written(facts: Facts) -> Methods:
    """All paragraphs that this run gives reason for."""
    cite = Citations()
    parts = [
        ("Measurements", data.measurements(facts)),
        ("Split", data.split(facts)),
        ("Encoding", data.encoding(facts)),
        ("Network", network.network(facts, cite)),
        ("Training", training.training(facts, cite)),
        ("Prediction", evaluation.prediction(facts, cite)),
        ("Evaluation", evaluation.evaluation(facts, cite)),
        ("Linear baseline", evaluation.baseline(facts, cite)),
        ("Comparison of variants", evaluation.comparison(facts, cite)),
        ("Software", software.software(facts, cite)),
    ]
    return Methods([(title, " ".join(sentences)) for title, sentences in parts if sentences], cite.references())
