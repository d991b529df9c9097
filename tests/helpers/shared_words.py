"""Words that sequences of different splits share, by sets of texts: what the audit of cre-split is compared with."""

from __future__ import annotations

from collections.abc import Mapping

OTHER_STRAND = str.maketrans("ACGT", "TGCA")


def other_strand(sequence: str) -> str:
    """Its reverse complement."""
    return sequence.translate(OTHER_STRAND)[::-1]


def words(sequence: str, k: int = 31) -> list[str]:
    """Its words of `k` bases without N, of both strands the one that sorts first."""
    forward = (sequence[i : i + k] for i in range(len(sequence) - k + 1))
    return [min(word, other_strand(word)) for word in forward if "N" not in word]


def shares(sequences: Mapping[str, str], split: Mapping[str, str], of: str, beside: str) -> dict[str, float]:
    """By id of the rows of split `of`: the share of their words that any row of split `beside` has."""
    there = {word for name, sequence in sequences.items() if split[name] == beside for word in words(sequence)}
    out = {}
    for name, sequence in sequences.items():
        if split[name] == of:
            own = words(sequence)
            out[name] = sum(word in there for word in own) / max(1, len(own))
    return out
