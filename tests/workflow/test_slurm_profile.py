"""slurm/config.v8+.yaml: what Snakemake would not complain about but do without. Slurm itself is in tests/cluster,
which rules it knows in test_stages.py."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers.slurm import ENVIRONMENT, PROFILE, profile
from helpers.workflow import ROOT, TINY, snakemake, write_config


def test_site_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each reaches the jobs it is for; without any, the cluster's defaults hold and nothing asks for a GPU."""
    bare = profile(monkeypatch)
    assert set(bare["default-resources"]) == {"mem_mb", "runtime"}
    assert not any("gres" in resources for resources in bare["set-resources"].values())
    everything = {"ACCOUNT": "lab1", "PARTITION": "short", "GPU_PARTITION": "gpus", "GRES": "gpu:a100:1"}
    full = profile(monkeypatch, **everything, CORES="4", LONGEST="90", LAUNCHER="")
    assert full["default-resources"]["slurm_account"] == "'lab1'"
    assert full["default-resources"]["slurm_partition"] == "'short'"
    assert full["cores"] == 4
    for rule in ("train", "predict", "predict_ensemble", "eval"):
        assert full["set-resources"][rule]["gres"] == "'gpu:a100:1'"
        assert full["set-resources"][rule]["slurm_partition"] == "'gpus'"
    assert full["set-resources"]["train"]["launcher"] == ""
    assert full["default-resources"]["runtime"] == "min(15*attempt, 11)"


def test_groups_fit_into_the_longest_job(monkeypatch: pytest.MonkeyPatch) -> None:
    """A group asks for the sum of its steps' times: one of each kind stays below the limit at the third attempt."""
    settings = profile(monkeypatch, LONGEST="120")
    otherwise = settings["default-resources"]["runtime"]
    size = type("Input", (), {"size_mb": 10000.0})
    for group in set(settings["groups"].values()):
        times = [
            settings["set-resources"].get(rule, {}).get("runtime", otherwise)
            for rule, its in settings["groups"].items()
            if its == group and rule != "predict_ensemble"
        ]
        assert sum(eval(text, {"attempt": 3, "input": size}) for text in times) <= 120


@pytest.mark.parametrize("value", ["1-00:00:00", "0", "soon"])
def test_a_limit_is_a_number(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slurm's own notation of times is refused in one line."""
    with pytest.raises(SystemExit, match=f"CRE_SLURM_LONGEST: '{value}' is not a whole number above 0"):
        profile(monkeypatch, LONGEST=value)


def test_documented_variables_are_those_of_the_profile() -> None:
    """docs/cluster.md explains each, and no other."""
    documented = set(re.findall(r"`CRE_SLURM_(\w+)`", (ROOT / "docs/cluster.md").read_text(encoding="utf-8")))
    assert documented == set(ENVIRONMENT)
    read = set(re.findall(r'(?:site|number)\("(\w+)"|CRE_SLURM_(\w+)"', PROFILE.read_text(encoding="utf-8")))
    assert {first or second for first, second in read} == set(ENVIRONMENT)


def test_requests_grow_with_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten more megabytes of table are 200 MB more for quality control, and ten more minutes."""
    requests = []
    for megabytes in (1, 11):
        (tmp_path / "table.tsv").write_bytes(b"ID\n" + b"x" * megabytes * 1024 * 1024)
        write_config(tmp_path, TINY | {"table": "table.tsv"})
        done = snakemake(tmp_path, "-n", "--profile", str(PROFILE.parent), "results/tiny/qc/base/manifest.json")
        found = re.search(r"rule qc:.*?mem_mb=(\d+).*?runtime=(\d+)", done.stdout, flags=re.DOTALL)
        assert found, done.stdout
        requests.append((int(found[1]), int(found[2])))
    assert requests == [(1020, 31), (1220, 41)]


def test_nothing_overrides_it() -> None:
    """A default profile beside the workflow would be read as well, and its keys would win."""
    assert not (ROOT / "workflow/profiles").exists() and not (ROOT / "profiles").exists()
