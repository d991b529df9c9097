"""manifest.json as the tools write it (lib/core/manifest.h), for stages that are Python: the report."""

from __future__ import annotations

import hashlib
import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from .problems import INTEGRITY, IO, Problem
from .report_sources import report_digest

NAME = "manifest.json"
COMMAND = "CREFLOW_COMMAND"  # the environment variable with the words that started the workflow
VERSION = 1
ROOT = Path(__file__).resolve().parents[3]


class Number(float):
    """A fractional number that remembers how it was written.

    Digests are taken of text, and one value has several spellings: the tools write 0.01207 as 0.012070000000000001.
    """

    text: str

    def __new__(cls, text: str) -> Number:
        """The value of a JSON number."""
        made = super().__new__(cls, text)
        made.text = text
        return made


def canonical(value: Any) -> str:  # noqa: ANN401 - JSON
    """JSON with sorted keys and without blanks: the form that digests are taken of.

    Numbers keep the spelling of the file they were read from. A number that was not read has none that the tools would
    agree with, so it is refused unless it is whole and of 64 bits: a stage in Python records no others.
    """
    if isinstance(value, dict):
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, Number):
        return value.text
    if isinstance(value, float) or (isinstance(value, int) and not -(2**63) <= value < 2**64):
        raise TypeError(f"the number {value} has no spelling that Python and the tools share")
    return json.dumps(value, ensure_ascii=False)


def parse(text: str) -> Any:  # noqa: ANN401 - JSON
    """JSON whose fractional numbers remember their spelling; ValueError when it is not valid."""
    return json.loads(text, parse_float=Number, parse_constant=_no_constant)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def sha256_of_text(text: str) -> str:
    """Hexadecimal SHA-256 of UTF-8 text."""
    return hashlib.sha256(text.encode()).hexdigest()


def sha256_of_file(file: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def content_sha256(manifest: dict[str, Any]) -> str:
    """Digest of everything except "run" and the digest itself."""
    return sha256_of_text(canonical({k: v for k, v in manifest.items() if k not in ("run", "content_sha256")}))


def read(folder: Path) -> dict[str, Any]:
    """The manifest of a finished stage, checked against its own digest."""
    file = folder / NAME
    try:
        manifest = parse(file.read_text(encoding="utf-8"))
        own_digest = content_sha256(manifest) if isinstance(manifest, dict) else None
    except OSError as error:
        raise Problem(f"{file}: cannot be read: {error.strerror}", INTEGRITY) from error
    except (ValueError, TypeError, RecursionError) as error:  # TypeError: a whole number of more than 64 bits
        raise Problem(f"{file}: the manifest is damaged (not valid JSON)", INTEGRITY) from error
    if own_digest is None:
        raise Problem(f"{file}: the manifest is damaged (not a JSON object)", INTEGRITY)
    if manifest.get("content_sha256") != own_digest:
        raise Problem(
            f"{file}: the manifest was changed after it was written (its own digest does not match)", INTEGRITY
        )
    return manifest


def _verified(folder: Path, name: str, listed: list[dict[str, Any]]) -> dict[str, Any]:
    """The entry of a file, whose bytes have the digest that it says."""
    file = folder / name
    entry = next((item for item in listed if item["file"] == name), None)
    if entry is None:
        raise Problem(f"{file}: is not an output listed in {folder / NAME}", INTEGRITY)
    if not file.is_file() or sha256_of_file(file) != entry["sha256"]:
        raise Problem(
            f"{file}: its SHA-256 differs from its manifest; the file was changed after it was written", INTEGRITY
        )
    return entry


class StageRun:
    """One execution of a Python stage: verifies inputs, and writes the manifest last."""

    def __init__(self, tool: str, folder: Path, config: dict[str, Any]) -> None:
        """Makes the folder and removes an older manifest: a manifest always means a finished stage."""
        self.tool, self.folder, self.config = tool, folder, config
        self.config_sha256 = sha256_of_text(canonical(config))  # a config that cannot be recorded ends here
        self.started, self.clock = _utc_now(), time.monotonic()
        self.inputs: list[dict[str, Any]] = []
        self.input_paths: list[str] = []
        self.outputs: list[tuple[str, str]] = []
        self.varying: list[tuple[str, str]] = []
        self.counts: dict[str, int] = {}
        self.warnings: list[str] = []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / NAME).unlink(missing_ok=True)
        except OSError as error:
            raise Problem(f"{folder}: cannot be written: {error.strerror}", IO) from error

    def artifact_input(self, role: str, folder: Path, name: str) -> Path:
        """A file another stage made; its size and digest are checked against the manifest in its folder."""
        made_by = read(folder)
        entry = _verified(folder, name, made_by["outputs"])
        file = folder / name
        self.inputs.append(
            {
                "role": role,
                "file": file.name,
                "bytes": entry["bytes"],
                "sha256": entry["sha256"],
                "made_by": made_by["tool"],
                "manifest_sha256": made_by["content_sha256"],
            }
        )
        self.input_paths.append(str(file))
        return file

    def varying_input(self, folder: Path, name: str) -> Path:
        """The same for a file that differs between equal runs: checked, but no part of this manifest's own digest."""
        _verified(folder, name, read(folder)["run"]["files"])
        self.input_paths.append(str(folder / name))
        return folder / name

    def write(self, role: str, name: str, content: bytes) -> None:
        """Writes an output atomically and lists it in the manifest."""
        write_atomically(self.folder / name, content)
        self.outputs.append((role, name))

    def write_varying(self, role: str, name: str, content: bytes) -> None:
        """The same for a file that differs between equal runs: no part of the manifest's own digest."""
        write_atomically(self.folder / name, content)
        self.varying.append((role, name))

    def finish(self, libraries: dict[str, str]) -> None:
        """Digests the outputs and writes the manifest."""
        commit, dirty = _git_state()
        manifest: dict[str, Any] = {
            "schema_version": VERSION,
            "tool": self.tool,
            "version": creflow_version(),
            "git_commit": commit,
            "git_dirty": dirty,
            "build": {"compiler": f"Python {sys.version.split()[0]}", "build_type": "script", "libraries": libraries},
            "config": self.config,
            "config_sha256": self.config_sha256,
            "inputs": self.inputs,
            "outputs": [self._entry(role, name) for role, name in self.outputs],
            "counts": self.counts,
            "seeds": {},
            "determinism": {"threads": 1},
            "warnings": self.warnings,
        }
        manifest["content_sha256"] = content_sha256(manifest)
        manifest["run"] = {
            "started": self.started,
            "finished": _utc_now(),
            "seconds": time.monotonic() - self.clock,
            "host": socket.gethostname(),
            "command_line": sys.argv,
            "tool_sha256": report_digest(),
            "folder": str(self.folder),
            "input_paths": self.input_paths,
            "files": [self._entry(role, name) for role, name in self.varying],
            "warnings": [],
        }
        text = json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        write_atomically(self.folder / NAME, text.encode())

    def _entry(self, role: str, name: str) -> dict[str, Any]:
        file = self.folder / name
        return {"role": role, "file": name, "bytes": file.stat().st_size, "sha256": sha256_of_file(file)}


def write_atomically(file: Path, content: bytes) -> None:
    """The file appears complete under its name, or not at all."""
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(file)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise Problem(f"{file}: cannot be written: {error.strerror}", IO) from error


def creflow_version() -> str:
    """The version that CMakeLists.txt states."""
    found = re.search(r"project\(creflow VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text(encoding="utf-8"))
    return found.group(1) if found else "unknown"


def _git_state() -> tuple[str, bool]:
    """The commit of the workflow's sources and whether they were changed since; ("unknown", False) outside git."""
    try:
        commit = _git("log", "-1", "--format=%H", "--", "workflow")
        return (commit, bool(_git("status", "--porcelain", "--", "workflow"))) if commit else ("unknown", False)
    except (OSError, subprocess.CalledProcessError):
        return "unknown", False


def _git(*words: str) -> str:
    return subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=True).stdout.strip()


def _utc_now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
