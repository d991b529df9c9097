"""The driver is killed while a training runs: finished work stays, and what the old job still does is no harm."""

from __future__ import annotations

import re

from helpers.cluster import LONG_TRAINING, NETWORK, Clone, wait_for

TARGET = f"{NETWORK}/manifest.json"
EARLIER = ("simulate", "qc/base", "split/base", "encode/base")


def times(clone: Clone) -> list[int]:
    """When the stages before training were finished."""
    return [(clone.folder / "results/tiny" / stage / "manifest.json").stat().st_mtime_ns for stage in EARLIER]


def kill_driver(clone: Clone) -> str:
    """Starts a training and kills the driver in the middle; the job, which lives on, suspended until it is resumed."""
    clone.configure(LONG_TRAINING)
    with clone.driver(TARGET) as driver:
        job = clone.wait_for_training()
        driver.kill()
    assert clone.jobs() == [job], "the job outlives its driver"
    clone.do(["scontrol", "suspend", job])  # so that it is still in the middle when something is done about it
    return job


def trainings(clone: Clone) -> list[str]:
    """The jobs in which cre-train was started."""
    return re.findall(r"cre-train job=(\d+)", (clone.folder / "where.txt").read_text())


def check_result(clone: Clone) -> None:
    """The network is that of a training without a stop."""
    by_hand = clone.train_without_stop()
    for name in ("model.h5", "history.jsonl"):
        assert (clone.folder / NETWORK / name).read_bytes() == (by_hand / "train" / name).read_bytes()


def test_the_next_driver_goes_on(twin: Clone) -> None:
    """The documented way: ./creflow cancel, --unlock, the same words again."""
    before = times(twin)
    job = kill_driver(twin)
    assert "unlock" in twin.run(TARGET, expect=1), "the user is told what to do"
    twin.do(["scontrol", "resume", job])
    said = twin.do(["./creflow", "cancel"])
    assert f"creflow: cancelling {job}\n" in said and "--unlock" in said
    assert twin.jobs() == []
    assert "no jobs" in twin.do(["./creflow", "cancel"])
    twin.run("--unlock", TARGET)
    twin.run(TARGET)
    assert trainings(twin)[-2] == job
    assert "resuming after epoch" in (twin.folder / "results/tiny/logs/train/base/seed7.log").read_text()
    assert times(twin) == before, "finished stages did not run again"
    check_result(twin)


def test_two_jobs_at_a_time_are_no_harm(twin: Clone) -> None:
    """Without ./creflow cancel: the leftover job goes on while another one trains the same network."""
    before = times(twin)
    job = kill_driver(twin)
    twin.run("--unlock", TARGET)
    with twin.driver(TARGET) as driver:
        wait_for(lambda: trainings(twin)[-1] != job, "a second job")
        twin.do(["scontrol", "resume", job])
        assert driver.wait(timeout=200) == 0, twin.said()
    wait_for(lambda: not twin.jobs(), "the end of the leftover job")
    assert times(twin) == before
    check_result(twin)
    assert "Nothing to be done" in twin.run(TARGET)
