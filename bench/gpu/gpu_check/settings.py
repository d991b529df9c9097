"""What the check measures, on a GPU and, to see that the check itself is in order, on a processor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# Files of config/models by the name of the network, in the order in which they are measured.
NETWORKS = {
    "multiscale": "multiscale.json",
    "legnet": "legnet.json",
    "malinois": "malinois.json",
    "resnet_dilated": "resnet-dilated.json",
}
PROFILED = tuple(NETWORKS)
TASKS, LENGTH = 3, 200
PRECISIONS = ("bf16", "fp32")

# Datasets that the pack carries, simulated: as many rows as lentiMPRA's joint table, and a large one. Nothing is
# planted that quality control would reject.
ROWS = {"small": 9254, "large": 77000}
SEEDS = (2025, 1337, 1338)

# A narrow network with batch norm (that of config/examples/simulated.yaml): quick enough for a processor to be the
# reference.
NARROW = {
    "model": {
        "multiscale": {
            "stem_channels": 32,
            "stage1_channels": 64,
            "stage1_dilations": [1, 2],
            "stage2_channels": 96,
            "stage2_dilations": [1],
            "head_sizes": [64],
            "head_dropouts": [0.2],
            "norm": "weight+batch",
        }
    },
    "train": {"batch": 128, "optimizer": {"learning_rate": 0.003, "weight_decay": 0.01}},
}


@dataclass(frozen=True)
class Training:
    """A whole training: config is a file of config/models, or "narrow"."""

    name: str
    config: str
    dataset: str
    epochs: int
    seeds: tuple[int, ...]
    compared: bool = True  # with the processor, by bench/gpu/reference


TRAININGS = (
    Training("small_legnet", "legnet-small-data.json", "small", 20, SEEDS),
    Training("small_narrow", "narrow", "small", 20, SEEDS),
    Training("small_multiscale", "multiscale-small-data.json", "small", 20, SEEDS[:1], compared=False),
    Training("large_narrow", "narrow", "large", 5, SEEDS),
    Training("large_multiscale", "multiscale-small-data.json", "large", 5, SEEDS[:1], compared=False),
    Training("given_legnet", "legnet-small-data.json", "given", 20, SEEDS),  # of pack --dataset
)
# That the path is walked is all that a processor can show in minutes; these results are compared with nothing.
PROCESSOR_TRAININGS = (Training("small_narrow", "narrow", "small", 1, SEEDS[:2]),)

# Of config/grid.yaml, for the estimate: variants with the base, seeds, and the epochs that its early stopping allows.
GRID_VARIANTS, GRID_SEEDS = 27, 3


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    batches: tuple[int, ...]
    peer_batches: tuple[int, ...]
    compiled: dict[str, tuple[int, ...]]  # network: batches at which torch.compile is measured
    steps: int  # at most, of each kind
    seconds: float  # about, of each kind
    inference_batches: int
    graphs: tuple[bool, ...]
    precisions: tuple[str, ...]
    trainings: tuple[Training, ...]


GPU = Sizes(
    batches=(256, 512, 1024, 4096),
    peer_batches=(1024,),
    compiled=dict.fromkeys(NETWORKS, (1024,)),
    steps=40,
    seconds=0.3,
    inference_batches=32,
    graphs=(False, True),
    precisions=PRECISIONS,
    trainings=TRAININGS,
)
PROCESSOR = Sizes(
    batches=(8, 16),
    peer_batches=(8,),
    compiled={"malinois": (8,)},  # minutes of a C++ compiler
    steps=3,
    seconds=0.3,
    inference_batches=1,
    graphs=(False,),
    precisions=PRECISIONS,
    trainings=PROCESSOR_TRAININGS,
)

# Parts in the order of their importance, and the most seconds that each may take of the eight minutes.
LIMITS: dict[str, float] = {
    "environment": 30,
    "device_rates": 30,
    "tests": 110,
    "rates_bf16": 90,
    "peers_bf16": 120,
    "profiles": 40,
    "trainings_small": 80,
    "trainings_large": 80,
    "trainings_given": 60,
    "rates_fp32": 70,
    "peers_fp32": 60,
}
LEAST_SECONDS = 8.0  # with fewer left a part is not begun

GOALS: dict[str, Any] = {
    "multiscale_samples": 100_000,
    "training_ratio": 1.5,
    "prediction_ratio": 2.0,
    "grid_hours": 1.0,
}
