"""cre-ablate as a user runs it: alignment, deltas, corrections, messages and exit codes."""

from __future__ import annotations

import copy
import csv
import itertools
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from helpers.evaluation import SEED, check_estimate, close, drawn_rows
from helpers.expected_measures import RESAMPLED, TASK_MEASURES, task_measures, winsor_limits
from helpers.philox import PERMUTATION, philox_words
from helpers.predictions import TEST, TRAIN, PredictionTable, simulated_predictions, write_predictions
from scipy import stats

Run = Callable[..., subprocess.CompletedProcess[str]]
Ablate = Callable[..., dict]
RESAMPLES = 200


def with_noise(table: PredictionTable, noise: float, seed: int = 4) -> PredictionTable:
    """The same rows, predicted by another model."""
    other = copy.deepcopy(table)
    draw = np.random.default_rng(seed)
    other.predicted = (other.predicted + noise * draw.normal(size=other.predicted.shape)).astype(np.float32)
    return other


@pytest.fixture
def ablate(tmp_path: Path, run_tool: Run) -> Ablate:
    """ablate(baseline files, {"name": files}, "key=value", ..., linear=file) runs cre-ablate and returns
    ablation.json."""

    def run(baseline: list[Path], variants: dict[str, list[Path]], *settings: str, linear: Path | None = None) -> dict:
        arguments: list[object] = ["--baseline", *baseline]
        if linear:
            arguments += ["--linear-baseline", linear]
        for name, files in variants.items():
            arguments += ["--variant", f"{name}={','.join(str(file) for file in files)}"]
        for setting in [f"ablate.resamples={RESAMPLES}", *settings]:
            arguments += ["--set", setting]
        run_tool("cre-ablate", *arguments, "--out", tmp_path / "ablate")
        return json.loads((tmp_path / "ablate" / "ablation.json").read_text())

    return run


def test_identical_predictions_do_not_differ(ablate: Ablate, tmp_path: Path) -> None:
    """Delta 0, p 1."""
    path = write_predictions(tmp_path / "base", simulated_predictions())
    result = ablate([path], {"same": [path]})
    for delta in result["variants"][0]["delta"].values():
        assert (delta["value"], delta["low"], delta["high"]) == (0, 0, 0)
        assert (delta["p"], delta["p_adjusted"], delta["fisher_p"]) == (1, 1, 1)
        assert not delta["significant"]
    assert result["variants"][0]["delta_mse"]["macro"]["value"] == 0
    assert result["variants"][0]["delta_min_gap_rho"]["value"] == 0


def test_rows_of_one_group_say_nothing(ablate: Ablate, tmp_path: Path) -> None:
    """Every resample would be the whole split: a difference without interval and p-value, and not significant."""
    base = simulated_predictions()
    base.group[:] = 4
    paths = [write_predictions(tmp_path / name, table) for name, table in (("a", base), ("b", with_noise(base, 2.0)))]
    result = ablate(paths[:1], {"noisy": paths[1:]})
    delta = result["variants"][0]["delta"]["macro"]
    assert delta["value"] < -0.1 and delta["skipped"] == RESAMPLES
    assert delta["low"] is delta["high"] is delta["p"] is delta["p_adjusted"] is delta["standard_error"] is None
    assert not delta["significant"]


def test_differences_are_paired(ablate: Ablate, tmp_path: Path, run_tool: Run) -> None:
    """Intervals and p-values follow from the replicates that cre-eval writes for each model by itself."""
    base = simulated_predictions(groups=150)
    tables = {"base": base, "noisy": with_noise(base, 0.5), "other": with_noise(base, 0.2, seed=8)}
    paths = {name: write_predictions(tmp_path / name, table) for name, table in tables.items()}
    result = ablate([paths["base"]], {name: [paths[name]] for name in ("noisy", "other")})

    replicates: dict[str, dict[str, np.ndarray]] = {}
    for name, path in paths.items():
        out = tmp_path / f"eval_{name}"
        settings = ("--set", f"eval.bootstrap.resamples={RESAMPLES}")
        run_tool("cre-eval", "--predictions", path, "--out", out, *settings)
        with h5py.File(out / "bootstrap.h5") as file:
            replicates[name] = {key: data[()] for key, data in file.items() if isinstance(data, h5py.Dataset)}

    p_values = []
    for variant in result["variants"]:
        name = variant["name"]
        difference = replicates[name]["macro_pearson"] - replicates["base"]["macro_pearson"]
        found = variant["delta"]["macro"]
        assert [found["low"], found["high"]] == pytest.approx(np.percentile(difference, [2.5, 97.5]), rel=1e-10)
        p = min(1, max(2 / (RESAMPLES + 1), 2 * min(np.mean(difference <= 0), np.mean(difference >= 0))))
        assert found["p"] == pytest.approx(p, rel=1e-12)
        p_values.append(p)
        for key, metric in (("delta_min_gap_rho", "min_gap_rho"),):
            difference = replicates[name][metric] - replicates["base"][metric]
            expected = np.percentile(difference, [2.5, 97.5])
            assert [variant[key]["low"], variant[key]["high"]] == pytest.approx(expected, rel=1e-10)
        difference = replicates[name]["mse"][:, 1] - replicates["base"]["mse"][:, 1]
        found = variant["delta_mse"]["HepG2"]
        assert [found["low"], found["high"]] == pytest.approx(np.percentile(difference, [2.5, 97.5]), rel=1e-10)

    # Holm for two tests: twice the smaller p, and at least that for the larger one.
    small, large = np.argsort(p_values)
    adjusted = [variant["delta"]["macro"]["p_adjusted"] for variant in result["variants"]]
    assert adjusted[small] == pytest.approx(min(1, 2 * p_values[small]))
    assert adjusted[large] == pytest.approx(min(1, max(2 * p_values[small], p_values[large])))
    assert result["family"] == 2
    assert result["variants"][0]["delta"]["macro"]["significant"]


@pytest.mark.parametrize("field", ["min_gap", "target_cell"])
def test_other_gaps_or_target_cells_are_refused(run_tool: Run, tmp_path: Path, field: str) -> None:
    """Gaps are compared pair by pair: a variant whose rows have others is no variant of this baseline."""
    base = simulated_predictions()
    other = copy.deepcopy(base)
    values = getattr(other, field)
    if field == "min_gap":
        values[5] = np.nan
    else:
        values[5] = (values[5] + 1) % 3
    files = [write_predictions(tmp_path / name, table) for name, table in (("base", base), ("other", other))]
    arguments = ("--baseline", files[0], "--variant", f"other={files[1]}", "--out", tmp_path / "out")
    done = run_tool("cre-ablate", *arguments, expect=6)
    assert ("minimum gap" if field == "min_gap" else "target cell") in done.stderr


def test_point_values(ablate: Ablate, tmp_path: Path) -> None:
    """Deltas of r, MSE and gaps by SciPy and NumPy; Fisher's z as the sensitivity column."""
    base = simulated_predictions()
    other = with_noise(base, 0.4)
    result = ablate(
        [write_predictions(tmp_path / "base", base)],
        {"noisy": [write_predictions(tmp_path / "noisy", other)]},
        "ablate.min_gap.definition=top1_minus_top2",
    )
    variant = result["variants"][0]

    def gap(table: PredictionTable) -> np.ndarray:
        ordered = np.sort(table.predicted.astype(float), axis=1)
        return ordered[:, -1] - ordered[:, -2]

    r_base = [stats.pearsonr(base.activity[:, k], base.predicted[:, k].astype(float)).statistic for k in range(3)]
    r_other = [stats.pearsonr(base.activity[:, k], other.predicted[:, k].astype(float)).statistic for k in range(3)]
    assert variant["delta"]["macro"]["value"] == pytest.approx(np.mean(r_other) - np.mean(r_base), rel=1e-10)
    assert variant["delta"]["SKNSH"]["value"] == pytest.approx(r_other[2] - r_base[2], rel=1e-10)
    z = (np.arctanh(r_other[0]) - np.arctanh(r_base[0])) / np.sqrt(2 / 297)
    assert variant["delta"]["K562"]["fisher_p"] == pytest.approx(2 * stats.norm.sf(abs(z)), rel=1e-10)
    mse = [np.mean((table.predicted - base.activity) ** 2) for table in (base, other)]
    assert variant["delta_mse"]["macro"]["value"] == pytest.approx(mse[1] - mse[0], rel=1e-10)
    assert variant["delta_mean_min_gap"]["value"] == pytest.approx(gap(other).mean() - gap(base).mean(), rel=1e-10)
    assert variant["mean_min_gap"] == pytest.approx(gap(other).mean(), rel=1e-10)


def test_rows_are_aligned_whatever_their_order(ablate: Ablate, tmp_path: Path) -> None:
    """Another order and further rows of other splits change nothing."""
    base = simulated_predictions(rows=300)
    base.split[200:] = TRAIN
    other = with_noise(base, 0.3)
    shuffled = other.take(np.random.default_rng(1).permutation(300))
    baseline = [write_predictions(tmp_path / "base", base)]
    straight = ablate(baseline, {"v": [write_predictions(tmp_path / "straight", other)]})
    mixed = ablate(baseline, {"v": [write_predictions(tmp_path / "mixed", shuffled)]})
    assert straight["rows"] == 200
    assert straight["variants"] == mixed["variants"]


def test_repeated_ids_are_told_apart_by_sequence(ablate: Ablate, tmp_path: Path) -> None:
    """A table may use an id twice, even in two splits. Lines of the table say nothing."""
    base = simulated_predictions()
    base.id = [f"element_{i // 2}" for i in range(300)]
    base.split[299] = TRAIN
    reverse = base.take(np.arange(299, -1, -1))
    reverse.line = base.line
    baseline = [write_predictions(tmp_path / "base", base)]
    result = ablate(baseline, {"same": [write_predictions(tmp_path / "reverse", reverse)]})
    assert result["rows"] == 299
    assert result["variants"][0]["delta"]["macro"]["value"] == 0


def test_seeds_are_averaged(ablate: Ablate, tmp_path: Path) -> None:
    """The delta is the difference of mean correlations; the spread is the SD over seeds."""
    base = simulated_predictions()
    seeds = [write_predictions(tmp_path / f"seed{i}", with_noise(base, 0.5, seed=i)) for i in range(3)]
    path = write_predictions(tmp_path / "base", base)
    one = [ablate([path], {"v": [seed]})["variants"][0]["pearson"]["macro"] for seed in seeds]
    result = ablate([path], {"v": seeds})
    variant = result["variants"][0]
    assert variant["seeds"] == 3 and variant["seed_pearson"] == one
    assert variant["pearson"]["macro"] == pytest.approx(np.mean(one), rel=1e-12)
    assert variant["seed_sd"] == pytest.approx(np.std(one, ddof=1), rel=1e-10)
    expected = np.mean(one) - result["baseline"]["pearson"]["macro"]
    assert variant["delta"]["macro"]["value"] == pytest.approx(expected, rel=1e-10)
    assert result["baseline"]["seed_sd"] is None

    several = ablate(seeds[:2], {"v": [path]})["baseline"]
    assert several["seeds"] == 2 and several["seed_sd"] == pytest.approx(np.std(one[:2], ddof=1), rel=1e-10)


def test_table_has_one_row_a_variant_and_metric(ablate: Ablate, tmp_path: Path) -> None:
    """ablation.tsv says what ablation.json says."""
    base = simulated_predictions()
    result = ablate(
        [write_predictions(tmp_path / "base", base)],
        {"a": [write_predictions(tmp_path / "a", with_noise(base, 0.5))], "b": [tmp_path / "base" / "predictions.h5"]},
    )
    with (tmp_path / "ablate" / "ablation.tsv").open(newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    measured = {name: value for name, value in result["baseline"].items() if f"delta_{name}" in result["variants"][0]}
    assert len(measured) >= 4
    places = [
        (name, place) for name, value in measured.items() for place in (value if isinstance(value, dict) else ["NA"])
    ]
    places += [("pearson", place) for place in result["baseline"]["pearson"]]
    assert sorted((row["metric"], row["task"]) for row in rows) == sorted(2 * places)
    first = rows[0]
    assert (first["variant"], first["metric"], first["task"]) == ("a", "pearson", "macro")
    assert float(first["delta"]) == result["variants"][0]["delta"]["macro"]["value"]
    assert float(first["p_adjusted"]) == result["variants"][0]["delta"]["macro"]["p_adjusted"]


def test_single_task_and_no_min_gap(ablate: Ablate, tmp_path: Path) -> None:
    """The gap columns are null; the rest is there."""
    base = simulated_predictions(tasks=1)
    baseline = [write_predictions(tmp_path / "base", base)]
    result = ablate(baseline, {"v": [write_predictions(tmp_path / "v", with_noise(base, 0.5))]})
    variant = result["variants"][0]
    assert variant["delta_min_gap_rho"]["value"] is None and variant["mean_min_gap"] is None
    assert variant["delta"]["macro"]["value"] == variant["delta"]["K562"]["value"] < 0


def fails(run_tool: Run, tmp_path: Path, code: int, arguments: list[object], *words: str) -> None:
    """cre-ablate ends with `code` and one line on stderr that has all `words`; no result is left behind."""
    done = run_tool("cre-ablate", *arguments, "--out", tmp_path / "out", expect=code)
    assert len(done.stderr.strip().splitlines()) == 1
    for word in words:
        assert word in done.stderr
    assert not (tmp_path / "out" / "ablation.json").exists()


@pytest.fixture
def base(tmp_path: Path) -> tuple[PredictionTable, Path]:
    """A baseline and its file."""
    table = simulated_predictions()
    return table, write_predictions(tmp_path / "base", table)


def test_rows_that_a_variant_lacks(ablate: Ablate, tmp_path: Path) -> None:
    """Both are compared on the rows they share, and the result says how many; other variants keep all rows."""
    base = simulated_predictions()
    other = with_noise(base, 0.4)
    kept = np.delete(np.arange(300), [41, 77])
    baseline = write_predictions(tmp_path / "base", base)
    shorter = write_predictions(tmp_path / "shorter", other.take(kept))
    result = ablate([baseline], {"shorter": [shorter], "all": [write_predictions(tmp_path / "all", other)]})
    first, second = result["variants"]
    assert (first["rows"], first["missing_rows"]) == (298, 2)
    assert (second["rows"], second["missing_rows"]) == (300, 0)
    r = [
        [stats.pearsonr(table.activity[kept, k], table.predicted[kept, k].astype(float)).statistic for k in range(3)]
        for table in (base, other)
    ]
    assert first["baseline"]["pearson"]["macro"] == pytest.approx(np.mean(r[0]), rel=1e-10)
    assert first["delta"]["macro"]["value"] == pytest.approx(np.mean(r[1]) - np.mean(r[0]), rel=1e-10)
    gap = stats.spearmanr(base.min_gap[kept], column_gap(base)[kept]).statistic
    assert first["baseline"]["min_gap_rho"] == pytest.approx(gap, rel=1e-10)
    assert second["baseline"]["pearson"] == result["baseline"]["pearson"]
    assert first["delta"]["macro"]["value"] != second["delta"]["macro"]["value"]
    assert result["warnings"] == [
        "shorter: its quality control dropped 2 of the baseline's 300 test rows; both are compared on the other 298"
    ]


def column_gap(table: PredictionTable) -> np.ndarray:
    """Predicted gap: the target cell minus the best other one."""
    rows = np.arange(len(table.id))
    predicted = table.predicted.astype(float)
    others = np.where(np.arange(3) == table.target_cell[:, None], -np.inf, predicted).max(axis=1)
    return predicted[rows, table.target_cell] - others


def test_too_few_rows_in_common(run_tool: Run, tmp_path: Path, base: tuple[PredictionTable, Path]) -> None:
    """Two rows make no correlation."""
    table, path = base
    few = write_predictions(tmp_path / "few", table.take(np.arange(2)))
    fails(run_tool, tmp_path, 4, ["--baseline", path, "--variant", f"v={few}"], str(few), "2 measured rows")


def test_networks_of_one_arm_have_the_same_rows(
    run_tool: Run, tmp_path: Path, base: tuple[PredictionTable, Path]
) -> None:
    """Averaging over other rows would compare nothing."""
    table, path = base
    shorter = write_predictions(tmp_path / "shorter", table.take(np.delete(np.arange(300), [41, 77])))
    fails(run_tool, tmp_path, 6, ["--baseline", path, "--variant", f"v={path},{shorter}"], str(shorter), "other rows")
    arguments = ["--baseline", path, shorter, "--variant", f"v={path}"]
    fails(run_tool, tmp_path, 6, arguments, str(shorter), "other rows")


def test_other_measurements(run_tool: Run, tmp_path: Path, base: tuple[PredictionTable, Path]) -> None:
    """Predictions for another measurement of the same ids are not comparable."""
    table, path = base
    table.activity[8, 1] += 0.001
    other = write_predictions(tmp_path / "other", table)
    fails(run_tool, tmp_path, 6, ["--baseline", path, "--variant", f"v={other}"], str(other), "element_8", "HepG2")


def test_row_that_was_trained_on(run_tool: Run, tmp_path: Path, base: tuple[PredictionTable, Path]) -> None:
    """A test row of the baseline in the training split of the variant would flatter the variant."""
    table, path = base
    assert table.split[3] == TEST
    table.split[3] = TRAIN
    other = write_predictions(tmp_path / "other", table)
    fails(run_tool, tmp_path, 6, ["--baseline", path, "--variant", f"v={other}"], "element_3", "'train'")


def test_other_tasks(run_tool: Run, tmp_path: Path, base: tuple[PredictionTable, Path]) -> None:
    """Both lists are shown."""
    table, path = base
    table.tasks = ["K562", "HepG2", "WTC11"]
    other = write_predictions(tmp_path / "other", table)
    fails(run_tool, tmp_path, 6, ["--baseline", path, "--variant", f"v={other}"], "WTC11", "SKNSH")


def test_changed_variant_file(run_tool: Run, tmp_path: Path, base: tuple[PredictionTable, Path]) -> None:
    """Digests of all files are checked first."""
    table, path = base
    other = write_predictions(tmp_path / "other", table)
    content = bytearray(other.read_bytes())
    content[-1] ^= 1
    other.write_bytes(content)
    fails(run_tool, tmp_path, 6, ["--baseline", path, "--variant", f"v={other}"], str(other), "SHA-256")


@pytest.mark.parametrize("variant", ["nameless", "=x.h5", "v=", "v=a.h5,,b.h5", "base=x.h5"])
def test_malformed_variant(run_tool: Run, tmp_path: Path, base: tuple[PredictionTable, Path], variant: str) -> None:
    """What was typed and what is expected."""
    fails(run_tool, tmp_path, 2, ["--baseline", base[1], "--variant", variant], variant)


def test_name_used_twice(run_tool: Run, tmp_path: Path, base: tuple[PredictionTable, Path]) -> None:
    """Variants are told apart by name."""
    arguments = ["--baseline", base[1], "--variant", f"v={base[1]}", "--variant", f"v={base[1]}"]
    fails(run_tool, tmp_path, 2, arguments, "'v' is already taken")


def test_unknown_split(run_tool: Run, tmp_path: Path, base: tuple[PredictionTable, Path]) -> None:
    """A config error that says what is allowed."""
    arguments = ["--baseline", base[1], "--variant", f"v={base[1]}", "--set", "ablate.split=holdout"]
    fails(run_tool, tmp_path, 3, arguments, "ablate.split", "holdout")


def test_power(ablate: Ablate, tmp_path: Path) -> None:
    """Standard errors are the SD of the paired replicates; what can be resolved follows by SciPy's quantiles."""
    base = simulated_predictions()
    files = {
        f"v{i}": [write_predictions(tmp_path / f"v{i}", with_noise(base, 0.2 + 0.1 * i, seed=i))] for i in range(3)
    }
    result = ablate([write_predictions(tmp_path / "base", base)], files, "ablate.power=0.9")
    for part in ("macro", "HepG2"):
        found = result["power"]["smallest_delta"][part]
        errors = [variant["delta"][part]["standard_error"] for variant in result["variants"]]
        assert found["standard_error"] == pytest.approx(np.median(errors), rel=1e-12)
        factor = [stats.norm.ppf(1 - 0.05 / 2 / m) + stats.norm.ppf(0.9) for m in (1, 3)]
        assert [found["alone"], found["in_family"]] == pytest.approx(np.median(errors) * np.array(factor), rel=1e-10)
    # A normal interval of the same standard error is about as wide as the percentile interval.
    delta = result["variants"][2]["delta"]["macro"]
    assert delta["high"] - delta["low"] == pytest.approx(2 * 1.96 * delta["standard_error"], rel=0.2)


def test_spread_between_seeds(ablate: Ablate, tmp_path: Path) -> None:
    """Its standard error, by hand; nothing without several seeds on both sides."""
    base = simulated_predictions()
    seeds = [write_predictions(tmp_path / f"seed{i}", with_noise(base, 0.5, seed=i)) for i in range(5)]
    result = ablate(seeds[:2], {"v": seeds[2:], "one": seeds[4:]})
    first, second = result["variants"]
    expected = np.sqrt(
        np.var(first["seed_pearson"], ddof=1) / 3 + np.var(result["baseline"]["seed_pearson"], ddof=1) / 2
    )
    assert first["delta_seed_standard_error"] == pytest.approx(expected, rel=1e-10)
    assert second["delta_seed_standard_error"] is None
    both = np.hypot(first["delta"]["macro"]["standard_error"], expected)
    found = result["power"]["with_seeds"]
    assert found["standard_error"] == pytest.approx(both, rel=1e-10)
    assert found["in_family"] == pytest.approx((stats.norm.ppf(1 - 0.05 / 4) + stats.norm.ppf(0.8)) * both, rel=1e-10)
    assert ablate(seeds[:1], {"one": seeds[4:]})["power"]["with_seeds"] is None


def test_too_few_resamples_for_the_family(ablate: Ablate, tmp_path: Path) -> None:
    """The floor of p times the number of variants: 6 * 2 / 201 is above .05, and 5 * 2 / 201 is not."""
    base = simulated_predictions()
    path = write_predictions(tmp_path / "base", base)
    noisy = write_predictions(tmp_path / "noisy", with_noise(base, 3.0))
    result = ablate([path], {f"v{i}": [noisy] for i in range(6)})
    assert result["variants"][0]["delta"]["macro"]["p_adjusted"] == pytest.approx(6 * 2 / 201)
    assert result["warnings"] == [
        "with 200 resamples and 6 variants no adjusted p can be below 0.060, so none can be significant at 0.05; "
        "set ablate.resamples to at least 240"
    ]
    assert ablate([path], {f"v{i}": [noisy] for i in range(5)})["warnings"] == []


def standardized(table: PredictionTable, task: int) -> np.ndarray:
    return stats.zscore(table.predicted[:, task].astype(float))


def test_paired_permutation(ablate: Ablate, tmp_path: Path) -> None:
    """Against SciPy's permutation test of paired samples: both draw at random, so they agree within their noise."""
    truth = simulated_predictions(rows=120, tasks=1)
    base, other = with_noise(truth, 0.5, seed=11), with_noise(truth, 0.6, seed=12)
    files = [write_predictions(tmp_path / name, table) for name, table in (("base", base), ("other", other))]
    result = ablate(files[:1], {"other": files[1:]}, "ablate.permutations=20000")
    delta = result["variants"][0]["delta"]["K562"]

    def difference(a: np.ndarray, b: np.ndarray) -> float:
        y = base.activity[:, 0]
        return stats.pearsonr(y, b).statistic - stats.pearsonr(y, a).statistic

    pair = (standardized(base, 0), standardized(other, 0))
    done = stats.permutation_test(
        pair, difference, permutation_type="samples", n_resamples=5000, rng=np.random.default_rng(1)
    )
    assert 0.01 < done.pvalue < 0.5, "a p-value in the middle shows more than one at the end"
    error = np.sqrt(done.pvalue * (1 - done.pvalue) * (1 / 5000 + 1 / 20000))
    assert delta["permutation_p"] == pytest.approx(done.pvalue, abs=4 * error)
    assert result["variants"][0]["delta"]["macro"]["permutation_p"] == delta["permutation_p"]
    assert ablate(files[:1], {"other": files[1:]})["variants"][0]["delta"]["K562"]["permutation_p"] is None


def test_permutation_pairs_the_networks(run_tool: Run, tmp_path: Path, base: tuple[PredictionTable, Path]) -> None:
    """Without a partner there is nothing to swap with."""
    arguments = ["--baseline", base[1], "--variant", f"v={base[1]},{base[1]}", "--set", "ablate.permutations=100"]
    fails(run_tool, tmp_path, 2, arguments, "--variant v: has 2 files, the baseline 1")


# --- the linear baseline ---


def measured(table: PredictionTable, task: int, names: list[str], rows: np.ndarray | None = None) -> dict[str, float]:
    """Measures of a task in some of the rows, by SciPy and scikit-learn."""
    y, p = table.activity[:, task], table.predicted[:, task].astype(float)
    kept = np.arange(len(y)) if rows is None else rows
    limits = (winsor_limits(y), winsor_limits(p))
    error, scale = table.standard_error[kept, task], np.ones(len(kept))
    return task_measures(y[kept], p[kept], error, scale, limits, names)


def test_linear_baseline_by_scipy(ablate: Ablate, tmp_path: Path) -> None:
    """Every measure of it, and minus that of the base with paired intervals, from resamples redone in Python."""
    base = simulated_predictions(groups=150)
    linear = with_noise(base, 0.8)
    files = {name: write_predictions(tmp_path / name, table) for name, table in (("base", base), ("linear", linear))}
    noisy = write_predictions(tmp_path / "noisy", with_noise(base, 0.5, seed=8))
    settings = ("ablate.resamples=60", "ablate.unit=group")
    found = ablate([files["base"]], {"noisy": [noisy]}, *settings, linear=files["linear"])["linear_baseline"]
    assert (found["name"], found["rows"], found["missing_rows"]) == ("linear baseline", 300, 0)

    value = [[measured(table, k, TASK_MEASURES) for k in range(3)] for table in (linear, base)]
    draws = [drawn_rows(base, "group", b) for b in range(60)]
    replicate = [
        [[measured(table, k, RESAMPLED, rows) for rows in draws] for k in range(3)] for table in (linear, base)
    ]
    for name in TASK_MEASURES:
        delta = found["delta" if name == "pearson" else f"delta_{name}"]
        of_linear, of_base = (np.array([one[name] for one in arm]) for arm in value)
        for place, mean in (("macro", np.mean), ("HepG2", lambda values: values[1])):
            close(found[name][place], mean(of_linear))
            close(found["baseline"][name][place], mean(of_base))
            close(delta[place]["value"], mean(of_linear) - mean(of_base))
        if name not in RESAMPLED:
            assert delta["macro"]["low"] is None
            continue
        difference = np.subtract(*([[one[name] for one in task] for task in arm] for arm in replicate))
        for place, replicates in (("macro", difference.mean(axis=0)), ("HepG2", difference[1])):
            check_estimate(delta[place], delta[place]["value"], replicates)
            close(delta[place]["standard_error"], np.std(replicates, ddof=1), 1e-9)
            if name == "pearson":
                p = 2 * min(np.mean(replicates <= 0), np.mean(replicates >= 0))
                assert delta[place]["p"] == pytest.approx(min(1, max(p, 2 / 61)))
    z = [np.arctanh(arm[0]["pearson"]) for arm in value]
    close(found["delta"]["K562"]["fisher_p"], 2 * stats.norm.sf(abs(z[0] - z[1]) / np.sqrt(2 / 297)), 1e-9)
    gap = [column_gap(table) for table in (linear, base)]
    close(found["delta_mean_min_gap"]["value"], gap[0].mean() - gap[1].mean())
    rho = [[stats.spearmanr(base.min_gap[rows], one[rows]).statistic for rows in draws] for one in gap]
    check_estimate(found["delta_min_gap_rho"], found["delta_min_gap_rho"]["value"], np.subtract(*rho))


def without_linear_baseline(result: dict) -> dict:
    return {key: value for key, value in result.items() if key != "linear_baseline"}


def test_linear_baseline_is_no_variant(ablate: Ablate, tmp_path: Path) -> None:
    """Its tests are not adjusted, and beside it everything is as without it: family, adjusted p, resolution, table."""
    base = simulated_predictions(groups=150)
    path = write_predictions(tmp_path / "base", base)
    linear = write_predictions(tmp_path / "linear", with_noise(base, 0.8))
    variants = {
        f"v{i}": [write_predictions(tmp_path / f"v{i}", with_noise(base, 0.05 * i, seed=i))] for i in range(1, 4)
    }
    table = tmp_path / "ablate" / "ablation.tsv"
    alone = ablate([path], variants, "ablate.permutations=200")
    rows_alone = table.read_text()
    manifest = json.loads((tmp_path / "ablate" / "manifest.json").read_text())
    assert "linear_baseline" not in alone and [entry["role"] for entry in manifest["inputs"]] == ["base", *variants]
    result = ablate([path], variants, "ablate.permutations=200", linear=linear)
    assert without_linear_baseline(result) == alone and result["family"] == 3
    assert any(
        variant["delta"]["macro"]["p_adjusted"] > variant["delta"]["macro"]["p"] for variant in result["variants"]
    )
    manifest = json.loads((tmp_path / "ablate" / "manifest.json").read_text())
    assert [entry["role"] for entry in manifest["inputs"]] == ["base", *variants, "linear baseline"]
    assert manifest["counts"]["variants"] == 3

    # The same file as the only variant has the same numbers, and an adjusted p that is its own.
    as_variant = ablate([path], {"linear": [linear]}, "ablate.permutations=200")["variants"][0]
    found = result["linear_baseline"]
    assert set(as_variant) - set(found) == {"seeds", "seed_pearson", "seed_sd"} and set(found) <= set(as_variant)
    for test in as_variant["delta"].values():
        assert test.pop("p_adjusted") == test["p"] and test.pop("permutation_p_adjusted") == test["permutation_p"]
        test.pop("significant")
    assert {key: as_variant[key] for key in found} == found | {"name": "linear"}

    ablate([path], variants, "ablate.permutations=200", linear=linear)
    text = table.read_text()
    assert text.startswith(rows_alone)
    header = rows_alone.splitlines()[0].split("\t")
    rows = [dict(zip(header, line.split("\t"), strict=True)) for line in text[len(rows_alone) :].splitlines()]
    assert len(rows) == len(rows_alone.splitlines()[1:]) / 3 and {row["variant"] for row in rows} == {"linear baseline"}
    first = rows[0]
    assert (first["metric"], first["task"], first["seeds"], first["rows"]) == ("pearson", "macro", "NA", "300")
    assert (
        float(first["delta"]) == found["delta"]["macro"]["value"] and float(first["p"]) == found["delta"]["macro"]["p"]
    )
    assert {first[name] for name in ("p_adjusted", "significant", "permutation_p_adjusted")} == {"NA"}


def swapped_with_each(networks: list[PredictionTable], linear: PredictionTable, permutations: int) -> float:
    """Two-sided p of the mean Pearson by the definition of its permutations: standardized predictions of a row are
    swapped with those of all networks at once."""
    y = networks[0].activity
    rows, tasks = y.shape

    def difference(swapped: np.ndarray) -> float:
        changes = []
        for network in networks:
            for k in range(tasks):
                a, b = standardized(network, k), standardized(linear, k)
                of_linear, of_network = np.where(swapped, a, b), np.where(swapped, b, a)
                r = [stats.pearsonr(y[:, k], one).statistic for one in (of_linear, of_network)]
                changes.append(r[0] - r[1])
        return float(np.mean(changes))

    observed, as_large = difference(np.zeros(rows, dtype=bool)), 0
    for j in range(permutations):
        words = list(itertools.islice(philox_words(PERMUTATION, SEED, j), -(-rows // 32)))
        swapped = np.array([words[row // 32] >> (row % 32) & 1 for row in range(rows)], dtype=bool)
        as_large += abs(difference(swapped)) >= abs(observed) - 1e-12
    return (1 + as_large) / (1 + permutations)


def test_linear_baseline_has_no_seeds(ablate: Ablate, tmp_path: Path) -> None:
    """One fit beside all networks of the base: it is swapped with each of them, and only theirs is a spread."""
    base = simulated_predictions()
    networks = [with_noise(base, 0.5, seed=i) for i in (10, 11, 12)]
    seeds = [write_predictions(tmp_path / f"seed{i}", network) for i, network in enumerate(networks)]
    linear = write_predictions(tmp_path / "linear", with_noise(base, 0.5, seed=9))
    result = ablate(seeds, {"thrice": [linear] * 3}, "ablate.permutations=100", linear=linear)
    found, thrice = result["linear_baseline"], result["variants"][0]
    assert not {"seeds", "seed_pearson", "seed_sd"} & set(found)
    expected = np.std(result["baseline"]["seed_pearson"], ddof=1) / np.sqrt(3)
    assert found["delta_seed_standard_error"] == pytest.approx(expected, rel=1e-10)
    assert found["delta"]["macro"]["value"] == pytest.approx(
        found["pearson"]["macro"] - np.mean(result["baseline"]["seed_pearson"]), rel=1e-10
    )

    expected = swapped_with_each(networks, with_noise(base, 0.5, seed=9), permutations=100)
    assert 0.02 < expected < 1, "a p-value in the middle shows more than one at the end"
    assert found["delta"]["macro"]["permutation_p"] == pytest.approx(expected, rel=1e-12)
    assert thrice["delta"]["macro"]["permutation_p"] == found["delta"]["macro"]["permutation_p"]
    single = ablate(seeds[:1], {"v": seeds[1:2]}, linear=linear)["linear_baseline"]
    assert single["delta_seed_standard_error"] is None and single["delta"]["macro"]["permutation_p"] is None


def test_rows_that_the_linear_baseline_lacks(ablate: Ablate, tmp_path: Path) -> None:
    """As for variants: both sides on the rows that both have, all other comparisons on theirs."""
    base = simulated_predictions()
    linear, kept = with_noise(base, 0.4), np.delete(np.arange(300), [41, 77])
    baseline = write_predictions(tmp_path / "base", base)
    variants = {"v": [write_predictions(tmp_path / "v", with_noise(base, 0.2))]}
    shorter = write_predictions(tmp_path / "shorter", linear.take(kept[::-1]))
    result = ablate([baseline], variants, linear=shorter)
    found = result["linear_baseline"]
    assert (found["rows"], found["missing_rows"], found["matched_by"]["sequence_and_id"]) == (298, 2, 298)
    r = [np.mean([measured(table, k, ["pearson"], kept)["pearson"] for k in range(3)]) for table in (linear, base)]
    close(found["pearson"]["macro"], r[0])
    close(found["baseline"]["pearson"]["macro"], r[1])
    close(found["delta"]["macro"]["value"], r[0] - r[1])
    said = (
        "linear baseline: its quality control dropped 2 of the baseline's 300 test rows; both are compared on the other"
    )
    assert result["warnings"] == [f"{said} 298"]
    assert without_linear_baseline(result) | {"warnings": []} == ablate([baseline], variants)


def test_linear_baselines_that_are_refused(run_tool: Run, tmp_path: Path, base: tuple[PredictionTable, Path]) -> None:
    """By the checks of variants, and where a variant has taken the name."""
    table, path = base
    arguments = ["--baseline", path, "--variant", f"v={path}", "--linear-baseline"]
    fails(run_tool, tmp_path, 5, [*arguments, tmp_path / "none.h5"], "none.h5")
    table.split[3] = TRAIN
    trained = write_predictions(tmp_path / "trained", table)
    fails(run_tool, tmp_path, 6, [*arguments, trained], str(trained), "element_3", "'train'")
    table.split[3] = TEST
    table.activity[8, 1] += 0.001
    other = write_predictions(tmp_path / "other", table)
    fails(run_tool, tmp_path, 6, [*arguments, other], str(other), "element_8", "HepG2")
    fails(run_tool, tmp_path, 2, ["--baseline", path, "--variant", f"linear baseline={path}"], "already taken")
