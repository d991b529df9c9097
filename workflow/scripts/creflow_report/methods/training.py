"""How networks were trained."""

from __future__ import annotations

from ..facts import Facts
from ..inputs import Json
from ..text import listed
from . import presets
from .citations import Citations
from .words import counted, plain, share

_ALGORITHMS = {
    "adamw": ("AdamW", ("Loshchilov and Hutter 2019",)),
    "adamw_amsgrad": ("AdamW with amsgrad", ("Loshchilov and Hutter 2019", "Reddi et al. 2018")),
    "adam": ("Adam", ("Kingma and Ba 2015",)),
    "adam_amsgrad": ("Adam with amsgrad", ("Kingma and Ba 2015", "Reddi et al. 2018")),
}
_TIES = {
    "earlier": "the earlier one",
    "min_gap": "the one with the largest mean predicted minimum gap",
    "mse": "the one with the smallest mean squared error",
}


def training(facts: Facts, cite: Citations) -> list[str]:
    """Loss, optimizer, augmentation, stopping, seeds."""
    train = facts.settings["train"]
    return [
        _loss(train["loss"], cite),
        *_extra_losses(train["loss"], facts.settings["model"]),
        *([_task_weights(train["task_weights"], cite)] if len(facts.tasks) > 1 else []),
        _optimizer(train, cite),
        _schedule(train, cite),
        *_sampling(train["sampling"]),
        *_augmentation(train["augmentation"], cite),
        *_averages(train),
        *_stopping(train, len(facts.tasks)),
        _networks(facts),
    ]


def _loss(loss: Json, cite: Citations) -> str:
    match loss["kind"]:
        case "huber":
            name = f"the Huber loss{cite('Huber 1964')} with threshold {plain(loss['delta'])}"
        case "mse":
            name = "the squared error"
        case "gaussian_nll":
            name = "the Gaussian negative log-likelihood with a predicted variance"
        case _:
            name = (
                f"the loss of Malinois{cite('Gosai et al. 2024')}: absolute error and, with weight "
                f"{plain(loss['kl_weight'])}, the Kullback-Leibler divergence between cell types"
            )
    return f"The loss was {name}, on standardized activities."


def _extra_losses(loss: Json, model: Json) -> list[str]:
    said = []
    if loss["consistency"]:
        said.append(
            "To it came the mean absolute difference between the predictions of both strands, with weight "
            f"{plain(loss['consistency'])}."
        )
    if model["motifs"] == "auxiliary":
        said.append(f"The cross entropy of the motifs counted with weight {plain(loss['motif_weight'])}.")
    return said


def _task_weights(weights: Json, cite: Citations) -> str:
    match weights["kind"]:
        case "equal":
            return "Cell types shared the loss equally."
        case "inverse_variance":
            return (
                f"After {counted(weights['start_epochs'], 'epoch')}, cell types were weighted by their inverse "
                f"residual variance (running mean with decay {plain(weights['decay'])}), up to "
                f"{plain(weights['cap'])} times the mean."
            )
        case "uncertainty":
            return f"Cell types were weighted by learned uncertainties{cite('Kendall et al. 2018')}."
    return (
        f"Cell types were weighted by GradNorm{cite('Chen et al. 2018')} with alpha {plain(weights['alpha'])}, every "
        f"{counted(weights['every'], 'step')}."
    )


def _optimizer(train: Json, cite: Citations) -> str:
    chosen = presets.optimizer(train)
    name, sources = _ALGORITHMS[chosen["algorithm"]]
    like = f", as published for Malinois{cite('Gosai et al. 2024')}" if _as_malinois(train, chosen) else ""
    return (
        f"Networks were trained with {name}{cite(*sources)}{like}: learning rate {plain(chosen['learning_rate'])}, "
        f"betas {plain(chosen['beta1'])} and {plain(chosen['beta2'])}, weight decay {plain(chosen['weight_decay'])}, "
        f"batches of at most {counted(train['batch'], 'element')}, gradients limited to a norm of "
        f"{plain(train['optimizer']['clip'])}."
    )


def _as_malinois(train: Json, chosen: Json) -> bool:
    return train["optimizer"]["preset"] == "malinois" and chosen == presets.OPTIMIZERS["malinois"]


def _schedule(train: Json, cite: Citations) -> str:
    section, kind = train["schedule"], presets.schedule(train)
    if section["warmup_epochs"] is not None:
        length, any_steps = f"{plain(section['warmup_epochs'])} epochs", section["warmup_epochs"] > 0
    else:
        length, any_steps = f"{share(section['warmup'])} of all steps", section["warmup"] > 0
    start = f"rose linearly over {length} from {share(section['start'])} of its peak and " if any_steps else ""
    end = plain(section["min_learning_rate"])
    match kind:
        case "cosine":
            return f"The learning rate {start}fell to {end} along half a cosine."
        case "cosine_restarts":
            return (
                f"The learning rate {start}fell to {end} along cosines with warm restarts"
                f"{cite('Loshchilov and Hutter 2017')} every {counted(section['restart_steps'], 'step')}."
            )
    return f"The learning rate {start}stayed constant."


def _sampling(sampling: Json) -> list[str]:
    said = []
    if sampling["balance_bins"]:
        said.append(
            "Elements were drawn with replacement so that "
            f"{counted(sampling['balance_bins'], 'bin')} of the largest activity were visited equally."
        )
    if sampling["twice_from"] is not None:
        said.append(
            f"Elements with an activity of at least {plain(sampling['twice_from'])} in some cell type were visited "
            "twice an epoch."
        )
    if sampling["full_epochs"]:
        said.append(
            "Where training rows were left out, those that remained were visited as often as makes epochs as long as "
            "with all."
        )
    if sampling["both_strands"]:
        said.append("Each visit was made once as given and once as the reverse complement.")
    return said


def _augmentation(section: Json, cite: Citations) -> list[str]:
    kinds = []
    if section["reverse_complement"]:
        kinds.append(f"the reverse complement with probability {plain(section['reverse_complement'])}")
    if section["shift"]:
        kinds.append(
            f"shifts of up to {counted(section['max_shift'], 'base')} with probability {plain(section['shift'])}"
        )
    if section["mask"]:
        kinds.append(f"bases hidden with probability {plain(section['mask'])}")
    if section["mixup_alpha"]:
        kinds.append(f"mixup{cite('Zhang et al. 2018')} with alpha {plain(section['mixup_alpha'])}")
    return [f"Training elements were augmented: {listed(kinds)}." if kinds else "Training elements were not augmented."]


def _averages(train: Json) -> list[str]:
    said = []
    if train["uniform_weight_epochs"]:
        epochs = counted(train["uniform_weight_epochs"], "epoch")
        said.append(f"Element weights counted after {epochs} with equal weights.")
    if train["weight_average"]:
        decay = plain(train["weight_average"])
        said.append(f"A running mean of the weights with decay {decay} was validated and kept in their place.")
    return said


def _stopping(train: Json, tasks: int) -> list[str]:
    """When training ended, and which epoch was used."""
    chosen = presets.stopping(train)
    return [_end(chosen, "mean over cell types" if tasks > 1 else ""), _choice(train, chosen, tasks)]


def _end(chosen: Json, mean: str) -> str:
    if max(chosen["min_epochs"], chosen["patience"]) >= chosen["epochs"]:  # never before the last epoch
        return f"Training ended after {counted(chosen['epochs'], 'epoch')}."
    least = f"and, after at least {counted(chosen['min_epochs'], 'epoch')}, " if chosen["min_epochs"] else "and "
    smooth = f"running mean with {plain(chosen['smoothing'])} of the past" if chosen["smoothing"] else ""
    how = "; ".join(filter(None, (mean, smooth)))
    return (
        f"Training ended after {counted(chosen['epochs'], 'epoch')} at the latest, {least}when the validation Pearson "
        f"correlation{f' ({how})' if how else ''} had not risen by more than {plain(chosen['min_delta'])} for "
        f"{counted(chosen['patience'], 'epoch')}."
    )


def _choice(train: Json, chosen: Json, tasks: int) -> str:
    if chosen["tie_break"] == "min_gap" and tasks == 1:  # there is no gap
        return "The epoch with the best validation Pearson correlation was used."
    margin, tie = plain(train["early_stopping"]["tie_margin"]), _TIES[chosen["tie_break"]]
    return f"Of the epochs within {margin} of the best validation Pearson correlation, {tie} was used."


def _networks(facts: Facts) -> str:
    how = facts.first["determinism"]
    where = f"on {'a GPU' if how['device'].startswith('cuda') else 'the processor'} in {how['precision']} arithmetic"
    rows = zip(facts.seeds, facts.training, strict=True)
    epochs = [f"{t['epochs_run']:,} epochs, the best was epoch {t['best']['epoch']}" for _, t in rows]
    if len(epochs) == 1:
        return f"One network was trained {where} (seed {facts.seeds[0]}; {epochs[0]})."
    each = "; ".join(f"seed {seed}: {text}" for seed, text in zip(facts.seeds, epochs, strict=True))
    return f"{len(epochs)} networks were trained {where}, with seeds {listed(facts.seeds)} ({each})."
