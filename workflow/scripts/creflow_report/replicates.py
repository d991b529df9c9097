"""Reads bootstrap.h5: the Pearson correlations of every resample of the test rows."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
from creflow_workflow.problems import INTEGRITY, Problem
from numpy.typing import NDArray

Replicates = NDArray[np.float64]  # (resamples, cell types and then their mean); NaN where there is no value


def read_replicates(file: Path) -> Replicates:
    """Resamples are drawn before anything is computed of them: row i of two files is of the same rows when their
    metrics.json have the same rows, seed and unit."""
    try:
        with h5py.File(file) as stored:
            return np.column_stack([stored["pearson"][:], stored["macro_pearson"][:]])
    except (OSError, KeyError, ValueError, AttributeError) as error:
        raise Problem(f"{file}: holds no replicates of Pearson correlations ({error})", INTEGRITY) from error
