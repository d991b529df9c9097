"""Slurm stops a training in the middle: it writes a checkpoint, the retry goes on, and the result is the same."""

from __future__ import annotations

import re
from pathlib import Path

from conftest import lab
from helpers.cluster import LONG_TRAINING, NETWORK, Clone

PREDICTIONS = "results/tiny/predict/base/seed7"
LOG = "results/tiny/logs/train/base/seed7.log"


def check_it_went_on(clone: Clone, stopped_job: str) -> None:
    """Another job of the same driver resumed."""
    first, second = re.findall(r"cre-train job=(\d+)", (clone.folder / "where.txt").read_text())[-2:]
    assert first == stopped_job and second != first
    resumed = re.search(r"resuming after epoch (\d+)", (clone.folder / LOG).read_text(encoding="utf-8"))
    assert resumed and int(resumed[1]) > 0


def check_exit_code(clone: Clone, stopped_job: str) -> None:
    """cre-train itself said that it can go on."""
    (slurm_log,) = clone.folder.glob(f"logs/slurm/rule_train/**/{stopped_job}.log")
    assert "returned non-zero exit status 7." in slurm_log.read_text(encoding="utf-8")


def same_bytes(found: Path, expected: Path) -> bool:
    """Are the files equal?"""
    return found.read_bytes() == expected.read_bytes()


def test_a_cancelled_job_is_retried_and_ends_the_same(twin: Clone) -> None:
    """`scancel` in mid-training: network, learning curve and predictions are those of an uninterrupted training."""
    twin.configure(LONG_TRAINING)
    with twin.driver(f"{PREDICTIONS}/manifest.json") as driver:
        job = twin.wait_for_training()
        twin.do(["scancel", job])
        assert driver.wait(timeout=200) == 0, twin.said()
    check_it_went_on(twin, job)
    check_exit_code(twin, job)
    by_hand = twin.train_without_stop()
    for name in ("model.h5", "history.jsonl"):
        assert same_bytes(twin.folder / NETWORK / name, by_hand / "train" / name)
    assert same_bytes(twin.folder / PREDICTIONS / "predictions.h5", by_hand / "predict/predictions.h5")


def preempt(clone: Clone) -> str:
    """A job of the urgent partition takes the node while cre-train is in the middle; the stopped job."""
    clone.configure(LONG_TRAINING)
    with clone.driver(f"{NETWORK}/manifest.json") as driver:
        job = clone.wait_for_training()
        clone.do(["sbatch", "--partition=urgent", "--exclusive", "--output=/dev/null", "--wrap=true"])
        assert driver.wait(timeout=200) == 0, clone.said()
    check_it_went_on(clone, job)
    return job


def test_a_preempted_job_is_retried(twin: Clone) -> None:
    """Where signals end every process of the job at once, perhaps before the checkpoint: the one before it serves."""
    preempt(twin)


def test_a_preempted_job_is_retried_with_cgroups(clone: Clone, tmp_path: Path) -> None:
    """Where signals reach job steps only, as on most clusters: cre-train is one, and has time for its checkpoint."""
    with lab("cgroup") as environment:
        twin = clone.copy(tmp_path / "clone")
        twin.environment = environment
        check_exit_code(twin, preempt(twin))
