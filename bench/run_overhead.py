"""What the workflow itself costs: planning, and what a run takes besides its tools, here and on a private Slurm.

./creflow bench overhead
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "workflow/scripts")]

from helpers.cluster import Clone, user_environment  # noqa: E402
from helpers.workflow import TINY, snakemake, write_config  # noqa: E402

LAB = ROOT / "tests/cluster/slurm_lab.sh"
NOT_POSSIBLE = 3


def tool_times(run: Path) -> list[float]:
    """Seconds that each tool and the report say they took."""
    return [json.loads(file.read_text())["run"]["seconds"] for file in run.glob("**/manifest.json")]


def here(folder: Path) -> None:
    """One job at a time on this machine."""
    write_config(folder, TINY)
    started = time.monotonic()
    snakemake(folder, "-n")
    start = time.monotonic() - started
    snakemake(folder, "--cores", "1")
    whole = time.monotonic() - started - start
    tools = tool_times(folder / "results/tiny")
    print(f"here: start {start:.1f} s, {len(tools)} jobs in {whole:.1f} s, of which tools {sum(tools):.1f} s")
    print(f"here: overhead of a job {(whole - start - sum(tools)) / len(tools):.2f} s")


def plan_of_the_grid() -> None:
    """A dry run of the full ablation grid, three seeds."""
    started = time.monotonic()
    words = [sys.executable, "-m", "snakemake", "-n", "--configfile", "config/grid.yaml"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    jobs = re.search(r"^total\s+(\d+)", done.stdout + done.stderr, re.MULTILINE)
    print(f"here: dry run of config/grid.yaml, {jobs[1] if jobs else 'no'} jobs, {time.monotonic() - started:.1f} s")


def on_slurm(folder: Path, binaries: Path) -> None:
    """The same config in the jobs that the profile groups it into."""
    settings = os.environ | {"SLURM_LAB": str(folder / "lab")}
    started = subprocess.run([str(LAB), "start"], env=settings, capture_output=True, text=True, check=False)
    if started.returncode == NOT_POSSIBLE:
        print(f"on Slurm: not measured, {started.stderr.strip()}")
        return
    started.check_returncode()
    try:
        said = subprocess.run([str(LAB), "env"], env=settings, capture_output=True, text=True, check=True).stdout
        clone = Clone(folder / "clone", user_environment(dict(re.findall(r"(\w+)=(\S+)", said))), binaries)
        before = time.monotonic()
        clone.run()
        whole = time.monotonic() - before
        states = clone.do(["scontrol", "--oneliner", "show", "jobs"])
        running = [
            int(h) * 3600 + int(m) * 60 + int(s) for h, m, s in re.findall(r"RunTime=(\d+):(\d+):(\d+) ", states)
        ]
        tools = tool_times(clone.folder / "results/tiny")
    finally:
        subprocess.run([str(LAB), "stop"], env=settings, check=False)
    used, spent = sum(tools), sum(running)
    print(f"on Slurm: {len(tools)} stages in {len(running)} jobs in {whole:.0f} s")
    print(f"on Slurm: the jobs ran {spent} s, of which tools {used:.1f} s")
    print(f"on Slurm: overhead of a job {(spent - used) / len(running):.1f} s")


def main() -> None:
    """All, in folders that are removed."""
    binaries = Path(os.environ.get("CREFLOW_BIN", ROOT / "build/release/bin"))
    with tempfile.TemporaryDirectory(prefix="overhead-") as name:
        for part in ("here", "slurm"):
            (Path(name) / part).mkdir()
        here(Path(name) / "here")
        plan_of_the_grid()
        on_slurm(Path(name) / "slurm", binaries)


if __name__ == "__main__":
    main()
