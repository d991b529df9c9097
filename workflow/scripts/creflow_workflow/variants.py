"""The variants of a config: the settings of each, and what they share because their settings are equal up to there."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from . import folds, overrides, settings
from .config_reader import Given
from .grid import Variant
from .overrides import merged
from .schemas import section_schemas
from .stages import BASE, CHAIN, STAGES, chain_to

_DRAWING = ("fractions", "tolerance", "folds", "chromosomes")  # settings of a split that only drawing it reads
FEWEST_OF_CURVE = 3  # shares of the training rows; the line between two of them says nothing of how it goes on


class Variants:
    """The checked config with the base and its variants."""

    def __init__(self, config: dict[str, Any], source: str, given: Given | None = None) -> None:
        """`source` names the config in errors, or `given` does so key by key."""
        self.source = source
        self.given = given
        self.schemas = section_schemas()
        self._texts: dict[tuple[str, str], str] = {}
        self.grid = settings.grid_of(config, source, given)
        self.config = settings.resolve(config, source, self.grid, given)
        self.seeds: list[int] = self.config["seeds"]
        self.variants = [BASE, *self.grid.variants]
        self.resolved = {name: self._resolved(name) for name in self.variants}
        self.folds = {name: self._folds(name) for name in self.variants}  # of a cross-validation
        for name, of_variant in self.folds.items():
            self.resolved |= folds.settings(self.resolved[name], of_variant)
        self.left_out: dict[str, str] = {}  # variants that are not run, with the reason

    def leave_out(self, reasons: dict[str, str]) -> None:
        """Variants that would run in vain; before anything is asked that depends on which there are."""
        self.left_out |= reasons
        self.variants = [name for name in self.variants if name not in self.left_out]

    def _folds(self, variant: str) -> list[str]:
        return folds.names(variant, self.resolved[variant]["split"], self.resolved[BASE]["split"])

    def parts_of(self, variant: str) -> list[str]:
        """The folds of a variant, or the variant itself where it has none."""
        return self.folds[variant] or [variant]

    @property
    def names(self) -> list[str]:
        """The variants, each before its folds."""
        return [name for variant in self.variants for name in (variant, *self.folds[variant])]

    # --- settings ---

    def _resolved(self, variant: str) -> dict[str, Any]:
        """The tool sections as the variant has them."""
        sections = self._as_given(variant)
        if variant != BASE and self._keeps_split_of_base(sections):
            sections["split"] = self._extended(sections["split"])
        return sections

    def _as_given(self, variant: str) -> dict[str, Any]:
        """The tool sections with what the config says of the variant."""
        sections = {name: self.config[name] for stage in STAGES.values() for name in stage.sections}
        if variant != BASE:
            sections = merged(sections, self.config["variants"][variant])
        return settings.fill(sections, {"properties": self.schemas})

    def _keeps_split_of_base(self, sections: dict[str, Any]) -> bool:
        """Does quality control, or how many of the training rows are used, differ from the base while the split is left
        as it is, drawn at random? What is drawn depends on the rows, and on those that are tested."""
        base = self.config
        drawn = split_strategy(base) == split_strategy(sections) in DRAWN
        differs = sections["qc"] != base["qc"] or sections["split"] != base["split"]
        return drawn and differs and _without_fraction(sections["split"]) == _without_fraction(base["split"])

    def _extended(self, split: dict[str, Any]) -> dict[str, Any]:
        """A split that leaves the rows of the base where they are, without the settings that draw: a stage warns of
        those that have no effect."""
        drawing = _DRAWING if split["train_fraction"] < 1 else (*_DRAWING, "seed")
        default = settings.fill({"split": {}}, {"properties": self.schemas})["split"]
        return split | {"strategy": "extend"} | {key: default[key] for key in drawing}

    def where(self, key: str) -> str:
        """The place of a key in the config, for errors."""
        return self.given.where(key) if self.given else self.source

    def key_of(self, variant: str, key: str) -> str:
        """A key of a variant's settings, or of one of its folds, as errors name it."""
        variant = folds.variant_of(variant)
        if variant == BASE:
            return key
        place = self.grid.variants[variant].place
        return f"{place}{': ' if place.endswith(')') else '.'}{key}"

    def is_matched(self, variant: str) -> bool:
        """Are the widths of the variant's network scaled to the number of parameters of the base?"""
        variant = folds.variant_of(variant)
        return variant != BASE and self.grid.variants[variant].pair_of is not None

    def settings_of(self, stage: str, variant: str = BASE) -> dict[str, Any]:
        """The content of a stage's config file: just the sections its tool reads."""
        sections = self.resolved[variant]
        return {
            name: settings.relevant(sections[name], self.schemas[name], name, self.whole(variant))
            for name in STAGES[stage].sections
        }

    def whole(self, variant: str) -> dict[str, Any]:
        """The whole resolved config as the variant has it."""
        return self.config | self.resolved[variant]

    def config_text(self, stage: str, variant: str = BASE) -> str:
        """The settings in canonical form: equal settings, equal text. A rule's parameter, so that edits rerun it."""
        if (stage, variant) not in self._texts:
            text = json.dumps(self.settings_of(stage, variant), sort_keys=True, separators=(",", ":"))
            self._texts[stage, variant] = text
        return self._texts[stage, variant]

    def identity(self, stage: str, variant: str = BASE) -> str:
        """Equal for two variants when a stage does the same for both, given equal inputs."""
        matched = stage == "train" and self.is_matched(variant)
        return self.config_text(stage, variant) + (" matched to the base" if matched else "")

    def identities(self, variant: str, stages: tuple[str, ...] = CHAIN) -> tuple[str, ...]:
        """Equal for two variants whose files of these stages are equal."""
        return tuple(self.identity(stage, variant) for stage in stages)

    def described_grid(self) -> list[dict[str, Any]]:
        """What the report says of the variants: groups, and what each of their variants changes."""
        groups = [("", "Variants"), *((group.name, group.title) for group in self.grid.groups)]
        described = []
        for name, title in groups:
            members = [
                self.grid.variants[one] for one in self.compared if (self.grid.variants[one].group or "") == name
            ]
            if members:
                described.append({"title": title, "variants": [self._described(variant) for variant in members]})
        return described

    def _described(self, variant: Variant) -> dict[str, Any]:
        changes = overrides.leaves(self.config["variants"][variant.name])
        texts = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in changes.items()]
        matched = ["as many parameters as the base"] if variant.pair_of else []
        return {"name": variant.name, "changes": texts + matched, "pair_of": variant.pair_of}

    # --- what they share ---

    @cached_property
    def _sources(self) -> dict[tuple[str, str], str]:
        """For each stage and variant the first variant that has equal settings up to that stage; folds likewise."""
        sources: dict[tuple[str, str], str] = {}
        for stage in CHAIN:
            first: dict[tuple[str, ...], str] = {}
            for variant in self.variants:
                of_folds = self.folds[variant] if STAGES[stage].per_fold else []
                for name in of_folds or [variant]:
                    sources[stage, name] = first.setdefault(self.identities(name, chain_to(stage)), name)
                if of_folds:
                    sources[stage, variant] = folds.variant_of(sources[stage, of_folds[0]])
                for fold in self.folds[variant] if not of_folds else []:
                    sources[stage, fold] = sources[stage, variant]
        return sources

    def source_of(self, stage: str, variant: str) -> str:
        """Whose files of `stage` a variant uses: its own, or those of the first with equal settings up to there. Of
        what is no part of the chain there is one, or one of each fold."""
        if stage in CHAIN:
            return self._sources[stage, variant]
        return self.same_part(BASE, variant) if STAGES[stage].per_fold else BASE

    def same_part(self, of: str, variant: str) -> str:
        """The fold of a variant that has the number of `variant`, or where that is no fold, the variant."""
        return of + variant.removeprefix(folds.variant_of(variant))

    @property
    def compared(self) -> list[str]:
        """The variants whose predictions differ from the base's: what ablation compares with it."""
        return [variant for variant in self.variants if self.source_of("predict", variant) != BASE]

    @cached_property
    def learning_curve(self) -> dict[str, float]:
        """How large a share of the training rows the base uses, and each variant that differs from it in that, and at
        most in how long it is trained: smallest first, one of each share, none where they are fewer than three."""
        shares: dict[float, str] = {}
        for variant in [BASE, *self.compared]:
            sections = self._as_given(variant)
            if _but_for_size(sections) == _but_for_size(self._as_given(BASE)) and not self.is_matched(variant):
                shares.setdefault(sections["split"]["train_fraction"], variant)
        return {shares[share]: share for share in sorted(shares)} if len(shares) >= FEWEST_OF_CURVE else {}

    def variants_of(self, stage: str) -> list[str]:
        """The variants, or where it is a stage of folds theirs, that have files of their own; base is the first."""
        per_fold = stage in STAGES and STAGES[stage].per_fold
        variants = self.variants if stage in CHAIN else [BASE]
        names = [name for variant in variants for name in (self.parts_of(variant) if per_fold else [variant])]
        return [name for name in names if stage not in CHAIN or self.source_of(stage, name) == name]

    def pooled_at(self, stage: str) -> list[str]:
        """The variants whose folds are joined at a stage into files of their own."""
        variants = self.variants if stage in CHAIN else [BASE]
        pools = stage in STAGES and STAGES[stage].pool
        has_folds = [variant for variant in variants if pools and self.folds[variant]]
        return [variant for variant in has_folds if stage not in CHAIN or self.source_of(stage, variant) == variant]


DRAWN = ("random", "kfold", "leave_one_chromosome_out")  # by groups, so that other rows change what is drawn


def split_strategy(sections: dict[str, Any]) -> str:
    """What split.strategy stands for: auto is predefined when a split column is named, else random, as in cre-split."""
    strategy: str = sections["split"]["strategy"]
    if strategy != "auto":
        return strategy
    return "random" if sections["qc"]["columns"]["split"] is None else "predefined"


def _without_fraction(split: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in split.items() if key != "train_fraction"}


def _but_for_size(sections: dict[str, Any]) -> dict[str, Any]:
    """What is the same for all points of a learning curve. Of fewer rows a network learns in more epochs."""
    train = {key: value for key, value in sections["train"].items() if key not in ("epochs", "early_stopping")}
    return sections | {"split": _without_fraction(sections["split"]), "train": train}
