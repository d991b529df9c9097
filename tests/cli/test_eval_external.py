"""cre-eval for the predictions of other programs: tables with an id and a column a task."""

from __future__ import annotations

import csv
import gzip
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from helpers.artifact_texts import read_texts
from helpers.predictions import TRAIN, PredictionTable, simulated_predictions, write_predictions
from helpers.training import make_dataset
from scipy import stats

Run = Callable[..., subprocess.CompletedProcess[str]]
Rows = list[dict[str, object]]
SPLITS = ("train", "val", "test")
SETTINGS = ("--set", "eval.bootstrap.resamples=50", "--set", "eval.permutations=99")


def predicted_rows(table: PredictionTable) -> Rows:
    """What a table of predictions has, as exact decimals."""
    return [
        {"id": name, **{task: float(table.predicted[i, k]) for k, task in enumerate(table.tasks)}}
        for i, name in enumerate(table.id)
    ]


def truth_rows(table: PredictionTable) -> Rows:
    """The measurements with everything beside them."""
    rows: Rows = []
    for i, name in enumerate(table.id):
        row: dict[str, object] = {"id": name}
        for k, task in enumerate(table.tasks):
            row[task] = table.activity[i, k] if table.mask[i, k] else "NA"
            row[f"{task}_se"] = table.standard_error[i, k]
        row |= {"target_cell": table.tasks[table.target_cell[i]], "min_gap": table.min_gap[i]}
        row |= {"group": f"g{table.group[i]}", "split": SPLITS[table.split[i]]}
        rows.append(row)
    return rows


def write_rows(file: Path, rows: Rows, delimiter: str = "\t") -> Path:
    """A table with a header, as gzip where the name says so."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    content = stream.getvalue().encode()
    file.write_bytes(gzip.compress(content) if file.suffix == ".gz" else content)
    return file


def read_rows(file: Path) -> list[dict[str, str]]:
    with file.open(newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


class Evaluation:
    """Runs cre-eval on tables and reads what it says."""

    def __init__(self, folder: Path, run_tool: Run) -> None:
        """`folder` is where the tables are written."""
        self.folder, self.run_tool = folder, run_tool

    def __call__(self, predicted: Path | Rows, truth: Path | Rows, *words: object, name: str = "out") -> dict:
        """metrics.json; `manifest` and `stderr` of the run are kept as attributes."""
        predicted = predicted if isinstance(predicted, Path) else write_rows(self.folder / "predicted.tsv", predicted)
        truth = truth if isinstance(truth, Path) else write_rows(self.folder / "truth.tsv", truth)
        side = "--dataset" if truth.suffix == ".h5" else "--truth-tsv"
        self.out = self.folder / name
        done = self.run_tool(
            "cre-eval", "--predictions-tsv", predicted, side, truth, "--out", self.out, *SETTINGS, *words
        )
        self.stderr = done.stderr
        self.manifest = json.loads((self.out / "manifest.json").read_text())
        return json.loads((self.out / "metrics.json").read_text())

    def fails(self, predicted: Path | Rows, truth: Path | Rows, *texts: str, code: int = 4) -> None:
        """Ends with `code` and one line of error that has the texts; nothing is left behind."""
        predicted = predicted if isinstance(predicted, Path) else write_rows(self.folder / "predicted.tsv", predicted)
        truth = truth if isinstance(truth, Path) else write_rows(self.folder / "truth.tsv", truth)
        words = ["--predictions-tsv", predicted, "--truth-tsv", truth, "--out", self.folder / "failed"]
        done = self.run_tool("cre-eval", *words, "--quiet", expect=code)
        errors = [line for line in done.stderr.splitlines() if "error:" in line]
        assert len(errors) == 1, done.stderr
        for text in texts:
            assert text in errors[0]
        assert not (self.folder / "failed" / "manifest.json").exists()


@pytest.fixture
def evaluate(tmp_path: Path, run_tool: Run) -> Evaluation:
    return Evaluation(tmp_path, run_tool)


def comparable(metrics: dict) -> dict:
    """Without what a table does not say: strands, scaler, GC, flags."""
    out = json.loads(json.dumps(metrics))
    for key in ("strand", "why", "unmatched"):
        del out[key]
    for place in (*out["per_task"].values(), out["macro"], out["weighted"], out["micro"]):
        del place["standardized_mse"]
    for stratum in ("gc", "flags"):
        del out["strata"][stratum]
    return out


def test_the_same_numbers_as_from_predictions_h5(evaluate: Evaluation, run_tool: Run, tmp_path: Path) -> None:
    """Exported with all digits: every value, interval, table and replicate, with masks, groups and other splits."""
    table = simulated_predictions(groups=60)
    table.split[::7] = TRAIN
    table.mask[::5, 1] = 0
    table.activity[::5, 1] = np.nan
    artifact = write_predictions(tmp_path / "predict", table)
    run_tool("cre-eval", "--predictions", artifact, "--out", tmp_path / "h5", *SETTINGS)
    expected = json.loads((tmp_path / "h5" / "metrics.json").read_text())
    found = evaluate(predicted_rows(table), truth_rows(table))
    assert expected["rows"] == 257 and expected["bootstrap"]["unit"] == "group"
    assert expected["min_gap"]["n"] > 200
    assert comparable(found) == comparable(expected)
    for name in ("scatter", "calibration", "residual_trend", "confusion"):
        file = f"tables/{name}.tsv"
        assert (evaluate.out / file).read_bytes() == (tmp_path / "h5" / file).read_bytes()
    assert (evaluate.out / "bootstrap.h5").is_file()

    assert expected["unmatched"] is None and expected["why"]["unmatched"].endswith("in one file")
    assert found["unmatched"] == {
        "only_predicted": 0,
        "only_measured": 0,
        "without_value": {"K562": 0, "HepG2": 0, "SKNSH": 0},
    }
    assert read_rows(evaluate.out / "tables" / "unmatched.tsv") == []
    assert "warning" not in evaluate.stderr


def test_what_a_table_does_not_say_is_null_and_why(evaluate: Evaluation) -> None:
    """Strands, scaler, ensemble, intervals, GC, flags."""
    table = simulated_predictions()
    found = evaluate(predicted_rows(table), truth_rows(table))
    for key in ("strand", "ensemble", "prediction_intervals"):
        assert found[key] is None and found["why"][key]
    standardized = found["per_task"]["K562"]["standardized_mse"]
    assert standardized["value"] is None and "scaler" in standardized["why"]
    assert found["strata"]["flags"] == {"strata": None, "why": "no flags are known"}
    assert found["strata"]["gc"]["why"] == "no row has a value"
    assert {row["duplicate"] for row in read_rows(evaluate.out / "tables" / "outliers.tsv")} == {"NA"}


def test_id_and_tasks_are_enough(evaluate: Evaluation) -> None:
    """Without standard errors, cells, gaps, groups and splits: all rows, one unit each, and SciPy's correlation."""
    table = simulated_predictions(groups=60)
    table.split[::7] = TRAIN
    truth = [{"id": row["id"], **{task: row[task] for task in table.tasks}} for row in truth_rows(table)]
    found = evaluate(predicted_rows(table), truth)
    assert (found["split"], found["rows"]) == (None, 300) and "no splits" in found["why"]["split"]
    assert found["bootstrap"]["unit"] == "element" and found["min_gap"] is None
    assert {row["split"] for row in read_rows(evaluate.out / "tables" / "scatter.tsv")} == {"NA"}
    assert any("no column 'split'" in note for note in evaluate.manifest["notes"])
    for k, task in enumerate(table.tasks):
        measures = found["per_task"][task]
        pearson = stats.pearsonr(table.activity[:, k], table.predicted[:, k].astype(float)).statistic
        assert measures["pearson"]["value"] == pytest.approx(pearson, rel=1e-12)
        assert measures["weighted_mse"]["why"] == "there are no standard errors"
        assert measures["noise_ceiling"] is None
    assert found["strata"]["standard_error"]["why"] == "task K562: no row has a value"


def test_rows_are_known_by_their_ids(evaluate: Evaluation) -> None:
    """Shuffled predictions change no byte; shuffled measurements, also in gzip and CSV, no value."""
    table = simulated_predictions()
    order = np.random.default_rng(5).permutation(300)
    predicted, truth = predicted_rows(table), truth_rows(table)
    first = evaluate(predicted, truth)
    content = (evaluate.out / "metrics.json").read_bytes()
    evaluate([predicted[i] for i in order], truth, name="shuffled")
    assert (evaluate.out / "metrics.json").read_bytes() == content

    folder = evaluate.folder
    packed = write_rows(folder / "predicted.csv.gz", [predicted[i] for i in order], ",")
    found = evaluate(packed, write_rows(folder / "truth.tsv.gz", [truth[i] for i in order[::-1]]), name="packed")
    for task, measures in first["per_task"].items():
        for name in ("pearson", "spearman", "mse", "weighted_mse"):
            assert found["per_task"][task][name]["value"] == pytest.approx(measures[name]["value"], rel=1e-12)
    assert found["min_gap"]["rho"]["value"] == pytest.approx(first["min_gap"]["rho"]["value"], rel=1e-12)


def test_tables_as_people_have_them(evaluate: Evaluation) -> None:
    """Semicolons with decimal commas, quotes, titles, a minus of word processors, blank rows at the end."""
    table = simulated_predictions(rows=60)
    truth = truth_rows(table)
    found = evaluate(predicted_rows(table), truth)
    lines = ["My library;;;", '"id";K562;"HepG2";SKNSH']
    for row in predicted_rows(table):
        numbers = [str(row[task]).replace(".", ",").replace("-", "\u2212", 1) for task in table.tasks]
        lines.append(";".join([f'"{row["id"]}"', *numbers]))
    file = evaluate.folder / "excel.csv"
    file.write_text("\r\n".join([*lines, ";;;", ""]), encoding="utf-8")
    assert evaluate(file, truth, name="again")["per_task"] == found["per_task"]
    notes = " ".join(evaluate.manifest["notes"])
    assert "decimal commas" in notes and "U+2212" in notes and "the header is line 2" in notes


def test_ids_that_miss_are_counted_and_listed(evaluate: Evaluation) -> None:
    """On either side; other splits are no strangers; values without prediction are left out of their task."""
    table = simulated_predictions()
    table.split[200:] = TRAIN
    predicted, truth = predicted_rows(table), truth_rows(table)
    predicted = [*predicted[10:], {"id": "new", "K562": 1, "HepG2": 2, "SKNSH": 3}]
    predicted[0] |= {"K562": "NA", "HepG2": "", "SKNSH": "nan"}  # element_10: as if it were not there
    for row in predicted[1:6]:  # element_11 to element_15
        row["HepG2"] = "n.d."
    found = evaluate(predicted, truth)
    assert found["rows"] == 189
    assert found["unmatched"] == {
        "only_predicted": 1,
        "only_measured": 11,
        "without_value": {"K562": 0, "HepG2": 5, "SKNSH": 0},
    }
    listed = read_rows(evaluate.out / "tables" / "unmatched.tsv")
    assert listed == [
        {"id": "new", "side": "only_predicted"},
        *({"id": f"element_{i}", "side": "only_measured"} for i in range(11)),
    ]
    for k, (task, kept) in enumerate(zip(table.tasks, (np.arange(11, 200), np.arange(16, 200)) * 2, strict=False)):
        measured, values = table.activity[kept, k], table.predicted[kept, k].astype(float)
        assert found["per_task"][task]["n"] == len(kept)
        assert found["per_task"][task]["mse"]["value"] == pytest.approx(np.mean((measured - values) ** 2), rel=1e-12)
    counts = evaluate.manifest["counts"]
    assert (counts["rows"], counts["only_predicted"], counts["only_measured"]) == (189, 1, 11)
    warnings = "\n".join(evaluate.manifest["warnings"])
    assert "1 id, for instance 'new', not in " in warnings and "11 ids, for instance 'element_0', without" in warnings
    assert "5 measured values of task HepG2 without a predicted one" in warnings


def test_tasks_are_the_columns_of_both(evaluate: Evaluation) -> None:
    """In the order of the measurements; others are warned of; a target cell that is no task is unknown."""
    table = simulated_predictions()
    predicted = [
        {"SKNSH": row["SKNSH"], "score": 1, "id": row["id"], "K562": row["K562"]} for row in predicted_rows(table)
    ]
    found = evaluate(predicted, truth_rows(table))
    assert found["tasks"] == ["K562", "SKNSH"]
    warnings = evaluate.manifest["warnings"]
    assert any("predicted.tsv" in text and text.endswith(": score") for text in warnings)
    assert any("truth.tsv" in text and text.endswith(": HepG2") for text in warnings)
    assert found["min_gap"]["n"] == np.count_nonzero(table.target_cell != 1)


def test_spread_of_an_ensemble_and_intervals(evaluate: Evaluation) -> None:
    """Columns TASK_sd, TASK_low and TASK_high; when one task lacks them, a warning."""
    table = simulated_predictions()
    draw = np.random.default_rng(2)
    sd = draw.uniform(0.1, 0.5, size=(300, 3))
    predicted = predicted_rows(table)
    for i, row in enumerate(predicted):
        for k, task in enumerate(table.tasks):
            value = float(row[task])  # type: ignore[arg-type]
            row |= {f"{task}_sd": sd[i, k], f"{task}_low": value - 1, f"{task}_high": value + 1}
    predicted[7]["K562_sd"] = "NA"
    found = evaluate(predicted, truth_rows(table))
    kept = np.arange(300) != 7
    error = np.abs(table.activity - table.predicted)
    spread = found["ensemble"]["K562"]
    assert spread["n"] == 299
    assert spread["rho"] == pytest.approx(stats.spearmanr(sd[kept, 0], error[kept, 0]).statistic, rel=1e-9)
    covered = found["prediction_intervals"]["per_task"]["HepG2"]
    assert covered["value"] == pytest.approx(np.mean(error[:, 1] <= 1), abs=1e-12)
    assert found["prediction_intervals"]["alpha"] is None and found["why"]["prediction_intervals.alpha"]

    for row in predicted:
        del row["SKNSH_sd"]
    again = evaluate(predicted, truth_rows(table), name="without")
    assert again["ensemble"] is None and again["prediction_intervals"] == found["prediction_intervals"]
    assert any("no column SKNSH_sd" in text for text in evaluate.manifest["warnings"])


def test_provenance(evaluate: Evaluation) -> None:
    """Both tables are inputs of the manifest, with their roles and digests."""
    table = simulated_predictions()
    evaluate(predicted_rows(table), truth_rows(table))
    inputs = {entry["role"]: entry for entry in evaluate.manifest["inputs"]}
    assert set(inputs) == {"predictions_tsv", "truth_tsv"}
    assert inputs["truth_tsv"]["bytes"] == (evaluate.folder / "truth.tsv").stat().st_size
    assert "tables/unmatched.tsv" in {entry["file"] for entry in evaluate.manifest["outputs"]}


def test_a_dataset_as_the_truth(evaluate: Evaluation, run_tool: Run, tmp_path: Path) -> None:
    """Its split, groups, GC content and scaler; its tasks in its order."""
    dataset = make_dataset(tmp_path / "data", run_tool, rows=400, length=50)
    with h5py.File(dataset) as file:
        ids, activity = read_texts(file["id"]), file["activity"][()]
        test = file["split"][()] == 2
        sd = json.loads(file.attrs["scaler"])["sd"]
        codes = file["codes"][()][test]
    predicted = activity + np.random.default_rng(1).normal(size=activity.shape)
    rows: Rows = [{"id": name, "HepG2": predicted[i, 1], "K562": predicted[i, 0]} for i, name in enumerate(ids)]
    found = evaluate(rows, dataset)
    assert (found["split"], found["rows"], found["tasks"]) == ("test", test.sum(), ["K562", "HepG2"])
    assert found["unmatched"]["only_predicted"] == 0 and found["why"]["min_gap"]
    for k, task in enumerate(found["tasks"]):
        error = predicted[test, k] - activity[test, k]
        assert found["per_task"][task]["mse"]["value"] == pytest.approx(np.mean(error**2), rel=1e-12)
        standardized = found["per_task"][task]["standardized_mse"]["value"]
        assert standardized == pytest.approx(np.mean((error / sd[k]) ** 2), rel=1e-6)
    shares = np.isin(codes, (1, 2)).mean(axis=1)
    strata = found["strata"]["gc"]["strata"]
    assert strata[0]["range"][0] == pytest.approx(shares.min()) and strata[-1]["range"][1] == pytest.approx(
        shares.max()
    )
    roles = {entry["role"]: entry for entry in evaluate.manifest["inputs"]}
    assert set(roles) == {"predictions_tsv", "dataset"} and roles["dataset"]["made_by"] == "cre-encode"

    train = evaluate(rows, dataset, "--set", "eval.split=train", name="train")
    assert train["rows"] == 240
    one = evaluate([{"id": row["id"], "HepG2": row["HepG2"]} for row in rows], dataset, name="one")
    assert one["tasks"] == ["HepG2"]
    assert one["per_task"]["HepG2"]["mse"] == found["per_task"]["HepG2"]["mse"]
    assert any("its minimum gap is over K562, HepG2" in text for text in evaluate.manifest["warnings"])


def test_tables_that_are_compared(evaluate: Evaluation, run_tool: Run, tmp_path: Path) -> None:
    """Each on the rows that both predict: the same numbers as when it is evaluated on them alone."""
    table, other = simulated_predictions(groups=60), simulated_predictions(groups=60)
    other.predicted += np.random.default_rng(4).normal(size=(300, 3)).astype(np.float32)
    predicted, truth = predicted_rows(table), truth_rows(table)
    rows = predicted_rows(other)
    rows[3]["HepG2"] = "NA"
    file = write_rows(tmp_path / "other.tsv.gz", rows[290:] + rows[:280])
    found = evaluate(predicted, truth, "--against", f"other={file}")
    assert found["rows"] == 300 and found["compared"]["other"]["rows"] == 289
    assert {entry["role"] for entry in evaluate.manifest["inputs"]} == {"predictions_tsv", "truth_tsv", "other"}
    alone = {}
    kept = [i for i in range(300) if i != 3 and not 280 <= i < 290]
    for name, values in (("mine", predicted), ("its", predicted_rows(other))):
        alone[name] = evaluate([values[i] for i in kept], truth, name=name)
    for task in table.tasks:
        for measure in ("pearson", "spearman", "mae", "weighted_mse"):
            mine, its = (alone[name]["per_task"][task][measure]["value"] for name in ("mine", "its"))
            assert found["compared"]["other"][measure][task] == pytest.approx(its, rel=1e-12)
            delta = found["compared"]["other"]["delta"][measure][task]
            assert delta["value"] == pytest.approx(mine - its, rel=1e-9)
            assert delta["low"] < delta["value"] < delta["high"]

    artifact = write_predictions(tmp_path / "predict", table)
    run_tool("cre-eval", "--predictions", artifact, "--against", f"other={file}", "--out", tmp_path / "h5", *SETTINGS)
    beside = json.loads((tmp_path / "h5" / "metrics.json").read_text())["compared"]["other"]
    assert beside["rows"] == 289
    for measure in ("pearson", "mae"):
        assert beside["delta"][measure] == found["compared"]["other"]["delta"][measure]


def test_what_cannot_be_compared(evaluate: Evaluation, run_tool: Run, tmp_path: Path) -> None:
    """An artifact beside a table of measurements, a table without one of the tasks or without common rows."""
    predicted, truth = small()
    given = ["--predictions-tsv", write_rows(tmp_path / "p.tsv", predicted)]
    given += ["--truth-tsv", write_rows(tmp_path / "t.tsv", truth), "--out", tmp_path / "out", "--quiet"]
    other = tmp_path / "other.tsv"
    for file, text, code, says in (
        ("x.h5", "", 2, "x.h5: its rows are known by sequences, which --truth-tsv does not have"),
        ("other.tsv", "id\tK562\tSKNSH\na\t1\t2\n", 4, "other.tsv: no column 'HepG2' (--against)"),
        ("other.tsv", "id\tK562\tHepG2\tSKNSH\na\t1\t2\t3\n", 4, "there is, for instance, 'a' here and 'element_0'"),
        ("other.tsv", "", 4, "other.tsv: is empty"),
    ):
        other.write_text(text)
        done = run_tool("cre-eval", *given, "--against", f"o={tmp_path / file}", expect=code)
        assert says in done.stderr and done.stderr.count("\n") == 1


def test_contradictory_words(run_tool: Run, tmp_path: Path) -> None:
    """One line that says what goes together."""
    for words, given in (
        ([], "none of them"),
        (["--predictions", "a.h5", "--predictions-tsv", "b"], "--predictions, --predictions-tsv"),
        (["--predictions", "a.h5", "--truth-tsv", "c"], "--predictions, --truth-tsv"),
        (["--predictions-tsv", "b"], "--predictions-tsv"),
        (["--truth-tsv", "c"], "--truth-tsv"),
        (
            ["--predictions-tsv", "b", "--truth-tsv", "c", "--dataset", "d.h5"],
            "--predictions-tsv, --truth-tsv, --dataset",
        ),
    ):
        done = run_tool("cre-eval", *words, "--out", tmp_path / "out", expect=2)
        assert done.stderr == (
            "cre-eval: error: give either --predictions, or --predictions-tsv with one of --truth-tsv and --dataset; "
            f"given: {given} (see cre-eval --help)\n"
        )


def test_the_help_says_what_the_columns_are(run_tool: Run) -> None:
    text = " ".join(run_tool("cre-eval", "--help").stdout.split())
    for word in ("--predictions-tsv FILE", "--truth-tsv FILE", "--dataset FILE", "TASK_se", "TASK_sd", "target_cell"):
        assert word in text


def small() -> tuple[Rows, Rows]:
    table = simulated_predictions(rows=12)
    return predicted_rows(table), truth_rows(table)


def test_ids_that_are_there_twice(evaluate: Evaluation) -> None:
    """On either side: the id and both lines."""
    predicted, truth = small()
    text = "the id 'element_3' is there twice, in line 5 and in line 14"
    evaluate.fails([*predicted, predicted[3]], truth, "predicted.tsv", text)
    evaluate.fails(predicted, [*truth, truth[3]], "truth.tsv", text)


def test_numbers_that_are_none(evaluate: Evaluation) -> None:
    """File, line, column and value."""
    predicted, truth = small()
    for side, column, value, says in (
        (predicted, "HepG2", "high", "'high' is not a number"),
        (predicted, "K562", "1,5", "'1,5' is not a number"),
        (predicted, "K562", "inf", "'inf' is not finite"),
        (truth, "SKNSH", "0.1.2", "'0.1.2' is not a number"),
        (truth, "HepG2_se", "-0.5", "-0.5 is no standard error"),
        (truth, "min_gap", "-inf", "'-inf' is not finite"),
        (truth, "split", "holdout", "'holdout' is no split; allowed: train, val, test"),
    ):
        kept = side[4][column]
        side[4][column] = value
        name = "predicted.tsv" if side is predicted else "truth.tsv"
        evaluate.fails(predicted, truth, f"{name}: line 6, column {column}: ", says)
        side[4][column] = kept
    for row in predicted:
        row |= {f"{task}_{end}": 0.5 for task in ("K562", "HepG2", "SKNSH") for end in ("sd", "low", "high")}
    predicted[0]["HepG2_low"] = 0.75
    evaluate.fails(predicted, truth, "line 2, column HepG2_low: 0.75 is above HepG2_high, 0.5")
    predicted[0]["HepG2_low"], predicted[0]["K562_sd"] = 0.5, -1
    evaluate.fails(predicted, truth, "line 2, column K562_sd: -1 is no standard deviation")


def test_columns_that_are_not_there(evaluate: Evaluation, tmp_path: Path) -> None:
    """No id, no common task, a task twice: what is there is named."""
    predicted, truth = small()
    renamed = [{"name": row["id"], "K562": row["K562"]} for row in predicted]
    evaluate.fails(renamed, truth, "predicted.tsv: no column 'id' (--predictions-tsv)", "name, K562")
    other = [{"id": row["id"], "k562": row["K562"]} for row in predicted]
    evaluate.fails(other, truth, "has none of the tasks of ", "(K562, HepG2, SKNSH)", "its columns are k562")
    twice = tmp_path / "twice.tsv"
    twice.write_text("id\tK562\tK562\na\t1\t2\n")
    evaluate.fails(twice, truth, "line 1 (header): column 'K562' (--predictions-tsv) is there twice")


def test_tables_that_cannot_be_read(evaluate: Evaluation, tmp_path: Path) -> None:
    """Empty, without rows, a broken row, an empty id, row names of R, a FASTA file, too few rows, a folder."""
    predicted, truth = small()
    file = tmp_path / "file.tsv"
    for text, says in (
        ("", "is empty"),
        ("id\tK562\n", "has a header line but no rows"),
        ("id\tK562\na\t1\t2\n", "line 2: 3 fields, the header has 2 (row names of R?"),
        ("id\tK562\na\n", "line 2: 1 field, the header has 2"),
        ("id\tK562\n\t1\n", "line 2: the id is empty"),
        ("id\tK562\na\t1\n\t\nb\t2\n", "line 3: no value in the row"),
        ('id\tK562\n"a\t1\n', "line 2: "),
        (">a\nACGT\n>b\nACGT\n", "the file looks like a FASTA file"),
        ("id\tK562\nx\t1\ny\t2\n", "'x' (line 2) here and 'element_0' (line 2) there"),
        ("id\tK562\nelement_0\t1\nelement_1\t2\n", "split 'test' has 2 rows; at least 3 are needed"),
        ("id\tK562\nelement_0\tNA\nelement_1\t\n", "none of the ids of "),
    ):
        file.write_text(text)
        evaluate.fails(file, truth, "file.tsv", says)
    evaluate.fails(predicted, tmp_path, "is a folder", code=2)
    evaluate.fails(predicted, tmp_path / "absent.tsv", "absent.tsv", code=5)
    for row in truth:
        row["split"] = "val"
    evaluate.fails(predicted, truth, "truth.tsv: split 'test' has 0 rows")
    for row in truth[:6]:
        row["split"] = "test"
    evaluate.fails(predicted[6:], truth, "predicts no row of split 'test'", "eval.split")
