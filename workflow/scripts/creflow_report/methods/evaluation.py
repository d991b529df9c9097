"""How the base was predicted, evaluated and compared."""

from __future__ import annotations

from ..facts import Facts
from ..inputs import Json
from ..text import listed
from .citations import Citations
from .words import counted, numbers, plain, share

TABLE1 = ("pearson", "spearman", "mse", "mae")  # measures of Table 1
_PARTS = {"train": "training", "val": "validation", "test": "test"}
_GAPS = {
    "column": "the table’s own column and, of predictions, the activity in the target cell minus the largest of the "
    "others",
    "target_minus_best_other": "the activity in the target cell minus the largest of the others",
    "top1_minus_top2": "the largest activity minus the second largest",
}
_METHODS = {
    "percentile": "percentile intervals",
    "bca": "bias-corrected and accelerated (BCa) intervals",
    "fisher_z": "intervals by Fisher’s z",
}


def prediction(facts: Facts, cite: Citations) -> list[str]:
    """Strands, ensemble and intervals."""
    settings = facts.settings["predict"]
    several = len(facts.networks) > 1 or settings["with_baseline"]
    both = settings["reverse_complement"]
    strands = "the mean of the predictions from both strands" if both else "that from the strand as given"
    said = [f"The prediction of a network is {strands}, on the scale of the measurements."]
    if several:
        said.append(_members(len(facts.networks), settings, cite))
    if facts.metrics["prediction_intervals"]:
        scores = "absolute errors over the spread of the models" if several else "absolute errors"
        said.append(
            f"Prediction intervals are split-conformal{cite('Vovk et al. 2005', 'Lei et al. 2018')} at a level of "
            f"{share(1 - facts.metrics['prediction_intervals']['alpha'])}, from the {scores} of the validation rows."
        )
    return said


def _members(networks: int, settings: Json, cite: Citations) -> str:
    who = f"the {networks} networks" if networks > 1 else "the network"
    who += " and the linear baseline" if settings["with_baseline"] else ""
    if settings["weighting"] == "equal":
        return f"Predictions are the mean of {who}."
    return (
        f"Predictions are a weighted mean of {who}; weights were chosen by greedy selection with replacement"
        f"{cite('Caruana et al. 2004')} for the largest Pearson correlation in validation rows."
    )


def evaluation(facts: Facts, cite: Citations) -> list[str]:
    """Measures, bootstrap, minimum gap, noise ceiling."""
    metrics, settings = facts.metrics, facts.settings["eval"]
    cells = " in each cell type, with the mean over cell types" if len(metrics["tasks"]) > 1 else ""
    return [
        f"The {_PARTS[metrics['split']]} rows ({metrics['rows']:,}) were evaluated{cells}: correlations of Pearson "
        f"and Spearman, Kendall’s tau-b, Lin’s concordance{cite('Lin 1989')}, mean squared and absolute errors, R², "
        f"and areas under the ROC and precision-recall curves for activities of at least "
        f"{plain(settings['active_from'])}.",
        *_bootstrap(metrics, cite),
        *_ceiling(metrics, cite),
        *_gap(metrics, cite),
        *_coverage(metrics, cite),
    ]


def _bootstrap(metrics: Json, cite: Citations) -> list[str]:
    bootstrap = metrics["bootstrap"]
    unit = "single rows" if bootstrap["unit"] == "element" else "whole groups of the split"
    used = methods_used(metrics)
    said = [
        f"Uncertainty was estimated from {counted(bootstrap['resamples'], 'bootstrap resample')} of {unit} "
        f"({bootstrap['units']:,} units, seed {bootstrap['seed']})."
    ]
    if not used:
        return [*said, "No interval could be computed from them."]
    kinds = listed(f"{_METHODS[name]}{cite(*_sources(name, where))}{_of(where, used)}" for name, where in used.items())
    return [*said, f"The {share(bootstrap['confidence'])} intervals of Table 1 are {kinds}."]


def _sources(method: str, where: list[str]) -> list[str]:
    """Fisher's z of a rank correlation has a standard error of its own."""
    if method != "fisher_z":
        return ["Efron 1979" if method == "percentile" else "Efron 1987"]
    ranks = any(place.endswith("Spearman") for place in where)
    return ["Fisher 1921", *(["Bonett and Wright 2000"] if ranks else [])]


def _of(where: list[str], used: dict[str, list[str]]) -> str:
    """Which intervals are of a kind, unless it is that of all or of most."""
    return f" for {listed(where)}" if len(used) > 1 and len(where) < max(map(len, used.values())) else ""


def methods_used(metrics: Json) -> dict[str, list[str]]:
    """The kinds of intervals of Table 1, with what has them."""
    places = [(f"{task} ", metrics["per_task"][task]) for task in metrics["tasks"]] + [("mean ", metrics["macro"])]
    used: dict[str, list[str]] = {}
    for place, values in places:
        for name in TABLE1:
            if values[name].get("low") is not None:
                label = {"mse": "MSE", "mae": "MAE"}.get(name, name.capitalize())
                used.setdefault(values[name]["method"], []).append(f"{place}{label}")
    return used


def _ceiling(metrics: Json, cite: Citations) -> list[str]:
    sources = {metrics["per_task"][task]["ceiling_source"] for task in metrics["tasks"]}
    how = []
    if "standard_errors" in sources:
        how.append("one minus the mean squared standard error over the variance of the measurements")
    if "replicates" in sources:
        how.append("that of merged replicates by the Spearman-Brown formula from how they agree")
    if not how:
        return []
    by_task = " or, without standard errors, ".join(how)
    return [f"The noise ceiling is the square root of the reliability{cite('Spearman 1904')}, {by_task}."]


def _gap(metrics: Json, cite: Citations) -> list[str]:
    gap = metrics["min_gap"]
    if not gap:
        return []
    said = [
        f"Specificity was judged by the Spearman correlation of measured and predicted minimum gap: "
        f"{_GAPS[gap['definition']]} ({counted(gap['n'], 'row')})."
    ]
    if gap["permutations"]:
        said.append(
            f"Its p-value is from {counted(gap['permutations'], 'permutation')}{cite('Phipson and Smyth 2010')}."
        )
    return said


def _coverage(metrics: Json, cite: Citations) -> list[str]:
    if not metrics["prediction_intervals"]:
        return []
    return [
        "Shares, such as that of the values within their prediction intervals, have score intervals"
        f"{cite('Wilson 1927')}."
    ]


def baseline(facts: Facts, cite: Citations) -> list[str]:
    """The linear model beside the networks."""
    if not facts.metrics["baseline"] or "baseline" not in facts.settings:
        return []
    settings = facts.settings["baseline"]
    kinds = []
    if settings["words"]:
        kinds.append(f"of all words of {numbers(settings['words'])} bases")
    if settings["gaps"]:
        kinds.append(
            f"of words of {plain(settings['gapped_bases'])} bases with a gap of {numbers(settings['gaps'])} bases in "
            "their middle"
        )
    features = [f"the logarithms of one plus the counts {listed(kinds)}"] if kinds else []
    features += ["the share of G and C"] if settings["gc"] else []
    if settings["motifs"] and facts.settings["encode"]["motifs"] is not None:
        features.append("motif scores")
    weights = "with element weights, " if settings["element_weights"] else ""
    return [
        f"A linear model was fitted by ridge regression{cite('Hoerl and Kennard 1970')} to the same training rows, "
        f"{weights}from {listed(features)}; a word and its reverse complement counted as one.",
        f"Each cell type got that of {counted(len(settings['penalties']), 'penalty', 'penalties')} with the smallest "
        "validation error; network and linear model were compared on the same rows and resamples.",
    ]


def comparison(facts: Facts, cite: Citations) -> list[str]:
    """The variants against the base."""
    ablation = facts.ablation
    if ablation is None:
        return []
    one = len(ablation["variants"]) == 1
    many = ablation["baseline"]["seeds"] > 1
    unit = "single rows" if ablation["bootstrap"]["unit"] == "element" else "whole groups of the split"
    mean = ", of which the mean over the networks of the seeds was taken" if many else ""
    said = [
        f"{counted(len(ablation['variants']), 'variant')} of the settings {'was' if one else 'were'} compared with the "
        f"base on the same {_PARTS[ablation['split']]} rows by the change in Pearson correlation{mean}, with paired "
        f"percentile intervals{cite('Efron 1979')} and two-sided p-values from "
        f"{counted(ablation['bootstrap']['resamples'], 'resample')} of {unit}.",
        f"P-values of the mean over cell types were adjusted over {counted(ablation['family'], 'comparison')} after "
        f"Holm{cite('Holm 1979')}; below {plain(ablation['alpha'])} a change is called significant.",
    ]
    if ablation["permutations"]:
        said.append(
            f"A paired permutation test with {counted(ablation['permutations'], 'permutation')}"
            f"{cite('Phipson and Smyth 2010')} stands beside it."
        )
    return said
