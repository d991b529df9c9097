"""Does a command of a page fit what it calls? Its options, keys and files are looked at; nothing is run."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from creflow_new.__main__ import command_line
from creflow_workflow import config_words, settings, snakemake_options, words
from creflow_workflow.problems import Problem
from creflow_workflow.schemas import section_schemas

from .workflow import ROOT

# Programs that are not creflow's: what they are told is theirs to judge.
OTHERS = {"apptainer", "cd", "clone", "git", "iconv", "ls", "pip", "scancel", "sed", "squeue", "srun", "tmux", "zcat"}
# Words of `./creflow run` that a reader puts names of the own for.
NAMES = re.compile(r"(assay|config|one-strand|mine|my|more|old)(\.yaml|\.tsv)?|NAME(\.yaml)?|RUN|STAGE|WORDS")


def mistakes(command: str, binaries: Path) -> Iterator[str]:
    """What does not fit, one text each."""
    for call in _calls(command):
        program = Path(call[0])
        if call[0] == "./creflow":
            yield from _of_front_door(call[1:])
        elif program.name.startswith("cre-"):
            yield from _of_tool(binaries / program.name, call[1:])
        elif program.name == "snakemake":
            yield from _of_run(call[1:])
        elif program.name == "cmake":
            presets = json.loads((ROOT / "CMakePresets.json").read_text(encoding="utf-8"))["configurePresets"]
            yield from _unless(call[-1] in {preset["name"] for preset in presets}, f"no preset {call[-1]}")
        elif program.name.startswith("python"):
            yield from _unless((ROOT / call[1]).is_file() or call[1] == "pack/check", f"no file {call[1]}")
        elif call[0].startswith(("bench/", ".venv/bin/")):
            yield from _unless((ROOT / call[0]).exists(), f"no file {call[0]}")
        else:
            yield from _unless(call[0] in OTHERS, f"no known program {call[0]}")


def _unless(holds: bool, mistake: str) -> Iterator[str]:
    if not holds:
        yield mistake


def _calls(command: str) -> Iterator[list[str]]:
    """The words of each program in a line of shell, without variables, redirections and what stands for any words."""
    text = re.sub(r"<[\w ]+>", "NAME", command).replace("...", " ")
    lexer = shlex.shlex(text, posix=True, punctuation_chars="|&;<>")
    lexer.whitespace_split = True
    call: list[str] = []
    tokens = iter([*lexer, ";"])
    for token in tokens:
        if token in (">", "<", ">>"):
            next(tokens)
        elif set(token) <= set("|&;"):
            while call and (call[0] in ("export", "time") or re.match(r"[A-Z_]+=", call[0])):
                call.pop(0)
            if call:
                yield call
            call = []
        else:
            call.append(token)


def _of_front_door(given: list[str]) -> Iterator[str]:
    command, *rest = given
    usage = _said(ROOT / "creflow", "help")
    if command == "new":
        usage += command_line().format_help()
    if command == "run":
        yield from _of_run(rest)
        return
    yield from _unless(re.search(rf"^  \./creflow {re.escape(command)}\b", usage, re.M) is not None, f"no {command}")
    for word in rest:
        if word.startswith("-"):
            yield from _unless(re.search(rf"{word}\b", usage) is not None, f"no option {word} of {command}")
        elif command == "bench" and word != "NAME":
            yield from _unless(bool(list((ROOT / "bench").glob(f"run_{word}.*"))), f"no benchmark {word}")


def _of_run(given: list[str]) -> Iterator[str]:
    named = [word for word in given if not NAMES.fullmatch(word)]
    try:
        _, others = words.take_out(named)
        sorted_words = words.sort(others)
        settings.resolve(config_words.settings(sorted_words.settings), "words")
    except Problem as problem:
        yield str(problem)
        return
    for file in sorted_words.files:
        yield from _unless(not file.startswith("config/") or (ROOT / file).is_file(), f"no file {file}")
    for option in sorted_words.options:
        if option.startswith("-"):
            name = option.partition("=")[0]
            switches = set(name[1:]) <= set(snakemake_options.SWITCHES)
            yield from _unless(switches or name in snakemake_options.all_options(), f"no option {name} of run")


def _of_tool(tool: Path, given: list[str]) -> Iterator[str]:
    options = set(re.findall(r"^ +(?:-\w,)?(--[\w-]+)", _said(tool, "--help"), flags=re.MULTILINE))
    for number, word in enumerate(given):
        if word.startswith("-"):
            yield from _unless(word.partition("=")[0] in options, f"no option {word} of {tool.name}")
        elif word.startswith("config/"):
            yield from _unless((ROOT / word).is_file(), f"no file {word}")
        elif given[number - 1] == "--set":
            yield from _unless(_is_key(word.partition("=")[0]), f"no key {word}")


def _is_key(key: str) -> bool:
    schema = {"properties": section_schemas()}
    for part in key.split("."):
        if part not in schema.get("properties", {}):
            return False
        schema = schema["properties"][part]
    return True


@cache
def _said(program: Path, word: str) -> str:
    return subprocess.run([str(program), word], capture_output=True, text=True, check=True, timeout=60).stdout
