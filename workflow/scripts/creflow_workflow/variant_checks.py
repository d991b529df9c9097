"""Mistakes in variants that can be seen before anything runs, and variants that would run in vain."""

from __future__ import annotations

from typing import Any

from . import effects
from .overrides import leaves
from .problems import Problem, together
from .stages import BASE, CHAIN, FIXED_IN_VARIANTS, VARIANT_SECTIONS, chain_to
from .variants import Variants

IS_BASE = "it is the base"


def check_settings(plan: Variants) -> None:
    """Throws the Problem of all settings that do not go together, in the base or in a variant."""
    problems: list[Problem] = []
    for variant in plan.variants:
        for check in CHECKS_OF_BASE if variant == BASE else CHECKS_OF_VARIANT:
            try:
                check(plan, variant)
            except Problem as problem:
                problems.append(problem)
    if problems:
        raise together(problems)


def _check_extended_run(plan: Variants, _: str) -> None:
    if plan.config["split"]["strategy"] == "extend" and plan.config["extends"] is None:
        place = "split.strategy"
        raise Problem(f"{plan.where(place)}: {place}: extend needs extends, the name of the run whose split is kept")
    if plan.config["extends"] is not None and plan.folds[BASE]:
        place = "split.strategy"
        said = f"{plan.config['split']['strategy']} tests every row in its turn, so no other run can be extended"
        raise Problem(f"{plan.where(place)}: {place}: {said}; leave extends out")
    if plan.config["extends"] == plan.config["run"]:
        said = f"extends: '{plan.config['run']}' is this run; allowed: another run, or null"
        raise Problem(f"{plan.where('extends')}: {said}")


def _check_fold(plan: Variants, variant: str) -> None:
    if plan.resolved[variant]["split"]["fold"] != 1:
        place = plan.key_of(variant, "split.fold")
        raise Problem(
            f"{plan.where(place)}: {place}: leave it out; a run makes every fold, cre-split --fold one by hand"
        )


def _check_folds(plan: Variants, variant: str) -> None:
    """Rows that a base tests in turn cannot be compared with a tenth of them."""
    if bool(plan.folds[variant]) != bool(plan.folds[BASE]):
        place = plan.key_of(variant, "split.strategy")
        which = "has no folds as the base has" if plan.folds[BASE] else "has folds, and the base has none"
        raise Problem(f"{plan.where(place)}: {place}: {which}; both are compared on the rows that they test")


def _check_motifs(plan: Variants, variant: str) -> None:
    """A network cannot read scores that are not there."""
    sections = plan.resolved[variant]
    prior = sections["model"]["motifs"]
    if prior != "none" and sections["encode"]["motifs"] is None:
        place = plan.key_of(variant, "model.motifs")
        raise Problem(f"{plan.where(place)}: {place}: {prior} needs encode.motifs, which is null")


def _check_linear_member(plan: Variants, variant: str) -> None:
    """There is one linear model, of the base's dataset."""
    if not plan.resolved[variant]["predict"]["with_baseline"]:
        return
    place = plan.key_of(variant, "predict.with_baseline")
    if not plan.config["baseline"]["enabled"]:
        raise Problem(f"{plan.where(place)}: {place}: there is no baseline, since baseline.enabled is false")
    stages = chain_to("encode")
    if plan.identities(variant, stages) != plan.identities(BASE, stages):
        raise Problem(
            f"{plan.where(place)}: {place}: the linear baseline is fitted to the base's rows, and this variant has "
            "others; set predict.with_baseline to false, so that networks are compared with networks"
        )


def _check_rows(plan: Variants, variant: str) -> None:
    """A variant is compared with the base on rows of the same name and with the same measurements."""
    base, own = (leaves(plan.resolved[name]["qc"]) for name in (BASE, variant))
    changed = [key for key in FIXED_IN_VARIANTS if base[key] != own[key]]
    if _measurements(base) != _measurements(own):
        changed.append("tasks")
    if plan.resolved[BASE]["qc"]["values"] != plan.resolved[variant]["qc"]["values"]:
        changed.append("values")
    if changed:
        place = plan.key_of(variant, f"qc.{changed[0]}")
        raise Problem(
            f"{plan.where(place)}: {place}: differs from the base; a variant is compared with the base row by row, so "
            "names of rows and tasks, sequences, activities, target cells and minimum gaps are those of the base"
        )


def _check_outputs(plan: Variants, variant: str) -> None:
    """The files of a rule are the same for all variants."""
    if plan.resolved[variant]["qc"]["write_kept"] != plan.resolved[BASE]["qc"]["write_kept"]:
        place = plan.key_of(variant, "qc.write_kept")
        raise Problem(f"{plan.where(place)}: {place}: differs from the base; set qc.write_kept for the whole run")


def _measurements(qc: dict[str, Any]) -> list[tuple[str, str]]:
    return [(task["name"], task["activity"]) for task in qc["tasks"]]


def _check_match(plan: Variants, variant: str) -> None:
    if plan.is_matched(variant) and plan.resolved[variant]["model"]["match_parameters"] is not None:
        place = plan.key_of(variant, "model.match_parameters")
        raise Problem(
            f"{plan.where(place)}: {place}: is set beside match_parameters: true of the group; use one of them"
        )


CHECKS_OF_BASE = (_check_extended_run, _check_fold, _check_motifs, _check_linear_member)
CHECKS_OF_VARIANT = (
    _check_fold,
    _check_motifs,
    _check_folds,
    _check_rows,
    _check_outputs,
    _check_match,
    _check_linear_member,
)


def without_effect(plan: Variants) -> dict[str, str]:
    """Variants that are left out, with the reason: members of a product that equal the base, variants that change only
    what is not used. Throws a Problem for one that is named and changes nothing."""
    found = {}
    for name, variant in plan.grid.variants.items():
        if any(plan.identity(stage, name) != plan.identity(stage) for stage in CHAIN):
            continue
        if plan.resolved[name] != plan.resolved[BASE]:
            found[name] = effects.of_left_out(plan, name)
        elif variant.of_product:
            found[name] = IS_BASE
        else:
            raise Problem(
                f"{plan.where(variant.place)}: {variant.place}: changes nothing; it has the same settings as the base "
                f"(a variant may change: {', '.join(VARIANT_SECTIONS)})"
            )
    for name, variant in plan.grid.variants.items():
        if variant.pair_of and (variant.pair_of in found or _has_network_of_base(plan, name)):
            found[name] = "it has the network of the base, there is nothing to match"
    return found


def _has_network_of_base(plan: Variants, variant: str) -> bool:
    return plan.settings_of("train", variant)["model"] == plan.settings_of("train")["model"]


def check_equal(plan: Variants) -> None:
    """Two names for one set of settings would count twice in the correction for many comparisons."""
    seen: dict[tuple[str, ...], str] = {}
    for name in plan.variants:
        other = seen.setdefault(plan.identities(name), name)
        if other != name:
            place = plan.grid.variants[name].place
            raise Problem(
                f"{plan.where(place)}: {place}: variant {name} has the same settings as variant {other}; "
                "keep one of them"
            )
