"""docs/troubleshooting.md quotes what creflow says: each message is in a source, or in what a test expects."""

from __future__ import annotations

from helpers.messages import is_said, parts, quoted

# Said by programs that are not creflow's.
OUTSIDE = (
    "ValueError: Invalid config definition: Config entry must start with a valid identifier",
    "ValueError: month must be in",
)


def test_messages_are_said() -> None:
    """Word by word, as far as they are the same in every case."""
    messages = list(quoted())
    assert len(messages) > 100
    for message, row in messages:
        for part in parts(message):
            assert is_said(part) or part in OUTSIDE, f"nothing says '{part}': {row}"


def test_most_messages_can_be_looked_up() -> None:
    """Few are too short, or too much of them differs."""
    short = [message for message, _ in quoted() if not parts(message)]
    assert len(short) < 9, short


def test_what_nothing_says_is_found() -> None:
    """Of two pieces both must be said, and both are of two words at least."""
    for part in ("the table is too beautiful", "no such elephant", "task has the constant elephants"):
        assert not is_said(part)


def test_parts_of_a_message() -> None:
    """Each kind of what differs is left out; a word alone is no part."""
    assert parts("line 3 was taken for 'X Y', its fields ... separated by KEY of old.tsv -> new.tsv") == [
        "was taken for",
        "its fields",
        "separated by",
    ]
    assert parts("N warnings") == []
