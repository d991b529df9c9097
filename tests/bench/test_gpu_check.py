"""bench/gpu: what the check says of its measurements, and that nothing which fails or hangs stops it."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from scipy import stats

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench" / "gpu"))

from gpu_check import (  # noqa: E402
    check,
    compare,
    datasets,
    goals,
    networks,
    programs,
    record,
    report,
    settings,
    shared_libraries,
    trace,
)

Json = dict[str, Any]


def event(category: str, name: str, start: float, duration: float, thread: int = 1) -> Json:
    return {"ph": "X", "cat": category, "name": name, "ts": start, "dur": duration, "tid": thread}


def profile_of(tmp_path: Path, events: list[Json], steps: int) -> Json:
    file = tmp_path / "trace.json"
    file.write_text(json.dumps({"traceEvents": [*events, {"ph": "M", "name": "no duration"}]}))
    return trace.step_profile(file, steps)


def test_profile_of_kernels(tmp_path: Path) -> None:
    """Two streams of which one overlaps, a gap of 30 of 100 microseconds; what the host does does not count."""
    events = [
        event("kernel", "conv", 100, 40),
        event("kernel", "conv", 120, 30),
        event("gpu_memcpy", "copy", 180, 20),
        event("cpu_op", "aten::conv2d", 0, 500),
    ]
    found = profile_of(tmp_path, events, steps=2)
    assert found["of"] == "kernels" and found["number_a_step"] == 1.5
    assert found["ms_a_step"] == pytest.approx(0.045) and found["idle_share"] == pytest.approx(0.3)
    assert [top["name"] for top in found["top"]] == ["conv", "copy"]
    assert found["top"][0]["share"] == pytest.approx(70 / 90, abs=1e-4)


def test_profile_of_a_processor_counts_own_time(tmp_path: Path) -> None:
    """An operation of 100 with two of 30 and 20 within it, of which the second has one of 5; another thread beside."""
    events = [
        event("cpu_op", "outer", 0, 100),
        event("cpu_op", "first", 10, 30),
        event("cpu_op", "second", 50, 20),
        event("cpu_op", "inner", 55, 5),
        event("cpu_op", "outer", 0, 7, thread=2),
    ]
    found = profile_of(tmp_path, events, steps=1)
    own = {top["name"]: top["ms_a_step"] * 1000 for top in found["top"]}
    assert own == pytest.approx({"outer": 57, "first": 30, "second": 15, "inner": 5}, abs=0.2)
    assert "idle_share" not in found


@pytest.mark.parametrize("shift", [0.0, 0.004, 0.05])
def test_accuracy_is_compared_as_by_a_t_test(shift: float) -> None:
    found, expected = [0.601 + shift, 0.612 + shift, 0.607 + shift], [0.604, 0.611, 0.602]
    result = compare.same_accuracy(found, expected)
    p = stats.ttest_ind(found, expected).pvalue
    assert result["equal"] == (p >= 0.05)
    low, high = stats.ttest_ind(found, expected).confidence_interval()
    assert result["margin"] == pytest.approx((high - low) / 2, abs=1e-4)


def test_one_training_says_nothing_of_equality() -> None:
    assert compare.same_accuracy([0.6], [0.6, 0.7])["equal"] is None


def lines(rate: float, batch: int = 1024, **more: object) -> Json:
    """The inference is four times as fast."""
    return {"batch": batch, "training": [batch / rate] * 3, "inference": [batch / rate / 4] * 3} | more


def example(parts: Json) -> Json:
    facts = {"multiply_adds": 10**8, "max_epochs": 80}
    large = {"large": {"counts": {"train": 61_600, "val": 7_700}}}
    pack = {"commit": "c" * 40, "made": "today", "datasets": large, "networks": dict.fromkeys(settings.NETWORKS, facts)}
    return {"device": "cuda", "started": "now", "torch": "2", "python": "3", "pack": pack, "parts": parts}


def done(**found: object) -> Json:
    return {"state": "done", "seconds": 1.0, "problem": None} | found


def test_goals() -> None:
    own = {"multiscale": [lines(90_000, cuda_graph=False), lines(120_000, cuda_graph=True)]}
    own["resnet_dilated"] = [lines(50_000, cuda_graph=True)]
    peers = {"multiscale": [lines(100_000, compiled=True), lines(50_000, compiled=False)]}
    parts = {
        "rates_bf16": done(networks=own),
        "peers_bf16": done(networks=peers),
        "tests": done(tests={"a": {"state": "OK", "ms": 1}, "b": {"state": "FAILED", "ms": 1}}),
    }
    rows = {what: (found, state) for what, found, state in goals.goals(example(parts))}
    assert rows["multiscale trains at least 100,000 samples/s in bf16 with graphs"] == ("120,000", "reached")
    training = "multiscale: training at least 1.5 times torch.compile, bf16, batch 1024"
    assert rows[training] == ("1.20", "not reached")
    assert rows["legnet: training at least 1.5 times torch.compile, bf16"] == ("", "not measured")
    # 81 trainings of 80 epochs: 61,600 rows at 50,000/s, twice 7,700 at 200,000/s.
    hours = 81 * 80 * (61_600 / 50_000 + 2 * 7_700 / 200_000) / 3600
    grid = next(found for what, found in rows.items() if what.startswith("the grid"))
    assert grid == (f"{hours:.2f} h (estimate, all epochs)", "not reached")
    assert rows["the tests on the device pass"] == ("1 of 2", "not reached")


def test_rates_are_shares_of_the_matrix_rate() -> None:
    """10^8 multiply-adds: 0.6 GFLOP of a training step, 0.2 of a prediction, of 120 TFLOP/s."""
    own = [
        lines(100_000, cuda_graph=False, convolution={"layer": "a", "rate": 9.87e13}),
        lines(50_000, cuda_graph=True),
    ]
    rates = done(rates={"matrix_bf16": 1.2e14}, device="cuda")
    parts = {"rates_bf16": done(networks={"legnet": own}), "device_rates": rates}
    text = report.rate_lines(example(parts), "bf16")
    assert "| legnet | 1024 | creflow | 100,000 | 50.0 % | 400,000 | 66.7 % | 98.7 |  |  |" in text
    assert "| legnet | 1024 | creflow, graph | 50,000 | 25.0 % | 200,000 | 33.3 % |  |  |  |" in text


def test_a_record_holds_whatever_there_is(tmp_path: Path) -> None:
    """Empty, with a failed part, with one that has an error in a line: the report is written each time."""
    facts = example({})
    del facts["parts"]
    kept = record.Record(tmp_path, facts)
    assert "not measured" in (tmp_path / "gpu.md").read_text()
    kept.add("device_rates", "failed", 3.0, {}, "exit | code 3")
    kept.add("rates_bf16", "partly", 2.0, {"networks": {"legnet": [{"batch": 4096, "error": "too large"}]}}, "x")
    text = (tmp_path / "gpu.md").read_text()
    assert "| device_rates | failed | 3.0 | exit / code 3 |" in text and "too large" in text
    assert json.loads((tmp_path / "gpu.json").read_text())["parts"]["rates_bf16"]["state"] == "partly"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["gpu.json", "gpu.md"]


class NoContext:
    """What run_part asks of a context."""

    slowness = 1.0


def test_a_part_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    facts = example({})
    del facts["parts"]
    kept = record.Record(tmp_path, facts)

    def fails(*_: object) -> tuple[Json, str | None]:
        raise ValueError("why")

    until = time.monotonic() + 100
    check.run_part("tests", fails, NoContext(), kept, until)
    check.run_part("profiles", lambda *_: ({"profiles": {}}, None), NoContext(), kept, until)
    check.run_part("rates_fp32", fails, NoContext(), kept, time.monotonic() + 1)
    states = {name: part["state"] for name, part in kept.data["parts"].items()}
    assert states == {"tests": "failed", "profiles": "done", "rates_fp32": "left out"}
    assert "ValueError: why" in kept.data["parts"]["tests"]["problem"]


def test_a_program_that_hangs_is_ended_with_what_it_started() -> None:
    start = time.monotonic()
    found = programs.run(["sh", "-c", "echo '{\"a\": 1}'; echo '{\"b\": '; sleep 60 & sleep 60"], 0.5)
    assert time.monotonic() - start < 20
    assert found.timed_out and "its limit" in found.problem() and found.lines() == [{"a": 1}]


def test_the_problem_of_a_program_is_its_last_line() -> None:
    found = programs.run(["sh", "-c", "echo warning >&2; echo 'error: no GPU' >&2; exit 3"], 10)
    assert found.problem() == "exit code 3: error: no GPU"


def test_only_what_is_not_everywhere_is_packed() -> None:
    everywhere = [
        "libc.so.6",
        "libm.so.6",
        "libstdc++.so.6",
        "libgcc_s.so.1",
        "ld-linux-x86-64.so.2",
        "linux-vdso.so.1",
    ]
    assert all(shared_libraries.EVERYWHERE.match(name) for name in everywhere)
    assert not any(shared_libraries.EVERYWHERE.match(name) for name in ["libcurl.so.4", "libcrypto.so.3", "libmd.so.0"])


def test_a_packed_dataset_is_the_same(tmp_path: Path) -> None:
    encoded = tmp_path / "encode"
    encoded.mkdir()
    (encoded / "dataset.h5").write_bytes(b"ACGT" * 1000)
    (encoded / "manifest.json").write_text("{}")
    datasets.pack_dataset(encoded, tmp_path / "packed")
    file = datasets.unpack_dataset(tmp_path / "packed", tmp_path / "there")
    assert file.read_bytes() == b"ACGT" * 1000 and (file.parent / "manifest.json").read_text() == "{}"
    assert not (tmp_path / "packed" / "dataset.h5").exists()


def test_merged_sections() -> None:
    base = {"a": {"b": 1, "c": [1]}, "d": 2}
    assert networks.merged(base, {"a": {"c": [2]}, "e": 3}) == {"a": {"b": 1, "c": [2]}, "d": 2, "e": 3}
    assert base == {"a": {"b": 1, "c": [1]}, "d": 2}


def test_networks_are_those_of_the_repository() -> None:
    models = ROOT / "config" / "models"
    files = [*settings.NETWORKS.values(), *(training.config for training in settings.TRAININGS)]
    assert all((models / file).exists() for file in files if file != "narrow")
    assert set(settings.LIMITS) == set(check.PARTS)


def test_a_network_has_the_defaults_of_its_own_architecture() -> None:
    schema = {
        "default": {"architecture": "multiscale", "motifs": "none", "multiscale": {"norm": "weight"}},
        "properties": {"multiscale": {"default": {"norm": "weight"}}, "legnet": {"default": {"squeeze": 4}}},
    }
    assert networks.with_defaults(schema, "legnet")["legnet"] == {"squeeze": 4}
    assert networks.with_defaults(schema, "legnet")["motifs"] == "none"
