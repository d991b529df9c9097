"""The driver is killed while a training runs: finished work stays, and what the old job still does is no harm."""

from __future__ import annotations

import json
import re

import pytest
from helpers.cluster import NETWORK, Clone, long_training

EARLIER = ("simulate", "qc/base", "split/base", "encode/base")


def times(clone: Clone) -> list[int]:
    """When the stages before training were finished."""
    return [(clone.folder / "results/tiny" / stage / "manifest.json").stat().st_mtime_ns for stage in EARLIER]


@pytest.mark.parametrize("leftover", ["cancelled", "running"])
def test_the_next_driver_finishes(twin: Clone, leftover: str) -> None:
    """With ./creflow cancel as documented, and without it, when two jobs train the same network at a time."""
    twin.configure(long_training())
    before = times(twin)
    with twin.driver(f"{NETWORK}/manifest.json") as driver:
        job = twin.wait_for_training()
        driver.kill()
    assert twin.jobs() == [job], "the job outlives its driver"
    assert "unlock" in twin.run(f"{NETWORK}/manifest.json", expect=1), "the user is told what to do"
    if leftover == "cancelled":
        said = twin.do(["./creflow", "cancel"])
        assert f"creflow: cancelling {job}\n" in said and "--unlock" in said
        assert twin.jobs() == []
        assert "no jobs" in twin.do(["./creflow", "cancel"])
    twin.run("--unlock")
    twin.run(f"{NETWORK}/manifest.json")
    assert times(twin) == before, "finished stages did not run again"
    assert re.findall(r"cre-train job=(\d+)", (twin.folder / "where.txt").read_text())[-2] == job
    assert json.loads((twin.folder / NETWORK / "training.json").read_text())["epochs_run"] == 150
    by_hand = twin.train_without_stop()
    assert (twin.folder / NETWORK / "model.h5").read_bytes() == (by_hand / "train/model.h5").read_bytes()
