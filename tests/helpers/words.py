"""Counts of short words on both strands, computed from their definition: what cre-baseline's features are."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray


def canonical_places(bases: int) -> NDArray[np.int64]:
    """(4^bases) the number of the feature of each word, which is that of its reverse complement; in the order of the
    words that come first of both."""
    words = np.arange(4**bases)
    reverse = np.zeros_like(words)
    rest = words.copy()
    for _ in range(bases):
        reverse = 4 * reverse + 3 - rest % 4
        rest //= 4
    return np.unique(np.minimum(words, reverse), return_inverse=True)[1]


def word_counts(codes: NDArray[np.uint8], bases: int, gap: int = 0) -> NDArray[np.float64]:
    """(N, features) of sequences (N, L) of codes 0 to 4; a gap is in the middle of the words."""
    places = canonical_places(bases)
    known = [i if i < bases / 2 else i + gap for i in range(bases)] if gap else list(range(bases))
    windows = codes.shape[1] - known[-1]
    counts = np.zeros((len(codes), places.max() + 1))
    if windows < 1:
        return counts
    letters = np.stack([codes[:, i : i + windows] for i in known], axis=-1).astype(np.int64)
    words = letters @ (4 ** np.arange(bases - 1, -1, -1))
    rows, starts = np.nonzero((letters < 4).all(axis=-1))
    np.add.at(counts, (rows, places[words[rows, starts]]), 1)
    return counts


def word_features(
    codes: NDArray[np.uint8], words: Iterable[int], gaps: Iterable[int] = (), gapped_bases: int = 6
) -> NDArray[np.float64]:
    """log(1 + count) of all words of these lengths, then of those with gaps."""
    parts = [word_counts(codes, bases) for bases in words]
    parts += [word_counts(codes, gapped_bases, gap) for gap in gaps]
    return np.log1p(np.hstack(parts))
