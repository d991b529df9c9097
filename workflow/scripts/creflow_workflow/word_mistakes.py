"""What is said of a word of `./creflow run` that is none of what it may be, with what was probably meant."""

from __future__ import annotations

import os
import re
from pathlib import Path

from . import places
from .near_keys import is_key, keys_named
from .problems import suggestion
from .recorded import settings_file
from .snakemake_options import is_known
from .word_kinds import RULES, examples

_LIKE_A_KEY = re.compile(r"-*([A-Za-z_][\w.-]*)(?:[=:](.*))?", re.DOTALL)
# Options whose values are names of stages, or files.
NAMES = {"--until", "-U", "--omit-from", "-O", "--forcerun", "-R", "--prioritize", "-P"}
OWN = ("--help-snakemake",)  # of ./creflow run, besides --keep and --out
_SITE = Path("/etc/xdg/snakemake")  # where Snakemake looks for profiles, after the user's own


def of_free_word(word: str, following: str | None) -> str:
    """`following`: the next word, if it may be the value of this one."""
    if (places.caller() / word).is_dir():
        return f"'{word}' is a folder; results get there with --out {word}, a table is named with table=FILE"
    if places.find(word):
        return f"'{word}': a table is named with table={word}, a config ends with .yaml"
    key, equals, _ = word.partition("=")
    if equals:
        return f"'{word}': '{key}' is no key; a setting is written like train.epochs=3 or qc.columns.id=Name"
    if setting := _as_setting(word, following):
        return f"'{word}': a setting is written {setting}"
    runs = sorted(
        file.parent.parent.name for file in Path("results").glob(str(settings_file("*").relative_to("results")))
    )
    near = suggestion(word, [*RULES, *examples(), *runs])
    return (
        f"'{word}' is no setting (key=value), no config (NAME.yaml), nothing to make and no run{near}; "
        f"examples: {', '.join(examples())}; runs: {', '.join(runs) or 'none in results/ yet'}; ./creflow run --help"
    )


def _as_setting(word: str, following: str | None = None) -> str:
    """ "train.epochs=3", of --epochs=3, train.epochs:3 or a key with its value behind it; nothing of no key."""
    found = _LIKE_A_KEY.fullmatch(word)
    if found is None:
        return ""
    name, value = found[1], found[2] if found[2] is not None else following
    paths = [name] if is_key(name) else keys_named(name) if word.startswith("-") else []
    return " or ".join(f"{path}={value or 'VALUE'}" for path in paths)


def of_option(word: str, following: str | None) -> str:
    """Of a word with a dash that is no option, nothing of a good one. Snakemake allows to cut its options short."""
    option, equals, _ = word.partition("=")
    if option == "--keep":
        return f"{word}: takes no value" if equals else ""
    is_long = word.startswith("--")
    if is_long and (option in OWN or is_known(option, whole=True)):
        return ""
    if len(option) > 2 and (setting := _as_setting(word, following)):
        return f"'{word}': a setting is written without dashes: {setting}"
    if is_long and not is_known(option):
        return f"'{option}' is no option of ./creflow run, nor of Snakemake; ./creflow run --help lists the usual ones"
    return ""


def of_value(option: str, value: str) -> str:
    """Of a value of an option that names rules, or a profile; nothing of a good one."""
    if option == "--profile" and not _is_profile(value):
        return f"--profile: there is no '{value}'{suggestion(value, ['slurm'])}; allowed: slurm, or the folder of one"
    known = [stage for stage in RULES if stage != "ablation_plan"]
    stage = value.removesuffix("_ensemble").removesuffix("_pool")
    if option in NAMES and stage not in known and "results" not in Path(value).parts:
        near = suggestion(value, known)
        return f"{option}: '{value}' is no stage{near}; allowed: {', '.join(known)}, or a file in results/"
    return ""


def _is_profile(name: str) -> bool:
    folders = [*places.folders(), Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config") / "snakemake", _SITE]
    return name == "none" or any((folder.expanduser() / name).exists() for folder in folders)
