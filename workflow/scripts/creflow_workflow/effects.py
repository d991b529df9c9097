"""Settings of a run that change nothing: what its reader should know before it starts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from . import unused
from .grid import Variant
from .schemas import config_schema
from .stages import BASE
from .variants import Variants


def warnings(plan: Variants, given: dict[str, Any]) -> list[str]:
    """A sentence for each variant that is left out, and for each key that was set and has no effect: a key of `given`
    in no variant, a key of a variant in that one, a key of a product in none of its members."""
    # A product may well contain the base; that is no mistake.
    named = [one for one in plan.left_out if one in plan.grid.variants and not plan.grid.variants[one].of_product]
    found = [f"variant {name} is left out: {plan.left_out[name]}" for name in named]
    found += [_sentence(key, reason) for key, reason in _without_effect(plan, given, plan.variants)]
    products: dict[str | None, list[Variant]] = {}
    for variant in (plan.grid.variants[name] for name in plan.variants if name != BASE):
        if variant.of_product:
            products.setdefault(variant.group, []).append(variant)
        else:
            own = _without_effect(plan, plan.config["variants"][variant.name], [variant.name])
            found += [f"variant {variant.name}: {_sentence(key, reason)}" for key, reason in own]
    for group, members in products.items():
        found += [f"grid.{group}: {_sentence(key, reason)}" for key, reason in _of_product(plan, members)]
    return found


def of_left_out(plan: Variants, name: str) -> str:
    """Why a variant that changes some settings computes what the base does."""
    key, reason = next(iter(_without_effect(plan, plan.config["variants"][name], [name])), ("", ""))
    if reason.startswith("model.architecture: "):
        return f"it changes sizes of another network than {plan.resolved[name]['model']['architecture']}"
    return _sentence(key, reason) if key else "what it changes has no effect"


def _sentence(key: str, reason: str) -> str:
    return f"{key} has no effect with {reason}"


def _without_effect(plan: Variants, given: dict[str, Any], variants: Iterable[str]) -> list[tuple[str, str]]:
    """The keys of `given` that have no effect in any of the variants, with the reason in the first."""
    schema = config_schema()
    each = [dict(unused.keys(given, schema, plan.whole(name))) for name in variants]
    return [(key, reason) for key, reason in each[0].items() if all(_covers(other, key) for other in each[1:])]


def _covers(found: dict[str, str], key: str) -> bool:
    """Is the key, or a section around it, among those without effect?"""
    return any(key == other or key.startswith(f"{other}.") for other in found)


def _of_product(plan: Variants, members: list[Variant]) -> list[tuple[str, str]]:
    idle: dict[str, str] = {}
    used: set[str] = set()
    for member in members:
        override = plan.config["variants"][member.name]
        found = dict(_without_effect(plan, override, [member.name]))
        used |= {key for key in _all_keys(override) if not _covers(found, key)}
        idle = found | idle
    return [(key, reason) for key, reason in idle.items() if key not in used]


def _all_keys(section: dict[str, Any], prefix: str = "") -> Iterable[str]:
    for name, value in section.items():
        yield f"{prefix}{name}"
        if isinstance(value, dict):
            yield from _all_keys(value, f"{prefix}{name}.")
