"""What the report says of groups and of equal sequences in the split is what split_report.json says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers.reports import change_json, report_of


@pytest.mark.parametrize(
    ("changes", "present", "absent"),
    [
        (
            {},
            ["grouped by sequence", "No group and no sequence is in two splits."],
            [],
        ),
        ({"group_by": ["sequence", "column"]}, ["grouped by sequence and column"], []),
        (
            {"group_by": ["column"], "crossing_sequences": 1},
            ["grouped by column", "No group is in two splits, but 1 sequence is in more than one split."],
            ["no sequence is in two"],
        ),
        (
            {"group_by": [], "crossing_sequences": 1234},
            ["not grouped", "1,234 sequences are in more than one split."],
            ["grouped by sequence", "No group"],
        ),
        ({"group_by": []}, ["not grouped", "no sequence is in two splits."], ["No group"]),
        ({"both_strands": False}, [], ["reverse complement count"]),
        ({"both_strands": True}, ["reverse complement count as one"], []),
    ],
    ids=["sequence", "both", "crossing groups", "crossing", "not grouped", "one strand", "both strands"],
)
def test_it_is_true(
    copy: Callable[[], Path], tmp_path: Path, changes: dict[str, Any], present: list[str], absent: list[str]
) -> None:
    """In the section of the split."""
    run = copy()
    change_json(run, "split/base/split_report.json", lambda split: split.update(changes))
    text = report_of(run, tmp_path / "out", ("split",)).text("split")
    assert all(phrase in text for phrase in present)
    assert not any(phrase in text for phrase in absent)
