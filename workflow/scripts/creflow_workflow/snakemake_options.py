"""How many words an option of Snakemake takes: "" none, "1" one, "?" one or none, "*" all up to the next option,
"+" likewise, at least one."""

from __future__ import annotations

from functools import cache

# The usual ones; Snakemake is asked for the others, which takes a second.
USUAL = {
    "--cores": "1",
    "--jobs": "1",
    "--profile": "1",
    "--executor": "1",
    "--snakefile": "1",
    "--directory": "1",
    "--dry-run": "",
    "--printshellcmds": "",
    "--keep-going": "",
    "--unlock": "",
    "--rerun-incomplete": "",
    "--forceall": "",
    "--forcerun": "*",
    "--until": "+",
    "--rerun-triggers": "+",
    "--quiet": "*",
    "--logger": "+",
    "-c": "1",
    "-j": "1",
    "-e": "1",
    "-s": "1",
    "-d": "1",
    "-R": "*",
    "-U": "+",
    "-q": "*",
}
# Letters that take no value, and may stand together in front of another one: -nCrun=demo.
SWITCHES = "DFSafhklnptv"


def takes(option: str) -> str:
    """Of "--cores" or "-c", without a value that is attached. A long one may be cut short, as Snakemake allows it."""
    if option in USUAL:
        return USUAL[option]
    if not option.startswith("--") and option[1:] in SWITCHES:
        return ""
    kinds = {all_options()[name] for name in _meant(option)}
    return kinds.pop() if len(kinds) == 1 else "1"


def is_known(option: str, *, whole: bool = False) -> bool:
    """Is a long option one of Snakemake's, or (unless it is to be `whole`) the beginning of some?"""
    return option in USUAL or (option in all_options() if whole else bool(_meant(option)))


def _meant(option: str) -> list[str]:
    known = all_options()
    return [option] if option in known else [name for name in known if name.startswith(option)]


@cache
def all_options() -> dict[str, str]:
    """Each option of Snakemake with how many words it takes."""
    from snakemake.cli import get_argument_parser

    kinds = {0: "", None: "1", "?": "?", "*": "*", "+": "+"}
    return {
        option: kinds.get(action.nargs, "*")
        for action in get_argument_parser()._actions
        for option in action.option_strings
    }
