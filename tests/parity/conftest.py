"""One evaluation for all parity tests of its analyses."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from helpers.evaluation import drawn_rows, evaluated_rows, rich_table
from helpers.predictions import write_predictions

RESAMPLES = 30


@pytest.fixture(scope="session", params=["element", "group"])
def analysed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, run_tool: Callable[..., object]
) -> SimpleNamespace:
    """The evaluated rows, metrics.json, the tables and the resamples."""
    folder = tmp_path_factory.mktemp("analyses")
    path = write_predictions(folder / "predict", rich_table())
    settings = (f"bootstrap.resamples={RESAMPLES}", f"bootstrap.unit={request.param}", "permutations=9")
    words = [word for setting in settings for word in ("--set", f"eval.{setting}")]
    run_tool("cre-eval", "--predictions", path, "--out", folder / "eval", *words)
    table = evaluated_rows(rich_table())
    return SimpleNamespace(
        table=table,
        result=json.loads((folder / "eval" / "metrics.json").read_text()),
        tables=folder / "eval" / "tables",
        draws=[drawn_rows(table, request.param, b) for b in range(RESAMPLES)],
    )
