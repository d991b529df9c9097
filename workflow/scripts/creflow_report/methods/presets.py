"""What keys of cre-train mean while they are null (docs/models.md)."""

from __future__ import annotations

from ..inputs import Json

OPTIMIZERS: dict[str, Json] = {
    "standard": {"algorithm": "adamw", "learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "weight_decay": 1e-4},
    "strong": {"algorithm": "adamw", "learning_rate": 3e-4, "beta1": 0.9, "beta2": 0.98, "weight_decay": 0.05},
    "malinois": {
        "algorithm": "adam_amsgrad",
        "learning_rate": 0.0032658700881052086,
        "beta1": 0.8661062881299633,
        "beta2": 0.879223105336538,
        "weight_decay": 0.0003438210249762151,
    },
}
SCHEDULES = {"standard": "cosine", "strong": "cosine", "malinois": "cosine_restarts"}
STOPPING: dict[str, Json] = {
    "methods": {
        "epochs": 80, "min_epochs": 20, "patience": 12, "min_delta": 0.002, "smoothing": 0, "tie_break": "min_gap",
    },
    "analyst": {
        "epochs": 200, "min_epochs": 0, "patience": 10, "min_delta": 0.002, "smoothing": 0.6, "tie_break": "mse",
    },
    "short": {
        "epochs": 50, "min_epochs": 30, "patience": 6, "min_delta": 0.002, "smoothing": 0, "tie_break": "earlier",
    },
}  # fmt: skip


def resolved(given: Json, preset: Json) -> Json:
    """The keys of a preset, those that are set in its place."""
    return {key: value if given[key] in (None, "default") else given[key] for key, value in preset.items()}


def optimizer(train: Json) -> Json:
    """Algorithm, rates and decay."""
    return resolved(train["optimizer"], OPTIMIZERS[train["optimizer"]["preset"]])


def schedule(train: Json) -> str:
    """Its kind."""
    kind = train["schedule"]["kind"]
    return SCHEDULES[train["optimizer"]["preset"]] if kind == "default" else kind


def stopping(train: Json) -> Json:
    """Epochs, patience and the like."""
    section = train["early_stopping"]
    return resolved(section | {"epochs": train["epochs"]}, STOPPING[section["preset"]])
