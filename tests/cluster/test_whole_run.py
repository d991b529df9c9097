"""`snakemake --profile slurm` from the root of a clone: a whole run, a job that needs more memory, one that fails."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from helpers.cluster import SMALL, Clone

# One after the other in a job of Slurm, by the profile's groups; the linear baseline and the two networks each in a job
# of its own.
SLURM_JOBS = 1 + 1 + 2 + 2 + 1


def test_everything_is_made(clone: Clone, binary: Callable[[str], Path]) -> None:
    """All stages, in few jobs, and the chain of digests holds."""
    said = (clone.folder / "said.txt").read_text(encoding="utf-8")
    assert "14 of 14 steps (100%) done" in said
    assert len(re.findall("has been submitted with SLURM jobid", said)) == SLURM_JOBS
    assert re.search(r"^  report +results/tiny/report/report.html$", said, re.MULTILINE)
    clone.do([str(binary("cre-audit")), "results/tiny"])


def test_networks_had_a_gpu_and_their_cores(clone: Clone) -> None:
    """Training in a job step of its own, prediction in the step of its group; both see one GPU."""
    lines = (clone.folder / "where.txt").read_text(encoding="utf-8").splitlines()
    found = [re.fullmatch(r"(\S+) job=\d+ step=(\d+) cpus=(\d+) gpu=([01])", line) for line in lines]
    assert all(found), lines
    seen = sorted(match.groups()[:3] for match in found if match)
    assert seen == [("cre-predict", "0", "2")] * 2 + [("cre-train", "1", "2")] * 2


def test_jobs_asked_for_what_the_profile_says(clone: Clone) -> None:
    """Partition, memory, time limit and cores of the training job."""
    text = clone.do(["scontrol", "--oneliner", "show", "jobs"])
    (job,) = (
        line
        for line in text.splitlines()
        if "Comment=rule_train_wildcards_base_7 " in line and str(clone.folder) in line
    )
    for word in ("Partition=gpu ", "MinMemoryNode=4000M ", "TimeLimit=02:00:00 ", "NumCPUs=2 "):
        assert word in job


def test_a_second_run_does_nothing(clone: Clone) -> None:
    """A finished run submits no job."""
    assert "Nothing to be done" in clone.run()


def test_a_wide_group_works_in_turns(twin: Clone) -> None:
    """Encodings of two variants side by side would need more cores than CRE_SLURM_CORES allows."""
    limits = {"wide": "0.001/0.999", "tighter": "0.005/0.995"}
    variants = {name: {"encode": {"winsorize": limit}} for name, limit in limits.items()}
    twin.configure(SMALL | {"split": {"seed": 3}, "variants": variants})  # the new split, before both, joins them
    said = twin.run(*(f"results/tiny/encode/{name}/manifest.json" for name in limits))
    (job,) = re.findall(r"submitted with SLURM jobid (\d+)", said)
    asked = re.search(r"NumCPUs=(\d+)", twin.do(["scontrol", "show", "job", job]))
    assert asked and asked[1] == "2"


def test_a_job_over_its_memory_gets_more(twin: Clone, binary: Callable[[str], Path]) -> None:
    """Quality control needs 1.3 GB, asks for 1 GB at first, is killed by Slurm, and asks for 2 GB then."""
    eater = "python3 -c 'import time; kept = bytearray(b\"x\") * 1_300_000_000; time.sleep(4)'"
    twin.put_tool(
        "cre-qc", f'#!/bin/sh\necho "$SLURM_JOB_ID" >>asked.txt\n{eater} && exec \'{binary("cre-qc")}\' "$@"\n'
    )
    target = "results/tiny/qc/base/manifest.json"
    twin.run(target)
    jobs = (twin.folder / "asked.txt").read_text().split()
    asked = [re.search(r"MinMemoryNode=(\S+)", twin.do(["scontrol", "show", "job", job])) for job in jobs]
    assert [match and match[1] for match in asked] == ["1000M", "2000M"]
    assert (twin.folder / target).is_file()


def test_a_failing_job_shows_its_log(twin: Clone) -> None:
    """The tool's own message reaches the user from the compute node."""
    twin.configure(SMALL | {"qc": {"columns": {"id": "Name"}}})
    said = twin.run("results/tiny/qc/base/manifest.json", "--retries", "0", "--logger", "creflow", expect=1)
    assert "creflow: error: qc base failed\n" in said
    assert "cre-qc: error: results/tiny/simulate/elements.tsv.gz: no column 'Name' (qc.columns.id)" in said
    assert "whole log: results/tiny/logs/qc/base.log" in said
    assert "account" not in said and "containers" not in said, "nothing that does not help"
    assert re.search(r"^  submitted as Slurm job \d+: qc base$", said, re.MULTILINE)


def test_the_failing_one_of_several_in_a_slurm_job(twin: Clone) -> None:
    """It alone is named, with its own log."""
    twin.configure(SMALL | {"split": {"fractions": {"train": 0.999, "val": 0.0005, "test": 0.0005}}, "variants": {}})
    words = ("--forcerun", "qc", "--retries", "0", "--logger", "creflow")
    said = twin.run("results/tiny/encode/base/manifest.json", *words, expect=1)
    assert re.search(r"^  submitted as Slurm job \d+: qc base, split base, encode base$", said, re.MULTILINE)
    assert re.findall("creflow: error: .*", said) == ["creflow: error: split base failed"]
    assert "    cre-split: error: " in said and "    whole log: results/tiny/logs/split/base.log" in said


def test_a_job_that_slurm_does_not_take(twin: Clone) -> None:
    """sbatch's own words, and of all jobs that it would have been."""
    twin.configure(SMALL | {"qc": {"max_n_fraction": 0.02}})
    words = ("--default-resources", "slurm_partition=nowhere", "--retries", "0", "--logger", "creflow")
    said = twin.run("results/tiny/split/base/manifest.json", *words, expect=1)
    assert "creflow: error: qc base, split base: not submitted: sbatch: error: invalid partition" in said
