"""Builds for a CUDA wheel of torch and puts what the check needs into one folder; needs no GPU and no CUDA toolkit."""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from . import settings
from .datasets import make_dataset, pack_dataset
from .networks import network_facts
from .programs import torch_version
from .shared_libraries import copy_libraries

ROOT = Path(__file__).resolve().parents[3]
BUILD = ROOT / "build" / "gpu"
PROGRAMS = ("cre-train", "cre-predict", "cre-eval", "bench-train-rate", "test_layers", "test_train")
DATA_PROGRAMS = ("cre-simulate", "cre-qc", "cre-split", "cre-encode")  # they stay here
SCRIPTS = (
    "bench/gpu/check",
    "bench/pytorch_peer.py",
    "bench/channels_last.py",
    "python/creflow_artifacts.py",
    "python/creflow_torch.py",
)
MOST_BYTES = 60 << 20


def say(text: str) -> None:
    """Progress."""
    print(f"pack: {text}", file=sys.stderr, flush=True)


def call(*words: object, **options: Any) -> None:  # noqa: ANN401 - those of subprocess.run
    """A command that must work."""
    try:
        subprocess.run([str(word) for word in words], check=True, **options)
    except subprocess.CalledProcessError as error:
        more = f"; {options['stdout'].name} says more" if "stdout" in options else ""
        raise SystemExit(f"pack: error: {words[0]} failed with exit code {error.returncode}{more}") from error


def pinned_torch() -> str:
    """The version in envs/requirements.txt."""
    lines = (ROOT / "envs/requirements.txt").read_text(encoding="utf-8").splitlines()
    return next(line.removeprefix("torch==") for line in lines if line.startswith("torch=="))


def cuda_torch(version: str) -> Path:
    """site-packages/torch of a virtual environment with the CUDA wheel and CUDA's headers, made if need be."""
    folder = BUILD / f"venv-{version}"
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        say(f"making {folder} with the CUDA build of torch {version} (several GB)")
        call(sys.executable, "-m", "venv", "--clear", folder)
        # Where pip is set up to prefer a CPU wheel, that preference is left aside here.
        environment = os.environ | {"PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull}
        words = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        call(*words, f"torch=={version}", "numpy", "h5py", "-r", ROOT / "envs/requirements-cuda.txt", env=environment)
        (folder / "complete").touch()
    return next(folder.glob("lib/python3*/site-packages/torch"))


def build(torch: Path, jobs: int) -> Path:
    """The folder of the programs."""
    version = torch_version(torch)
    if not (torch / "lib" / "libtorch_cuda.so").exists():
        raise SystemExit(f"pack: error: {torch}: torch {version} has no CUDA; give --torch-dir one that has")
    folder = BUILD / f"build-{version}"
    words = ["-S", ROOT, "-B", folder, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", f"-DCRE_TORCH_DIR={torch}"]
    log_file = BUILD / "pack.log"
    say(f"building for torch {version} in {folder}; {log_file} says how far it is")
    BUILD.mkdir(parents=True, exist_ok=True)
    with log_file.open("w", encoding="utf-8") as log:
        call("cmake", *words, stdout=log, stderr=log)
        command = ["cmake", "--build", folder, "-j", jobs, "--target", *PROGRAMS, *DATA_PROGRAMS]
        call(*command, stdout=log, stderr=log)
    return folder / "bin"


def folder_bytes(folder: Path) -> int:
    """Of all files."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def sizes(folder: Path) -> str:
    """Of the parts, in MiB."""
    parts = {part.name: folder_bytes(part) for part in sorted(folder.iterdir()) if part.is_dir()}
    return ", ".join(f"{name} {count / 2**20:.1f}" for name, count in parts.items())


def fill(out: Path, binaries: Path, torch: Path, given: argparse.Namespace) -> None:
    """The pack itself."""
    shutil.rmtree(out, ignore_errors=True)
    (out / "bin").mkdir(parents=True)
    for name in PROGRAMS:
        call("strip", "-o", out / "bin" / name, binaries / name)
    copy_libraries([out / "bin" / name for name in PROGRAMS], torch, out / "lib")
    for script in SCRIPTS:
        shutil.copy2(ROOT / script, out / Path(script).name)
    shutil.copytree(
        Path(__file__).parent, out / "gpu_check", ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True
    )
    shutil.copytree(ROOT / "config" / "models", out / "models")
    environment = os.environ | {"LD_LIBRARY_PATH": str(torch / "lib")}
    datasets = {
        name: make_dataset(binaries, rows, BUILD / "data" / name, out / "data" / name)
        for name, rows in settings.ROWS.items()
    }
    if given.dataset:
        say(f"with the dataset of {given.dataset}")
        digest = hashlib.sha256((given.dataset / "dataset.h5").read_bytes()).hexdigest()
        datasets["given"] = {"name": given.dataset.name, "sha256": digest}
        pack_dataset(given.dataset, out / "data" / "given")
    if given.reference.exists():
        shutil.copy2(given.reference, out / "reference.json")
    else:
        say(f"{given.reference} is not there: accuracy will have nothing to be compared with (bench/gpu/reference)")
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    facts = {
        "made": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "torch": torch_version(torch),
        "commit": commit.stdout.strip() or "unknown",
        "networks": network_facts(binaries / "cre-train", out / "models", environment),
        "datasets": datasets,
    }
    (out / "pack.json").write_text(json.dumps(facts, indent=1), encoding="utf-8")


def main() -> int:
    """Makes the pack and says how large it is."""
    parser = argparse.ArgumentParser(prog="pack", description=__doc__)
    parser.add_argument("--torch", default=pinned_torch(), help="version of the CUDA wheel to build for (%(default)s)")
    parser.add_argument("--torch-dir", type=Path, help="site-packages/torch of a CUDA wheel that is there already")
    parser.add_argument("--out", type=Path, default=BUILD / "pack", help="folder of the pack (%(default)s)")
    parser.add_argument("--dataset", type=Path, help="folder with dataset.h5 and manifest.json of cre-encode to bring")
    parser.add_argument("--reference", type=Path, default=ROOT / "bench" / "gpu" / "reference.json")
    parser.add_argument("--jobs", type=int, default=max(1, len(os.sched_getaffinity(0)) - 1), help="of the build")
    given = parser.parse_args()
    torch = (given.torch_dir or cuda_torch(given.torch)).resolve()
    fill(given.out, build(torch, given.jobs), torch, given)
    count = folder_bytes(given.out)
    say(f"{given.out}: {count / 2**20:.1f} MiB ({sizes(given.out)})")
    if count >= MOST_BYTES:
        raise SystemExit(f"pack: error: {count / 2**20:.1f} MiB, the most are {MOST_BYTES >> 20} MiB")
    say(f"there: python3 {given.out.name}/check --out FOLDER")
    return 0
