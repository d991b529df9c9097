"""./creflow: help, mistakes, and set-up on machines that lack things (played by small stand-in programs)."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.terminal import Terminal

Result = subprocess.CompletedProcess[str]
# What the front door calls on every machine.
BASICS = ("bash", "cat", "dirname", "env", "grep", "mkdir", "readlink", "rm", "sha256sum", "sleep", "tail", "tr")


def creflow(root: Path, *words: str, **environment: str) -> Result:
    """Runs the front door."""
    return subprocess.run(
        [str(root / "creflow"), *words],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def bare_machine(root: Path, tmp_path: Path) -> tuple[Path, str]:
    """A checkout of the front door alone, and a PATH of stand-ins: no package is installed, the user is not root."""
    checkout, programs = tmp_path / "checkout", tmp_path / "bin"
    checkout.mkdir()
    programs.mkdir()
    shutil.copy(root / "creflow", checkout)
    shutil.copytree(root / "envs", checkout / "envs")
    for name in BASICS:
        (programs / name).symlink_to(shutil.which(name) or name)
    stand_in(programs, "dpkg-query", "exit 1")
    stand_in(programs, "id", "echo 1000")
    return checkout, str(programs)


def stand_in(folder: Path | str, name: str, script: str) -> None:
    """A program that does what `script` says."""
    file = Path(folder) / name
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)


def test_help_is_on_stdout(root: Path) -> None:
    """And lists every command."""
    for words in ((), ("help",), ("--help",)):
        done = creflow(root, *words)
        assert done.returncode == 0 and done.stderr == ""
        for command in ("setup", "new", "run", "open", "compare", "test", "check", "bench", "cancel", "clean"):
            assert f"./creflow {command}" in done.stdout


def test_unknown_word_of_setup(root: Path) -> None:
    """It ends before anything is installed."""
    done = creflow(root, "setup", "--gpu")
    assert (done.returncode, done.stderr) == (2, "creflow: error: unknown word '--gpu'; allowed: --cuda\n")


def test_unknown_command(root: Path) -> None:
    """One line on stderr and the exit code for usage."""
    done = creflow(root, "rnu")
    assert done.returncode == 2
    assert done.stderr == "creflow: error: unknown command 'rnu'; ./creflow help lists them\n"
    for word in ("my.yaml", "ablation_plan", "train.epochs=3"):
        done = creflow(root, word)
        assert done.returncode == 2
        assert done.stderr == f"creflow: error: '{word}' is a word of run: ./creflow run {word}\n"


def test_an_error_is_red(root: Path) -> None:
    """On a terminal that has colours, unless somebody objects, and of the words of a run as well; not in a pipe."""
    paths = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONPATH": f"{root}/workflow/scripts"}
    run = [sys.executable, "-m", "creflow_workflow.run_snakemake", "nothing"]
    for command in ([str(root / "creflow"), "rnu"], run):
        for environment, red in (({}, ["creflow: error"]), ({"NO_COLOR": "1"}, []), ({"TERM": "dumb"}, [])):
            terminal = Terminal(command, root, 100, **(paths | environment))
            assert terminal.wait(seconds=60) == 2
            assert terminal.screen.text()[0].startswith("creflow: error: ")
            assert terminal.screen.coloured("31") == red
            terminal.close()
        done = subprocess.run(command, cwd=root, env=os.environ | paths, capture_output=True, text=True, check=False)
        assert "\033" not in done.stderr


def test_set_up_again_is_quick_and_changes_nothing(root: Path) -> None:
    """The second of two set-ups finds nothing to do."""
    first = creflow(root, "setup")
    assert first.returncode == 0, first.stderr
    second = creflow(root, "setup")
    assert second.returncode == 0
    assert second.stderr == "creflow: ready: ./creflow run\n"
    log = (root / "build/release/creflow.log").read_text()
    assert "Building" not in log and "Linking" not in log


def test_missing_packages_are_named(bare_machine: tuple[Path, str]) -> None:
    """Without root, sudo and conda: the names, the command, and nothing done."""
    checkout, path = bare_machine
    done = creflow(checkout, "setup", PATH=path)
    assert done.returncode == 1
    packages = [line for line in (checkout / "envs/apt.txt").read_text().splitlines() if not line.startswith("#")]
    assert f"missing packages: {' '.join(packages)}; " in done.stderr
    assert f"apt-get install --yes --quiet --no-install-recommends {' '.join(packages)}" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (checkout / ".venv").exists()


def test_only_what_is_missing_is_named(bare_machine: tuple[Path, str]) -> None:
    """Installed packages are not listed."""
    checkout, path = bare_machine
    stand_in(path, "dpkg-query", 'case "$*" in *ninja-build*) exit 1;; *) echo installed;; esac')
    done = creflow(checkout, "setup", PATH=path)
    assert "missing packages: ninja-build; " in done.stderr


def test_root_installs_packages(bare_machine: tuple[Path, str]) -> None:
    """apt-get gets the names; its failure ends set-up with the command to try by hand."""
    checkout, path = bare_machine
    stand_in(path, "id", "echo 0")
    stand_in(path, "apt-get", 'echo "asked: $*" >&2; test "$1" = update')
    done = creflow(checkout, "setup", PATH=path)
    assert done.returncode == 1
    assert "asked: install --yes --quiet --no-install-recommends g++ cmake" in done.stderr
    assert "the packages could not be installed; run by hand: apt-get install" in done.stderr


@pytest.mark.parametrize("name", ["conda", "mamba", "micromamba"])
def test_conda_is_used_without_root(bare_machine: tuple[Path, str], name: str) -> None:
    """The environment file goes to conda, and what follows runs inside it."""
    checkout, path = bare_machine
    stand_in(path, name, f'echo "{name}: $*" >&2; case "$1" in run) exit 1;; *) mkdir -p .conda;; esac')
    done = creflow(checkout, "setup", PATH=path)
    verb = "create --yes" if name == "micromamba" else "env create"
    assert f"{name}: {verb} --prefix {checkout}/.conda --file envs/creflow.yaml" in done.stderr
    assert f"{name}: run --prefix {checkout}/.conda python3" in done.stderr


def test_benchmarks_are_discovered(root: Path) -> None:
    """A name that does not exist is answered with those that do."""
    done = creflow(root, "bench", "no-such-thing")
    assert done.returncode == 1
    assert "no benchmark 'no-such-thing'; there are:" in done.stderr


def test_cancel_ends_the_jobs_of_this_folder(bare_machine: tuple[Path, str]) -> None:
    """Not those of another checkout, nor other jobs that were submitted from here."""
    checkout, path = bare_machine
    for name in ("awk", "paste"):
        Path(path, name).symlink_to(shutil.which(name) or name)
    queue = checkout / "queue"
    queue.write_text(f"7|cre_1|{checkout}\n8|cre_2|/elsewhere\n9|mine|{checkout}\n10|cre_1|{checkout}\n")
    stand_in(path, "squeue", f"cat {queue}")
    stand_in(path, "scancel", f'echo "asked: $*" >&2; echo "8|cre_2|/elsewhere" >{queue}')
    done = creflow(checkout, "cancel", PATH=path)
    assert done.returncode == 0, done.stderr
    assert "creflow: cancelling 7 10\nasked: 7 10\n" in done.stderr
    again = creflow(checkout, "cancel", PATH=path)
    assert (again.returncode, again.stderr) == (0, f"creflow: no jobs of {checkout} in the queue\n")


def test_cancel_without_slurm(bare_machine: tuple[Path, str]) -> None:
    """And with a Slurm that does not answer: an error, not an empty queue."""
    checkout, path = bare_machine
    done = creflow(checkout, "cancel", PATH=path)
    assert (done.returncode, done.stderr) == (1, "creflow: error: no Slurm here: squeue is not found\n")
    Path(path, "awk").symlink_to(shutil.which("awk") or "awk")
    stand_in(path, "squeue", "echo squeue: no controller >&2; exit 1")
    done = creflow(checkout, "cancel", PATH=path)
    assert done.returncode == 1
    assert done.stderr.endswith("creflow: error: squeue failed; the line above says why\n")


@pytest.fixture
def reports(bare_machine: tuple[Path, str]) -> tuple[Path, str]:
    """A checkout with two reports, the second one newer, an unfinished run, and a comparison that is older."""
    checkout, path = bare_machine
    for name in ("ls", "touch"):
        Path(path, name).symlink_to(shutil.which(name) or name)
    pages = ("compare-a-b/compare.html", "a/report/report.html", "b/report/report.html")
    for time, name in enumerate(pages, 1_000_000_000):
        page = checkout / "results" / name
        page.parent.mkdir(parents=True)
        page.touch()
        os.utime(page, (time, time))
    (checkout / "results/unfinished").mkdir()
    return checkout, path


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ((), "b/report/report.html"),
        (("a",), "a/report/report.html"),
        (("results/a/",), "a/report/report.html"),
        (("compare-a-b",), "compare-a-b/compare.html"),
    ],
)
def test_open_says_where_the_report_is(reports: tuple[Path, str], words: tuple[str, ...], page: str) -> None:
    """By name, by folder, or the newest; without a display nothing else."""
    checkout, path = reports
    stand_in(path, "xdg-open", f'echo "$1" >{checkout}/shown')
    nowhere = {"PATH": path, "DISPLAY": "", "WAYLAND_DISPLAY": ""}
    done = creflow(checkout, "open", *words, **nowhere)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{checkout}/results/{page}\n", "")
    assert not (checkout / "shown").exists()
    assert creflow(checkout, "open", *words, **(nowhere | {"DISPLAY": ":0"})).returncode == 0
    assert (checkout / "shown").read_text() == f"{checkout}/results/{page}\n"


def test_open_a_folder_elsewhere(reports: tuple[Path, str], tmp_path: Path) -> None:
    """A blank in its name is part of it."""
    checkout, path = reports
    page = tmp_path / "my runs/x/report/report.html"
    page.parent.mkdir(parents=True)
    page.touch()
    done = creflow(checkout, "open", str(tmp_path / "my runs/x"), PATH=path, DISPLAY="", WAYLAND_DISPLAY="")
    assert done.stdout == f"{page}\n"


def test_open_an_unknown_run(reports: tuple[Path, str]) -> None:
    """The answer names those that there are; also of a run that is not finished, and where there is none."""
    checkout, path = reports
    for name in ("c", "unfinished"):
        done = creflow(checkout, "open", name, PATH=path)
        assert (done.returncode, done.stdout) == (4, "")
        assert done.stderr == f"creflow: error: no report of '{name}'; there are: b, a, compare-a-b\n"
    done = creflow(checkout, "open", "a", "b", PATH=path)
    assert (done.returncode, done.stderr) == (2, "creflow: error: unknown word 'b'; allowed: one run\n")
    shutil.rmtree(checkout / "results")
    done = creflow(checkout, "open", "a", PATH=path)
    assert (done.returncode, done.stderr) == (4, "creflow: error: no report of 'a'; there are: none in results/ yet\n")
    done = creflow(checkout, "open", PATH=path)
    assert done.returncode == 4
    assert done.stderr == "creflow: error: no report in results/ yet; ./creflow run makes one\n"


@pytest.fixture
def checked(bare_machine: tuple[Path, str]) -> tuple[Path, str]:
    """A machine with all packages, a checkout that is set up, and a CMake and a ctest that say what they are asked."""
    checkout, path = bare_machine
    for name in ("awk", "cut", "find", "nproc", "sort", "xargs"):
        Path(path, name).symlink_to(shutil.which(name) or name)
    Path(path, "sleep").unlink()
    stand_in(path, "sleep", "exit 0")  # a check is seven steps that are waited for
    stand_in(path, "dpkg-query", "echo installed")
    for name in ("cmake", "ctest"):
        stand_in(path, name, f'echo "{name} $*" >>{checkout}/asked')
    for name in ("lib/core/a.cpp", "tools/b.cpp", "tests/unit/core/c.cpp", "cmake/d.cmake"):
        (checkout / name).parent.mkdir(parents=True)
        (checkout / name).write_text(name)
    for name in ("CMakeLists.txt", "CMakePresets.json", ".clang-tidy"):
        (checkout / name).write_text(name)
    (checkout / ".venv/bin").mkdir(parents=True)
    stand_in(checkout / ".venv/bin", "python", "exit 0")
    pinned = b"".join((checkout / "envs" / name).read_bytes() for name in ("requirements.txt", "constraints.txt"))
    (checkout / ".venv/creflow.stamp").write_text(f"{hashlib.sha256(pinned).hexdigest()}  -")
    return checkout, path


def steps_of_check(checkout: Path) -> list[str]:
    """What the last ./creflow check asked of CMake and ctest, without numbers of cores."""
    asked = checkout / "asked"
    lines = asked.read_text().splitlines() if asked.is_file() else []
    asked.unlink(missing_ok=True)
    return [line.rpartition(" -j ")[0] or line.partition(" -D ")[0] for line in lines]


def test_compare_gets_its_words(checked: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a set-up, with the modules of this checkout; folders are those of the caller, if it has them."""
    checkout, path = checked
    Path(path, "touch").symlink_to(shutil.which("touch") or "touch")
    stand_in(checkout / ".venv/bin", "python", 'echo "$PYTHONPATH: $*"')
    caller = tmp_path / "project"
    (caller / "results/a").mkdir(parents=True)
    (caller / "b c").mkdir()
    monkeypatch.chdir(caller)
    for out in (("--out", "d"), ("--out=d",)):
        done = creflow(checkout, "compare", "a", "b c", "e", *out, PATH=path, PYTHONPATH="/mine")
        assert done.returncode == 0, done.stderr
        words = f"{caller}/results/a {caller}/b c e {out[0].partition('=')[0]}{' ' if len(out) == 2 else '='}{caller}/d"
        assert done.stdout == f"{checkout}/workflow/scripts:/mine: -m creflow_report.compare {words}\n"


def test_new_gets_its_words(checked: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As they are, with the folder of the caller, whose files they name."""
    checkout, path = checked
    Path(path, "touch").symlink_to(shutil.which("touch") or "touch")
    stand_in(checkout / ".venv/bin", "python", 'echo "$CREFLOW_CALLER $PYTHONPATH: $*"')
    monkeypatch.chdir(tmp_path)
    done = creflow(checkout, "new", "K562=a b.tsv", "--sequences", "d.fa", "--help", PATH=path, PYTHONPATH="/mine")
    assert done.returncode == 0, done.stderr
    words = "K562=a b.tsv --sequences d.fa --help"
    assert done.stdout == f"{tmp_path} {checkout}/workflow/scripts:/mine: -m creflow_new {words}\n"


STEPS = [
    "cmake --preset tidy",
    "cmake --build build/tidy --target tidy",
    "cmake --preset dev",
    "cmake --build build/dev --target cre_tools",
    "cmake --preset asan",
    "cmake --build build/asan",
    "ctest --preset asan --no-tests=error",
]


def test_check_goes_over_what_changed(checked: tuple[Path, str]) -> None:
    """Once; again when a source, or a new file, says something else."""
    checkout, path = checked
    done = creflow(checkout, "check", PATH=path)
    assert (done.returncode, done.stderr) == (
        0,
        "creflow: clang-tidy, the compiler file by file and the sanitizers found nothing\n",
    )
    assert steps_of_check(checkout) == STEPS
    done = creflow(checkout, "check", PATH=path)
    assert done.stderr == "creflow: nothing changed since the last check, which found nothing\n"
    assert steps_of_check(checkout) == []
    for name in ("lib/core/a.cpp", "tests/unit/core/new.cpp", ".clang-tidy"):
        (checkout / name).write_text("changed")
        assert creflow(checkout, "check", PATH=path).returncode == 0
        assert steps_of_check(checkout) == STEPS, name


@pytest.mark.parametrize("step", range(len(STEPS)))
def test_a_check_that_finds_something(checked: tuple[Path, str], step: int) -> None:
    """It ends there, shows what was found, and is not taken for clean the next time."""
    checkout, path = checked
    program, first, second, *_ = STEPS[step].split()
    complaint = f'case "$*" in "{first} {second}"*) echo "lib/core/a.cpp:1:1: error: found"; exit 1;; esac'
    stand_in(path, program, f'echo "{program} $*" >>{checkout}/asked; {complaint}')
    for _ in range(2):
        done = creflow(checkout, "check", PATH=path)
        assert done.returncode == 1
        assert done.stderr.startswith("creflow: error: ") and "a.cpp:1:1: error: found" in done.stderr
        assert steps_of_check(checkout) == STEPS[: step + 1]


def test_check_has_packages_of_its_own(checked: tuple[Path, str]) -> None:
    """They are asked for by it alone."""
    checkout, path = checked
    stand_in(path, "dpkg-query", 'case "$*" in *clang-tidy*) exit 1;; *) echo installed;; esac')
    done = creflow(checkout, "check", PATH=path)
    assert done.returncode == 1
    assert "missing packages: clang-tidy; " in done.stderr
    creflow(checkout, "setup", PATH=path)
    assert steps_of_check(checkout)[0] == "cmake --preset release"


def test_version_without_a_set_up(bare_machine: tuple[Path, str], root: Path) -> None:
    """Of creflow, its commit, and what the tools are built with once they are there."""
    checkout, path = bare_machine
    for name in ("sed",):
        Path(path, name).symlink_to(shutil.which(name) or name)
    shutil.copy(root / "CMakeLists.txt", checkout)
    done = creflow(checkout, "--version", PATH=path)
    version, commit, tools = done.stdout.splitlines()
    assert done.returncode == 0 and done.stderr == ""
    assert version.startswith("creflow ") and commit == "commit not known: this is no clone"
    assert tools == "the tools are not built yet: ./creflow setup"
    binaries = checkout / "build/release/bin"
    binaries.mkdir(parents=True)
    stand_in(binaries, "cre-train", "printf 'cre-train (creflow) 1.2\\ncommit abc\\nbuilt for libtorch 3\\n'")
    said = creflow(checkout, "--version", PATH=path).stdout.splitlines()
    assert said[2:] == ["tools 1.2", "tools of commit abc", "built for libtorch 3"]


@pytest.mark.parametrize("words", [("--help",), ("table=x", "-h"), ("a.yaml", "--help")])
def test_help_of_run_without_a_set_up(bare_machine: tuple[Path, str], root: Path, words: tuple[str, ...]) -> None:
    """Forty lines, and nothing is installed for them."""
    checkout, path = bare_machine
    text = "workflow/scripts/creflow_workflow/run_help.txt"
    (checkout / text).parent.mkdir(parents=True)
    shutil.copy(root / text, checkout / text)
    done = creflow(checkout, "run", *words, PATH=path)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", (root / text).read_text())


def test_run_hands_over_words_and_the_folder_of_the_caller(checked: tuple[Path, str], tmp_path: Path) -> None:
    """The words come last, as they may end with -- and more; cores are all there are when nothing says how many."""
    checkout, path = checked
    for name in ("touch", "pwd"):
        Path(path, name).symlink_to(shutil.which(name) or name)
    stand_in(checkout / ".venv/bin", "python", 'echo "$CREFLOW_CALLER|$CREFLOW_COMMAND|$*"')
    stand_in(path, "nproc", "echo 3")
    for words, cores in (((), "--cores 3 "), (("--cores", "2"), ""), (("--profile", "slurm"), "")):
        done = subprocess.run(
            [str(checkout / "creflow"), "run", "table=a b", *words], cwd=tmp_path, capture_output=True, text=True,
            env=os.environ | {"PATH": path}, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        rest = " ".join(["table=a b", *words])
        assert done.stdout == (
            f"{tmp_path}|./creflow run table=a\\ b{''.join(f' {word}' for word in words)}"
            f"|-m creflow_workflow.run_snakemake --logger creflow --rerun-incomplete {cores}{rest}\n"
        ), done.stderr


def test_open_looks_in_the_folder_of_the_caller_first(reports: tuple[Path, str], tmp_path: Path) -> None:
    """For a folder, and for a run of its own results/."""
    checkout, path = reports
    page = tmp_path / "results/a/report/report.html"
    page.parent.mkdir(parents=True)
    page.touch()
    for word in ("a", "results/a"):
        done = subprocess.run(
            [str(checkout / "creflow"), "open", word], cwd=tmp_path, capture_output=True, text=True, check=False,
            env=os.environ | {"PATH": path, "DISPLAY": "", "WAYLAND_DISPLAY": ""},
        )  # fmt: skip
        assert done.stdout == f"{page}\n", done.stderr
