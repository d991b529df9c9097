"""Random numbers of lib/core/random.h, from their definition."""

from __future__ import annotations

from collections.abc import Iterator

BOOTSTRAP, PERMUTATION, CORRELATION_PERMUTATION = 7, 8, 11  # RandomPurpose


def philox_words(purpose: int, seed: int, a: int) -> Iterator[int]:
    """The 32-bit words of RandomStream(purpose, seed, a): Philox4x32-10 (Salmon et al. 2011), after the paper."""
    mask = 0xFFFFFFFF
    block = 0
    while True:
        c = [block & mask, 0, a & mask, (purpose << 24) ^ ((a >> 32) & 0xFFFFFF)]
        k = [seed & mask, seed >> 32]
        for _ in range(10):
            p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
            c = [(p1 >> 32) ^ c[1] ^ k[0], p1 & mask, (p0 >> 32) ^ c[3] ^ k[1], p0 & mask]
            k = [(k[0] + 0x9E3779B9) & mask, (k[1] + 0xBB67AE85) & mask]
        yield from c
        block += 1


def below(words: Iterator[int], bound: int) -> int:
    """The next number below `bound`, without bias (Lemire 2019)."""
    while True:
        product = next(words) * bound
        if product & 0xFFFFFFFF >= (1 << 32) % bound:
            return product >> 32
