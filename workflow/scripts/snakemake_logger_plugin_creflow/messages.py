"""What Snakemake says besides its records of jobs."""

from __future__ import annotations

import re

NOTHING_TO_DO = "Nothing to be done"
DRY_RUN = "This was a dry-run"
INTERRUPTED = "Terminating processes on user request"
ELAPSED = "Elapsed time"
NO_RULE = re.compile(r"MissingRuleException:\s+No rule to produce (.+?) \(if you use input functions")
# Snakemake's own notes that say nothing to someone who runs a pipeline.
IGNORED = (
    "Assuming unrestricted shared filesystem",
    "Building DAG of jobs",
    "Using shell:",
    "Provided cores:",
    "Rules claiming more threads",
    "Provided resources:",
    "Select jobs to execute",
    "Execute ",
    "Complete log",
    "Config file ",
    "host:",
    "Removing output files of failed job",
    "Group jobs: inactive",
    "Conda environments: ignored",
    "Singularity containers: ignored",
    "No SLURM account given",
    "No account was given",
    "Unable to guess SLURM account",
    "Cleaning up SLURM log files",
    "Using profile ",
    "SLURM run ID: ",
    "Shutting down, this might take some time",
    "Exiting because a job execution failed",
    "RuleException:\nCalledProcessError",  # the tool's own message is shown instead
    "WorkflowError:\nAt least one job did not complete",
    "Some jobs were triggered by provenance",
    "If you prefer that only modification time",
    "If you are sure that a change",
    "Rules with provenance triggered jobs",
    "This was a dry-run",
    "Reasons:",
    "Storing output in storage",
    "Would remove temporary output",
    "Runs again: ",  # a dry run says it after the job
)
# Jobs of which Snakemake has forgotten what it compares; manifests are compared as well, so nothing is missed.
FORGOTTEN = re.compile(r"\d+ jobs have (missing|outdated) provenance/metadata")


def says_nothing(text: str) -> bool:
    """Is this of no use to someone who runs a pipeline?"""
    return not text or text.lstrip().startswith(IGNORED) or FORGOTTEN.match(text) is not None
