"""Mistakes in a config: one line that names the key and what is allowed, an exit code of its own, nothing written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from helpers.workflow import TINY, snakemake, write_config


@pytest.mark.parametrize(
    ("override", "code", "parts"),
    [
        (
            {"eval": {"bootstrap": {"resample": 5}}},
            3,
            ["eval.bootstrap.resample: unknown key (did you mean 'resamples'?)"],
        ),
        ({"evaluation": {}}, 3, ["evaluation: unknown key", "allowed: run, table"]),
        ({"train": {"epochs": 0}}, 3, ["train.epochs: 0 is out of range; allowed: "]),
        ({"train": {"epochs": "many"}}, 3, ['train.epochs: "many" is not a whole number']),
        ({"split": {"strategy": "randm"}}, 3, ["split.strategy", "allowed: random", "(did you mean 'random'?)"]),
        ({"seeds": []}, 3, ["seeds: a list of 0 is not allowed"]),
        ({"seeds": [1, 1]}, 3, ["seeds: [1, 1] has a value twice"]),
        ({"run": "a/b"}, 3, ['run: "a/b" is not allowed; allowed: letters, digits']),
        ({"train": {"seed": 3}}, 3, ["train.seed: set 'seeds' at the top level of the config instead"]),
        ({"variants": {"x": {"trian": {"epochs": 3}}}}, 3, ["variants.x.trian: unknown key (did you mean 'train'?)"]),
        (
            {"variants": {"x": {"simulate": {"noise": 0.1}}}},
            3,
            ["variants.x.simulate", "a variant may change: qc, split, encode, construct"],
        ),
        (
            {"grid": {"depth": {"matrix": {"depth": {"model.multiscale.pools": [2]}}}}},
            3,
            ["grid.depth (depth-2): model.multiscale.pools: unknown key (did you mean 'pool'?)"],
        ),
        ({"variants": {"x": {"train": {"epochs": 2}}}}, 3, ["variants.x: changes nothing"]),
        ({"variants": {"base": {"train": {"epochs": 3}}}}, 3, ["variants.base: this name is taken"]),
        (
            {"encode": {"motifs": "no/such.meme"}},
            4,
            ["encode.motifs: 'no/such.meme' does not exist in ", "; allowed: a MEME file, or null"],
        ),
        (
            {"table": "no/such.tsv", "table_source": "ask the authors"},
            4,
            ["table: 'no/such.tsv' does not exist in ", "; ask the authors; name your copy with table=PATH"],
        ),
    ],
    ids=lambda value: "",
)
def test_message(tmp_path: Path, override: dict[str, Any], code: int, parts: list[str]) -> None:
    """The message is the only line."""
    write_config(tmp_path, TINY | override)
    done = snakemake(tmp_path, "--logger", "creflow", expect=code)
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("creflow: error: config.yaml: ")
    for part in parts:
        assert part in lines[0]
    assert not (tmp_path / "results").exists()


def test_tools_that_are_not_built(tmp_path: Path) -> None:
    """Without binaries the message says how to get them."""
    write_config(tmp_path, TINY)
    done = snakemake(tmp_path, expect=4, CREFLOW_BIN=str(tmp_path / "bin"))
    assert "not built; run ./creflow setup" in done.stderr
