"""Every command in a page is run in a copy of the checkout, with little data; or, for a reason that is said here, it is
looked at: its options, keys and files exist. A command that does neither fails."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from creflow_workflow import settings
from helpers import command_words
from helpers.documents import COMMANDS, Block, Command, blocks, commands_of, output_of, pages, spans
from helpers.sandbox import Sandbox

# Why commands are not run: patterns of "page: command".
NOT_RUN = {
    "it installs, builds, tests or times creflow itself": (
        r": \./creflow (setup|test|check|bench)",
        r": time \./creflow (run|test)$",
        r"^CONTRIBUTING\.md: cmake ",
        r": git clone ",
        r": export CCACHE_DISABLE=1",
        r": pip install ",
    ),
    "it needs a cluster": (r"^docs/cluster\.md: (export CRE_SLURM|\./creflow cancel|.*--profile slurm)",),
    "it needs a GPU, or is for a machine with one": (r"^docs/gpu\.md: ",),
    "it takes minutes": (
        r"run config/grid\.yaml config/grid-short\.yaml$",
        r"config/learning-curve\.yaml$",
        r"split\.strategy=kfold",
        r"^config/models/README\.md: \./creflow run ",
    ),
    "it is about a file that only its reader has": (
        r"table=\S*(PATH|path)",
        r"(predicted|published)\.tsv",
        r"malinois_artifacts",
    ),
    "tests of ./creflow new do (test_new.py, test_new_joined.py, test_first_run.py)": (
        r"^docs/tables\.md: \./creflow",
    ),
    "tests of the plan do, with a smaller grid (test_ablation_plan.py)": (r" ablation_plan$",),
    "every test of the workflow does, with a smaller table (finished_run)": (r"^README\.md: \./creflow run$",),
    "words are left out": (r"^README\.md: \./creflow run -n \.\.\.",),
    "the tutorial runs it": (r"^README\.md: \./creflow (new|run|open) assay",),
}
# How many commands of blocks are run, and how many are only looked at: a new one changes a number here on purpose.
RUN, LOOKED_AT = 37, 47

# A network of a few hundred parameters, few resamples: added to runs that begin with a file of settings.
TINY = {
    "train.epochs": "1",
    "eval.bootstrap.resamples": "50",
    "baseline.words": "[3]",
    "baseline.gaps": "[]",
    "model.legnet.stem_channels": "8",
    "model.legnet.block_channels": "[8]",
    "model.legnet.pools": "[2]",
}
FIRST = ["docs/tutorial.md", "docs/tools.md", "docs/python.md"]  # others go on with what these made


def reasons(command: Command) -> list[str]:
    """Why it is not run; none: it is."""
    text = f"{command.page}: {command.text}"
    return [reason for reason, patterns in NOT_RUN.items() if any(re.search(one, text) for one in patterns)]


def in_order() -> list[Block]:
    """The blocks of all pages, in the order in which they are run."""
    ordered = sorted(pages(), key=lambda page: (FIRST.index(page) if page in FIRST else len(FIRST), page))
    return [block for page in ordered for block in blocks(page)]


ALL = [command for block in in_order() if block.language in COMMANDS for command in commands_of(block)]


def small(command: str) -> str:
    """The same with little to compute."""
    if not re.match(r"\./creflow run\b", command) or re.search(r" -n\b| assay ", command):
        return command
    given = re.findall(r"(\S+)=", command)
    return " ".join([command, *(f"{key}={value}" for key, value in TINY.items() if key not in given)])


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory, binary: Callable[[str], Path]) -> Sandbox:
    """A checkout that is set up."""
    return Sandbox(tmp_path_factory.mktemp("clone"), binary("cre-qc").parent)


def test_commands_and_python_run(sandbox: Sandbox) -> None:
    """Block by block, from the tutorial on, in one folder; what a console block shows is what its command prints."""
    for block in in_order():
        if block.language == "python":
            sandbox.run(block.text, "python")
        elif block.language in COMMANDS:
            script = "\n".join(small(command.text) for command in commands_of(block) if not reasons(command))
            said = sandbox.run(script) if script else ""
            if block.language == "console":
                assert said.rstrip().expandtabs() == output_of(block).expandtabs(), block.where


def test_commands_that_are_not_run_fit(binary: Callable[[str], Path]) -> None:
    """What they call has such options, keys and files; each reason is one of some command."""
    binaries = binary("cre-qc").parent
    for command in ALL:
        if reasons(command):
            found = list(command_words.mistakes(command.text, binaries))
            assert not found, f"{command.page}: {command.text}: {found}"
    for patterns in NOT_RUN.values():
        for pattern in patterns:
            assert any(re.search(pattern, f"{one.page}: {one.text}") for one in ALL), f"{pattern} is of no command"


@pytest.mark.parametrize(
    ("command", "mistake"),
    [
        ("./creflow rnu", "no rnu"),
        ("./creflow run --core 2 --until-stage qc", "--until-stage' is no option"),
        ("./creflow run train.epoch=3", "train.epoch"),
        ("./creflow run lentimpr", "lentimpr"),
        ("./creflow run config/nowhere.yaml", "no file config/nowhere.yaml"),
        ("./creflow open --all", "no option --all of open"),
        ("./creflow bench nothing", "no benchmark nothing"),
        ("cre-qc --tabel my.tsv --out qc", "no option --tabel of cre-qc"),
        ("cre-train --dataset d.h5 --set train.epoch=3 --out t", "no key train.epoch=3"),
        ("cat a | build/release/bin/cre-split --config config/none.json", "no known program cat"),
        ("build/release/bin/cre-split --config config/none.json", "no file config/none.json"),
        (".venv/bin/python workflow/nothing.py", "no file workflow/nothing.py"),
        ("snakemake --profiles slurm", "--profiles' is no option"),
    ],
)
def test_what_does_not_fit_is_found(command: str, mistake: str, binary: Callable[[str], Path]) -> None:
    found = list(command_words.mistakes(command, binary("cre-qc").parent))
    assert any(mistake in one for one in found), found


def test_how_many_commands_there_are() -> None:
    """Numbers that change with the pages, so that nobody adds a command without deciding how it is tested."""
    looked_at = sum(bool(reasons(command)) for command in ALL)
    assert (len(ALL) - looked_at, looked_at) == (RUN, LOOKED_AT)


OURS = re.compile(r"(\./creflow|build/release/bin/cre-\w+|cre-\w+|snakemake|\.venv/bin/\S+|bench/\S+) \S")


@pytest.mark.parametrize("page", pages())
def test_commands_within_sentences_fit(page: str, binary: Callable[[str], Path]) -> None:
    """They are not run, but have options, keys and files that exist."""
    for span in spans(page):
        if OURS.match(span):
            found = list(command_words.mistakes(span, binary("cre-qc").parent))
            assert not found, f"{page}: {span}: {found}"


@pytest.mark.parametrize("page", pages())
def test_settings_in_pages_hold(page: str) -> None:
    """A block of YAML is a config, or a part of one."""
    for block in blocks(page):
        if block.language == "yaml":
            content = yaml.safe_load(block.text)
            grid = settings.grid_of(content, block.where)
            settings.resolve({key: value for key, value in content.items() if key != "grid"}, block.where, grid)
