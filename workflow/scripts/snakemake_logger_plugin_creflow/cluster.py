"""Jobs that Slurm runs: what its plugin of Snakemake says of them, and what of it is for the user."""

from __future__ import annotations

import re
from typing import Any

from snakemake.jobs import GroupJob

SUBMITTED = re.compile(r"Job (\S+) has been submitted with SLURM jobid (\S+)")
_REFUSED = re.compile(r"SLURM sbatch failed\. The error message was '(.*?)'\.\n", re.DOTALL)
_EXCEPTION = "Job submission failed with exception: "
_ENDED = re.compile(r"SLURM-job '(\S+)' failed.*SLURM status is: '(\w+)'", re.DOTALL)
_MOST_NAMES = 4


def keep_messages_of_groups() -> None:
    """Has the record of a failed group say why, as that of a single job does: Snakemake drops what the plugin said."""
    original = GroupJob.log_error
    if getattr(original, "keeps_messages", False):
        return

    def log_error(self: GroupJob, msg: str | None = None, aux_logs: list[str] | None = None, **fields: Any) -> None:  # noqa: ANN401 - what Snakemake attaches
        original(self, msg, aux_logs, **fields, said=msg)

    log_error.keeps_messages = True
    GroupJob.log_error = log_error


def why_not_submitted(message: str | None) -> str:
    """What sbatch said where it took no job; nothing of a job that it took."""
    found = _REFUSED.search(message or "")
    said = found[1] if found else (message or "").partition(_EXCEPTION)[2]
    return " ".join(said.split()) or ("sbatch said nothing" if found else "")


def how_it_ended(message: str | None) -> str:
    """ "Slurm job 12: OUT_OF_MEMORY", of a job that Slurm ended; nothing of one that failed by itself."""
    found = _ENDED.search(message or "")
    return f"Slurm job {found[1]}: {found[2]}" if found and found[2] != "FAILED" else ""


def listed(names: list[str]) -> str:
    """The first of them, and how many more."""
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more:,} more" if more > 0 else "")
