"""What a network asks of a device, beside the matrix products that the device can do."""

from __future__ import annotations

# Of a multiply-add in a forward pass, which is two; a training step has two passes more, for its gradients.
OPERATIONS = {"training": 6, "inference": 2}


def matrix_share(kind: str, samples_per_second: float, multiply_adds: int, matrix_rate: float) -> float:
    """Operations per second as a share of the matrix rate; multiply_adds: of an element in a forward pass."""
    return samples_per_second * OPERATIONS[kind] * multiply_adds / matrix_rate
