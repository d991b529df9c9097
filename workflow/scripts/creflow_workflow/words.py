"""Sorts the words of `./creflow run`: what says the config, what to make, and what are options of Snakemake, in any
order. A word is what it looks like: key=value is a setting, NAME.yaml a config, results/... or the name of a stage what
to make, any other name a run or an example."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from . import word_mistakes
from .near_keys import is_key
from .problems import USAGE, Problem, together
from .snakemake_options import SWITCHES, takes
from .word_kinds import as_value, config, is_config, is_target, named, target

FILES = ("--configfile", "--configfiles")
SETTINGS = ("--config", "-C")
OUT = "--out"
KEEP = "--keep"
HELP = ("--help", "-h", "--help-snakemake")

_SETTING = re.compile(r"[A-Za-z_][\w.-]*=")
# Options whose values are fixed words: a setting or a config behind them is none of theirs.
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
    before = list(words[: words.index("--")] if "--" in words else words)
    at = [number for number, word in enumerate(before) if word.partition("=")[0] == OUT]
    if not at:
        return None, list(words)
    if len(at) > 1:
        raise Problem(f"{OUT} is there twice; keep one of them", USAGE)
    (number,) = at
    _, equals, folder = words[number].partition("=")
    folder = folder if equals else next(iter(before[number + 1 :]), "")
    if not folder or (not equals and folder.startswith("-")):
        raise Problem(f"{OUT}: the name of a folder is missing after it", USAGE)
    return folder, [*words[:number], *words[number + (1 if equals else 2) :]]


def sort(words: Sequence[str]) -> Words:
    """Throws the Problem of all words that are nothing of all this."""
    sorting = _Sorting()
    before = words[: words.index("--")] if "--" in words else words
    for word, following in zip(before, [*before[1:], None], strict=False):
        sorting.take(word, following)
    sorting.close()
    sorting.words.rest = list(words[len(before) :])  # no options
    if sorting.mistakes and not sorting.words.help:
        raise together([Problem(text, USAGE) for text in sorting.mistakes])
    return sorting.words


class _Sorting:
    def __init__(self) -> None:
        self.words = Words()
        self.mistakes: list[str] = []
        self.is_told = False  # the next word is no mistake of its own: it was told as the value of a key
        self.option = ""  # the one that words without a dash may belong to
        self.kind = ""  # how many it takes
        self.empty = True  # it has none yet

    def take(self, word: str, following: str | None) -> None:
        """One word more, and the one behind it."""
        if self.is_told:
            self.is_told = False
        elif word.startswith("-") and len(word) > 1:
            self.close()
            self._begin(word, following)
        elif self.option and (self.kind == "1" or (self.empty and self.option in FILES) or not self._is_free(word)):
            self._value(word)
        else:
            self._sort_free(word, following)

    def close(self) -> None:
        """No more words for the option."""
        if self.option and self.empty and self.kind in ("1", "+"):
            self._miss_value()
        self.option, self.kind, self.empty = "", "", True

    def _miss_value(self) -> None:
        what = "the name of a file" if self.option in FILES else "a key=value" if self.option in SETTINGS else "a value"
        self.mistakes.append(f"{self.option}: {what} is missing after it")

    def _refuse(self, mistake: str) -> bool:
        self.mistakes += [mistake] if mistake else []
        return bool(mistake)

    # --- options ---

    def _begin(self, word: str, following: str | None) -> None:
        option, equals, value = word.partition("=")
        if self._refuse(word_mistakes.of_option(word, as_value(following))):
            self.is_told = not equals and as_value(following) is not None
            return
        switches = ""
        if not word.startswith("--"):
            switches, letter, value = re.fullmatch(rf"-([{SWITCHES}]*)(.)(.*)", word, re.DOTALL).groups()
            option, equals = f"-{letter}", value
        self.option = option
        if option in HELP or "h" in switches:
            self.words.help = "--help" if option != HELP[-1] else option
        elif option == KEEP:
            self.words.keep = True
        elif option in (*FILES, *SETTINGS):
            self.kind = "+"
            self.words.options += [f"-{switches}"] if switches else []
            if equals:
                self._value(value.removeprefix("=") if option == "-C" else value)
        else:
            self.words.options.append(word)
            self.kind = takes(option)
            if equals:
                self._refuse(word_mistakes.of_value(option, value))
        if equals or not self.kind:
            self.option = ""

    def _value(self, word: str) -> None:
        self.empty = False
        if not word and self.option in FILES:
            self._miss_value()
        elif self.option in FILES:
            self.words.files.append(config(word))
        elif self.option in SETTINGS:
            self.words.settings.append(word)
        else:
            self.words.options.append(word)
            self._refuse(word_mistakes.of_value(self.option, word))
        if self.kind in ("1", "?"):
            self.option = ""

    # --- other words ---

    def _is_free(self, word: str) -> bool:
        """Is a word behind an option none of its values?"""
        if self.option in SETTINGS:
            return "=" not in word
        if self.option in FILES:
            return bool(_SETTING.match(word)) or is_target(word)
        if self.option in _FIXED and is_target(word):
            return True
        return self.option in word_mistakes.NAMES | _FIXED and bool(_SETTING.match(word) or is_config(word))

    def _sort_free(self, word: str, following: str | None) -> None:
        value = as_value(following)
        if _SETTING.fullmatch(word) and value is not None:
            self.is_told = self._refuse(f"'{word}': its value follows without a blank: {word}{value}")
        elif _SETTING.match(word):
            self.words.settings.append(word)
        elif is_config(word):
            self.words.files.append(config(word))
        elif is_target(word):
            self.words.targets.append(target(word))
        elif file := named(word):
            self.words.files.append(file)
        else:
            self.mistakes.append(word_mistakes.of_free_word(word, value))
            self.is_told = is_key(word) and value is not None
