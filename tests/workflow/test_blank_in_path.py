"""A clone and a working folder whose paths hold blanks and what else a shell would take apart."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from helpers.workflow import ROOT, TINY, write_config


def test_run_below_a_folder_with_a_blank(tmp_path: Path, binary: Callable[[str], Path]) -> None:
    """The sources, the tools, Python and the working folder: every stage runs, the report included."""
    clone = tmp_path / "a clone's {variant} $HOME; (1)"
    shutil.copytree(ROOT / "workflow", clone / "workflow", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "CMakeLists.txt", clone)
    (clone / "build/release").mkdir(parents=True)
    (clone / "build/release/bin").symlink_to(binary("cre-qc").parent)
    environment = Path(sys.executable).parents[1]
    (clone / ".venv").symlink_to(environment)
    folder = tmp_path / "a {seed} work [a-z]* folder"
    folder.mkdir()
    write_config(
        folder, TINY | {"seeds": [7, 8], "train": {"epochs": 1}, "variants": {"longer": {"train": {"epochs": 2}}}}
    )
    python = clone / ".venv/bin" / Path(sys.executable).name
    command = [str(python), "-m", "snakemake", "--snakefile", str(clone / "workflow/Snakefile")]
    command += ["--configfile", "config.yaml", "--cores", "2"]
    settings = os.environ | {"PATH": f"{environment}/bin:{os.environ['PATH']}"}
    settings.pop("CREFLOW_BIN", None)
    done = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr
    assert (folder / "results/tiny/report/report.html").is_file()
    assert (folder / "results/tiny/predict/longer/ensemble/manifest.json").is_file(), "a rule with a list of inputs"
    assert {file.name for file in tmp_path.iterdir()} == {clone.name, folder.name}, "nothing was written elsewhere"
