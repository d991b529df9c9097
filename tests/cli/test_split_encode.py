"""cre-split and cre-encode on a simulated table: what they write, and what they refuse."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pytest
from helpers.artifact_texts import read_texts


@pytest.fixture(scope="module")
def cleaned(run_tool: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with elements.h5 of a simulated table in qc/ and those of another table in other/."""
    folder = tmp_path_factory.mktemp("cleaned")
    for name, seed in (("qc", 2025), ("other", 7)):
        run_tool("cre-simulate", "--set", f"simulate.seed={seed}", "--out", folder / f"table-{name}")
        run_tool("cre-qc", "--table", folder / f"table-{name}" / "elements.tsv.gz", "--out", folder / name)
    return folder


@pytest.fixture(scope="module")
def split(run_tool: Callable, cleaned: Path) -> Path:
    """The default split of the cleaned table."""
    run_tool("cre-split", "--elements", cleaned / "qc" / "elements.h5", "--out", cleaned / "split")
    return cleaned / "split"


def assert_refused(done, out: Path, *parts: str) -> None:  # noqa: ANN001
    """One line on stderr with all parts, no manifest and no artifact."""
    lines = [line for line in done.stderr.splitlines() if "error:" in line]
    assert len(lines) == 1, done.stderr
    assert all(part in lines[0] for part in parts), lines[0]
    assert not list(out.glob("*")) if out.is_dir() else not out.exists()


def test_groups_and_sequences_stay_in_one_split(cleaned: Path, split: Path) -> None:
    """Checked with NumPy on both strands, not with the tool's own words."""
    with h5py.File(cleaned / "qc" / "elements.h5") as file:
        codes = file["codes"][:]
        cells = file["target_cell"][:]
    with h5py.File(split / "split.h5") as file:
        assigned = file["split"][:]
    complement = np.array([3, 2, 1, 0, 4], dtype=np.uint8)
    where: dict[bytes, set[int]] = {}
    for row, value in zip(codes, assigned, strict=True):
        key = min(row.tobytes(), complement[row][::-1].tobytes())
        where.setdefault(key, set()).add(int(value))
    assert len(where) < len(codes), "the simulated table has duplicates"
    assert all(len(splits) == 1 for splits in where.values())
    shares = np.bincount(assigned, minlength=3) / len(assigned)
    assert shares == pytest.approx([0.8, 0.1, 0.1], abs=0.005)
    for cell in range(3):
        of_cell = np.bincount(assigned[cells == cell], minlength=3) / np.sum(cells == cell)
        assert of_cell == pytest.approx([0.8, 0.1, 0.1], abs=0.02)


def test_the_report_and_the_rows_agree(split: Path) -> None:
    report = json.loads((split / "split_report.json").read_text())
    lines = gzip.decompress((split / "rows.tsv.gz").read_bytes()).decode().splitlines()
    rows = [dict(zip(lines[0].split("\t"), line.split("\t"), strict=True)) for line in lines[1:]]
    assert len(rows) == report["rows"]
    for name, facts in report["splits"].items():
        members = [row for row in rows if row["split"] == name]
        assert len(members) == facts["rows"]
        assert len({row["group"] for row in members}) == facts["groups"]
        for task, drawn in report["histograms"]["tasks"].items():
            counted = sum(drawn["activity"][name]) + drawn["activity"]["below"][name] + drawn["activity"]["above"][name]
            assert counted == facts["tasks"][task]["n"]
    assert report["crossing_sequences"] == 0
    assert report["warnings"] == []


def test_another_seed_gives_another_split(run_tool: Callable, cleaned: Path, split: Path, tmp_path: Path) -> None:
    elements = cleaned / "qc" / "elements.h5"
    run_tool("cre-split", "--elements", elements, "--set", "split.seed=1", "--out", tmp_path / "one")
    run_tool("cre-split", "--elements", elements, "--threads", "1", "--out", tmp_path / "same")
    assert (tmp_path / "one" / "split.h5").read_bytes() != (split / "split.h5").read_bytes()
    assert (tmp_path / "same" / "split.h5").read_bytes() == (split / "split.h5").read_bytes()
    assert (tmp_path / "same" / "rows.tsv.gz").read_bytes() == (split / "rows.tsv.gz").read_bytes()


def test_encoding_uses_training_rows_only(run_tool: Callable, cleaned: Path, split: Path, tmp_path: Path) -> None:
    """Mean, SD and limits against NumPy on the training rows; targets from them."""
    run_tool(
        "cre-encode", "--elements", cleaned / "qc" / "elements.h5", "--split", split / "split.h5",
        "--set", "encode.winsorize=0.005/0.995", "--set", "encode.store_onehot=true", "--out", tmp_path / "out",
    )  # fmt: skip
    scaler = json.loads((tmp_path / "out" / "scaler.json").read_text())
    with h5py.File(tmp_path / "out" / "dataset.h5") as file:
        activity, target = file["activity"][:], file["target"][:]
        train = file["split"][:] == 0
        codes, onehot = file["codes"][:], file["onehot"][:]
    low, high = np.quantile(activity[train], [0.005, 0.995], axis=0)
    clamped = np.clip(activity, low, high)
    mean, sd = clamped[train].mean(axis=0), clamped[train].std(axis=0, ddof=1)
    assert scaler["low"] == pytest.approx(low, rel=1e-12)
    assert scaler["high"] == pytest.approx(high, rel=1e-12)
    assert scaler["mean"] == pytest.approx(mean, rel=1e-12)
    assert scaler["sd"] == pytest.approx(sd, rel=1e-12)
    assert target == pytest.approx((clamped - mean) / (sd + 1e-8), abs=1e-6)
    assert np.array_equal(onehot.argmax(axis=1)[codes < 4], codes[codes < 4])
    assert np.array_equal(onehot.sum(axis=1), np.ones(codes.shape, dtype=np.float32))


@pytest.mark.parametrize(("rule", "margin"), [("six_sigma", 0.0), ("malinois", 3.0)])
def test_outliers_are_left_out_of_training(
    run_tool: Callable, tmp_path_factory: pytest.TempPathFactory, rule: str, margin: float
) -> None:
    """Limits against pandas on the training rows; others stay, and the scaler does not see what is left out."""
    folder = tmp_path_factory.mktemp("outliers")
    rng = np.random.default_rng(4)
    rows = pd.DataFrame({"ID": [f"e{i}" for i in range(400)], "y": rng.normal(0, 0.5, 400), "z": rng.normal(0, 1, 400)})
    rows["sequence"] = ["".join(rng.choice(list("ACGT"), 30)) for _ in range(400)]
    rows["where"] = np.repeat(["train", "val", "test"], [300, 50, 50])
    rows.loc[[3, 320, 380], "y"] = 20.0  # a training row, and two that are none
    rows.loc[[7, 9], "y"] = [-20.0, 12.5]  # the second is within the wider limit only
    rows.to_csv(folder / "t.tsv", sep="\t", index=False)
    columns = {"target_cell": None, "min_gap": None, "split": "where"}
    settings = {
        "tasks": [{"name": name, "activity": name, "standard_error": None} for name in "yz"],
        "columns": columns,
    }
    (folder / "c.json").write_text(json.dumps({"qc": settings}))
    run_tool("cre-qc", "--config", folder / "c.json", "--table", folder / "t.tsv", "--out", folder / "qc")
    run_tool("cre-split", "--elements", folder / "qc" / "elements.h5", "--out", folder / "split")
    run_tool(
        "cre-encode", "--elements", folder / "qc" / "elements.h5", "--split", folder / "split" / "split.h5",
        "--set", f"encode.outliers={rule}", "--out", folder / "out",
    )  # fmt: skip
    train = rows[rows["where"] == "train"][["y", "z"]]
    low, high = train.mean() - 6 * train.std(), train.mean() + 6 * train.std() + margin
    out = ((train <= low) | (train >= high)).any(axis=1)
    assert out.sum() == (3 if rule == "six_sigma" else 2)
    scaler = json.loads((folder / "out" / "scaler.json").read_text())
    assert scaler["outliers"] == {
        "rule": rule, "rows": out.sum(), "beyond": [out.sum(), 0],
        "low": pytest.approx(low.tolist(), rel=1e-12), "high": pytest.approx(high.tolist(), rel=1e-12),
    }  # fmt: skip
    assert scaler["mean"] == pytest.approx(train[~out].mean().tolist(), rel=1e-12)
    assert scaler["sd"] == pytest.approx(train[~out].std().tolist(), rel=1e-12)
    with h5py.File(folder / "out" / "dataset.h5") as file:
        expected = np.ones((400, 2), dtype=np.uint8)
        expected[train.index[out]] = 0
        assert np.array_equal(file["mask"][:], expected)
        assert file["activity"][380, 0] == 20.0
    manifest = json.loads((folder / "out" / "manifest.json").read_text())
    assert manifest["counts"]["outliers"] == out.sum()


def test_a_split_of_other_elements_is_refused(run_tool: Callable, cleaned: Path, split: Path, tmp_path: Path) -> None:
    done = run_tool(
        "cre-encode", "--elements", cleaned / "other" / "elements.h5", "--split", split / "split.h5",
        "--out", tmp_path / "out", expect=6,
    )  # fmt: skip
    assert_refused(done, tmp_path / "out", "split.h5: was made from other elements")


def test_damaged_and_missing_inputs(run_tool: Callable, cleaned: Path, tmp_path: Path) -> None:
    source = cleaned / "qc"
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    data = bytearray((source / "elements.h5").read_bytes())
    data[len(data) // 2] ^= 1
    (damaged / "elements.h5").write_bytes(data)
    out = tmp_path / "out"
    done = run_tool("cre-split", "--elements", damaged / "elements.h5", "--out", out, expect=6)
    assert_refused(done, out, "no manifest.json beside it")
    (damaged / "manifest.json").write_bytes((source / "manifest.json").read_bytes())
    done = run_tool("cre-split", "--elements", damaged / "elements.h5", "--out", out, expect=6)
    assert_refused(done, out, "elements.h5: its SHA-256 differs from its manifest")
    (damaged / "elements.h5").write_bytes(data[: len(data) // 2])
    done = run_tool("cre-split", "--elements", damaged / "elements.h5", "--out", out, expect=6)
    assert_refused(done, out, "truncated or replaced")
    done = run_tool("cre-split", "--elements", tmp_path / "none.h5", "--out", out, expect=5)
    assert_refused(done, out, "none.h5: no such file")


def test_columns_that_the_table_does_not_have(run_tool: Callable, cleaned: Path, tmp_path: Path) -> None:
    elements = cleaned / "qc" / "elements.h5"
    for setting, key in (
        ("split.strategy=predefined", "qc.columns.split"),
        ('split.group_by=["column"]', "qc.columns.group"),
    ):
        done = run_tool("cre-split", "--elements", elements, "--set", setting, "--out", tmp_path / "out", expect=4)
        assert_refused(done, tmp_path / "out", f"name it in {key}")


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("split.sead=1", "unknown key (did you mean 'seed'?)"),
        ("split.fractions.val=0.5", "allowed: a sum of 1"),
        ("split.fractions.val=0", "0 is out of range; allowed: in (0, 1)"),
        (
            "split.strategy=rnadom",
            "allowed: random, kfold, chromosome, leave_one_chromosome_out, predefined, extend, auto (did you mean",
        ),
        ('split.group_by=["sequence","sequence"]', "names a choice twice"),
    ],
)
def test_bad_settings(run_tool: Callable, cleaned: Path, tmp_path: Path, setting: str, message: str) -> None:
    elements = cleaned / "qc" / "elements.h5"
    done = run_tool("cre-split", "--elements", elements, "--set", setting, "--out", tmp_path / "out", expect=3)
    assert_refused(done, tmp_path / "out", "command line: split.", message)


@pytest.fixture(scope="module")
def strict(run_tool: Callable, cleaned: Path) -> Path:
    """A folder with elements and split of the same table after a quality control that keeps fewer rows."""
    out = cleaned / "strict"
    table = cleaned / "table-qc" / "elements.tsv.gz"
    run_tool("cre-qc", "--table", table, "--set", "qc.se_threshold=0.4", "--out", out / "qc")
    run_tool("cre-split", "--elements", out / "qc" / "elements.h5", "--out", out / "split")
    return out


def split_of_ids(elements: Path, split: Path) -> dict[str, int]:
    """0 train, 1 val, 2 test of every id."""
    with h5py.File(elements) as rows, h5py.File(split) as assigned:
        return dict(zip(read_texts(rows["id"]), assigned["split"][:].tolist(), strict=True))


def test_a_split_is_extended(run_tool: Callable, cleaned: Path, strict: Path, tmp_path: Path) -> None:
    """Known rows stay; new ones follow an equal sequence on either strand, else they are for training."""
    elements = cleaned / "qc" / "elements.h5"
    base = ("--base-elements", strict / "qc" / "elements.h5", "--base-split", strict / "split" / "split.h5")
    run_tool("cre-split", "--elements", elements, *base, "--set", "split.strategy=extend", "--out", tmp_path / "out")
    was = split_of_ids(strict / "qc" / "elements.h5", strict / "split" / "split.h5")
    now = split_of_ids(elements, tmp_path / "out" / "split.h5")
    new = set(now) - set(was)
    assert len(new) > 100
    assert all(now[name] == was[name] for name in was)
    with h5py.File(elements) as file:
        codes = dict(zip(read_texts(file["id"]), file["codes"][:], strict=True))
    complement = np.array([3, 2, 1, 0, 4], dtype=np.uint8)
    keys = {name: min(row.tobytes(), complement[row][::-1].tobytes()) for name, row in codes.items()}
    known = {keys[name]: was[name] for name in was}
    assert all(now[name] == known.get(keys[name], 0) for name in new)
    assert any(known.get(keys[name]) for name in new), "some new row is a copy of one that is not for training"
    report = json.loads((tmp_path / "out" / "split_report.json").read_text())
    tested = sum(value == 2 for value in was.values())
    assert report["strategy"] == "extend"
    assert report["base"] == {
        "rows": len(was),
        "new_rows": len(new),
        "moved_rows": 0,
        "test_rows": tested,
        "missing_test_rows": 0,
    }


def test_parts_of_the_training_rows_of_a_base(run_tool: Callable, cleaned: Path, split: Path, tmp_path: Path) -> None:
    """A learning curve: each part is in every larger one, all else stays where it is, and nothing is encoded by rows
    that are left out."""
    elements = cleaned / "qc" / "elements.h5"
    base = ("--base-elements", elements, "--base-split", split / "split.h5", "--set", "split.strategy=extend")
    was = split_of_ids(elements, split / "split.h5")
    trained = {name for name, value in was.items() if value == 0}
    smaller: set[str] = set()
    for fraction in (0.05, 0.3, 0.7, 1):
        out = tmp_path / str(fraction)
        run_tool(
            "cre-split", "--elements", elements, *base, "--set", f"split.train_fraction={fraction}", "--out", out
        )  # fmt: skip
        now = split_of_ids(elements, out / "split.h5")
        kept = {name for name, value in now.items() if value == 0}
        assert smaller <= kept and len(kept) == pytest.approx(fraction * len(trained), abs=3)
        assert {name: value for name, value in now.items() if name not in trained} == {
            name: value for name, value in was.items() if name not in trained
        }
        assert {now[name] for name in trained - kept} <= {3}
        report = json.loads((out / "split_report.json").read_text())
        assert report["base"]["moved_rows"] == 0 and report["splits"]["train"]["rows"] == len(kept)
        smaller = kept
    out = tmp_path / "encoded"
    run_tool("cre-encode", "--elements", elements, "--split", tmp_path / "0.3/split.h5", "--out", out)
    with h5py.File(out / "dataset.h5") as file:
        used = file["activity"][:][file["split"][:] == 0]
    scaler = json.loads((out / "scaler.json").read_text())
    assert scaler["mean"] == pytest.approx(used.mean(axis=0), rel=1e-12)


def test_another_split_keeps_the_test_rows_of_the_base(
    run_tool: Callable, cleaned: Path, split: Path, tmp_path: Path
) -> None:
    """Training and validation are drawn anew, in the sizes asked for; the test rows are those of the base."""
    elements = cleaned / "qc" / "elements.h5"
    base = ("--base-elements", elements, "--base-split", split / "split.h5")
    run_tool("cre-split", "--elements", elements, *base, "--set", "split.seed=1", "--out", tmp_path / "out")
    was = split_of_ids(elements, split / "split.h5")
    now = split_of_ids(elements, tmp_path / "out" / "split.h5")
    assert {name for name, value in now.items() if value == 2} == {name for name, value in was.items() if value == 2}
    assert {name for name, value in now.items() if value == 1} != {name for name, value in was.items() if value == 1}
    assert np.bincount(list(now.values())) / len(now) == pytest.approx([0.8, 0.1, 0.1], abs=0.005)


def test_a_base_that_is_not_there_or_another(run_tool: Callable, cleaned: Path, split: Path, tmp_path: Path) -> None:
    elements, out = cleaned / "qc" / "elements.h5", tmp_path / "out"
    done = run_tool("cre-split", "--elements", elements, "--set", "split.strategy=extend", "--out", out, expect=2)
    assert_refused(done, out, "needs --base-elements and --base-split")
    done = run_tool("cre-split", "--elements", elements, "--base-split", split / "split.h5", "--out", out, expect=2)
    assert_refused(done, out, "go together")
    base = ("--base-elements", cleaned / "other" / "elements.h5", "--base-split", split / "split.h5")
    done = run_tool("cre-split", "--elements", elements, *base, "--out", out, expect=6)
    assert_refused(done, out, "split.h5: was made from other elements")


def test_test_rows_that_another_quality_control_drops(
    run_tool: Callable, cleaned: Path, split: Path, strict: Path, tmp_path: Path
) -> None:
    """They are counted; nothing takes their place."""
    base = ("--base-elements", cleaned / "qc" / "elements.h5", "--base-split", split / "split.h5")
    elements = strict / "qc" / "elements.h5"
    run_tool("cre-split", "--elements", elements, *base, "--set", "split.strategy=extend", "--out", tmp_path / "out")
    was = split_of_ids(cleaned / "qc" / "elements.h5", split / "split.h5")
    now = split_of_ids(elements, tmp_path / "out" / "split.h5")
    assert now == {name: was[name] for name in now}
    report = json.loads((tmp_path / "out" / "split_report.json").read_text())["base"]
    lost = sum(value == 2 for name, value in was.items() if name not in now)
    assert lost > 0 and report["missing_test_rows"] == lost and report["new_rows"] == 0
