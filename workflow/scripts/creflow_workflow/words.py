"""Sorts the words of `./creflow run`: what says the config, what to make, and what are options of Snakemake, in any
order. A word is what it looks like: key=value is a setting, NAME.yaml a config, results/... or the name of a stage what
to make, any other name a run or an example."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from . import places
from .problems import USAGE, Problem, suggestion
from .recorded import settings_file
from .snakemake_options import SWITCHES, takes
from .stages import STAGES

FILES = ("--configfile", "--configfiles")
SETTINGS = ("--config", "-C")
OUT = "--out"
HELP = ("--help", "-h", "--help-snakemake")
RULES = ("all", "ablation_plan", *STAGES, "report")
EXAMPLES = Path("config/examples")

_SETTING = re.compile(r"[A-Za-z_][\w.-]*=")
# Options whose values are names of rules, files or fixed words: a setting or a config behind them is none of theirs.
_NAMES = {"--until", "-U", "--omit-from", "-O", "--forcerun", "-R", "--prioritize", "-P", "--rerun-triggers"}
_FIXED = {"--quiet", "-q", "--logger", "--software-deployment-method", "--sdm", "--rerun-triggers"}


@dataclass
class Words:
    """The words by what they are for."""

    files: list[str] = field(default_factory=list)  # configs, in order
    settings: list[str] = field(default_factory=list)  # key=value
    targets: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)  # of Snakemake, with their values
    rest: list[str] = field(default_factory=list)  # what follows --
    keep: bool = False  # --keep
    help: str = ""  # --help, --help-snakemake

    def has(self, *names: str) -> bool:
        """Is one of these options there? A letter that takes no value (-n) may stand among others: -np."""
        letters = "".join(name[1] for name in names if name[1] in SWITCHES)
        among = re.compile(rf"-[{SWITCHES}]*[{letters}][{SWITCHES}]*") if letters else None
        return any(
            word.partition("=")[0] in names or (among is not None and among.fullmatch(word)) for word in self.options
        )


def take_out(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """The folder of --out, in which the run takes place, and the other words."""
    kept = list(words)
    for number, word in enumerate(words):
        if word == "--":
            break
        option, equals, folder = word.partition("=")
        if option == OUT:
            folder = folder if equals else next(iter(words[number + 1 :]), "")
            if not folder or (not equals and folder.startswith("-")):
                raise Problem(f"{OUT}: the name of a folder is missing after it", USAGE)
            del kept[number : number + (1 if equals else 2)]
            return folder, kept
    return None, kept


def sort(words: Sequence[str]) -> Words:
    """Throws a Problem for a word that is nothing of all this."""
    sorting = _Sorting()
    for number, word in enumerate(words):
        if word == "--":  # what follows is no option
            sorting.words.rest = list(words[number:])
            break
        sorting.take(word)
    sorting.close()
    return sorting.words


class _Sorting:
    def __init__(self) -> None:
        self.words = Words()
        self.option = ""  # the one that words without a dash may belong to
        self.kind = ""  # how many it takes
        self.empty = True  # it has none yet

    def take(self, word: str) -> None:
        """One word more."""
        if word.startswith("-") and len(word) > 1:
            self.close()
            self._begin(word)
        elif self.option and (self.kind == "1" or (self.empty and self.option in FILES) or not self._is_free(word)):
            self._value(word)
        else:
            self._sort_free(word)

    def close(self) -> None:
        """No more words for the option."""
        if self.empty and self.option in FILES:
            self._refuse_nothing()
        self.option, self.kind, self.empty = "", "", True

    def _refuse_nothing(self) -> None:
        raise Problem(f"{self.option}: the name of a file is missing after it", USAGE)

    # --- options ---

    def _begin(self, word: str) -> None:
        option, equals, value = word.partition("=")
        switches = ""
        if not word.startswith("--"):
            switches, letter, value = re.fullmatch(rf"-([{SWITCHES}]*)(.)(.*)", word, re.DOTALL).groups()
            option, equals = f"-{letter}", value
        self.option = option
        if option in HELP or "h" in switches:
            self.words.help = "--help" if option != HELP[-1] else option
        elif option == "--keep":
            self.words.keep = True
        elif option in (*FILES, *SETTINGS):
            self.kind = "*"
            self.words.options += [f"-{switches}"] if switches else []
            if equals:
                self._value(value.removeprefix("=") if option == "-C" else value)
        else:
            self.words.options.append(word)
            self.kind = takes(option)
        if equals or not self.kind:
            self.option = ""

    def _value(self, word: str) -> None:
        if not word and self.option in FILES:
            self._refuse_nothing()
        self.empty = False
        if self.option in FILES:
            self.words.files.append(_config(word))
        elif self.option in SETTINGS:
            self.words.settings.append(word)
        else:
            self.words.options.append(word)
        if self.kind in ("1", "?"):
            self.option = ""

    # --- other words ---

    def _is_free(self, word: str) -> bool:
        """Is a word behind an option none of its values?"""
        if self.option in SETTINGS:
            return "=" not in word
        if self.option in FILES:
            return bool(_SETTING.match(word)) or _is_target(word)
        if self.option in _FIXED and _is_target(word):
            return True
        return self.option in _NAMES | _FIXED and bool(_SETTING.match(word) or _is_config(word))

    def _sort_free(self, word: str) -> None:
        if _SETTING.match(word):
            self.words.settings.append(word)
        elif _is_config(word):
            self.words.files.append(_config(word))
        elif _is_target(word):
            self.words.targets.append(_target(word))
        else:
            self.words.files.append(_named(word))


def _is_config(word: str) -> bool:
    if "results" in Path(word).parts:  # what a run recorded for its tools
        return False
    return word.endswith((".yaml", ".yml")) or (word.endswith(".json") and places.find(word) is not None)


def _is_target(word: str) -> bool:
    return word in RULES or "results" in Path(word).parts


def _target(word: str) -> str:
    """Results are named from the folder that holds results/."""
    return places.near(word) if Path(word).is_absolute() else word.removeprefix("./")


def _config(word: str) -> str:
    return places.find(word) or word


def _named(word: str) -> str:
    """The config that a name stands for: that of an earlier run, else an example."""
    recorded = settings_file(word)
    if recorded.is_file():
        return str(recorded)
    example = places.ROOT / EXAMPLES / f"{word}.yaml"
    if re.fullmatch(r"[\w.-]+", word) and example.is_file():
        return places.near(example)
    if places.find(word):
        raise Problem(f"'{word}': a table is named with table={word}, a config ends with .yaml", USAGE)
    examples = sorted(file.stem for file in (places.ROOT / EXAMPLES).glob("*.yaml"))
    runs = sorted(
        file.parent.parent.name for file in Path("results").glob(str(settings_file("*").relative_to("results")))
    )
    near = suggestion(word, [*RULES, *examples, *runs])
    raise Problem(
        f"'{word}' is no setting (key=value), no config (NAME.yaml), nothing to make and no run{near}; "
        f"examples: {', '.join(examples)}; runs: {', '.join(runs) or 'none in results/ yet'}; ./creflow run --help",
        USAGE,
    )
