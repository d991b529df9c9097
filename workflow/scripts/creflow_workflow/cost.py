"""What the trainings of a run will take: from finished ones of the run, else from rates measured elsewhere."""

from __future__ import annotations

import itertools
import json
import re
import statistics
import subprocess
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from . import folds
from .agreement import Agreement
from .plan import Plan
from .problems import INPUT, Problem
from .stages import BASE
from .text_lines import lines_of

Json = dict[str, Any]

# Samples per second of a training step, and the multiply-adds of an element of the network they were measured with:
# `./creflow bench train` on two cores with AVX512-BF16 (docs/benchmarks.md). `auto` is bf16 on such a processor.
MEASURED_SAMPLES = {"bf16": 513.0, "auto": 513.0, "fp32": 286.0}
MEASURED_MULTIPLY_ADDS = 248_088_768
# A validation pass computes no gradients: its rate beside that of a training step, from the same benchmark.
VALIDATION_SPEED = 1938 / 513
HEADER_SAMPLE = 200  # lines among which the header is looked for
LENGTH_SAMPLE = 1000  # rows of a table from which the length of its elements is guessed


@dataclass(frozen=True)
class Network:
    """Size of a network and what its training does, as `cre-train --describe --json` says it."""

    parameters: int
    multiply_adds: int
    passes_per_visit: int
    validation_passes: int
    max_epochs: int
    visits_per_row: int
    val_rows: int | None  # this and the next are known where the dataset is made
    visits_per_epoch: int | None


@dataclass(frozen=True)
class Finished:
    """What finished trainings say: multiply-adds per second in training, and the share of the most epochs that ran."""

    count: int
    rate: float
    share_of_epochs: float


@dataclass(frozen=True)
class Shape:
    """What the table brings: rows that are kept, bases of an element."""

    rows: int
    length: int
    known: bool  # from quality control; else from the table as it is


class Costs:
    """Sizes and times of the trainings of a plan."""

    def __init__(self, plan: Plan) -> None:
        """Asks cre-train for the size of every network and reads what is finished."""
        self.plan = plan
        self.agreement = Agreement(plan)
        self.shape = shape_of(plan, self.agreement)
        variants = plan.variants_of("train")
        with ThreadPoolExecutor(max_workers=2) as pool:
            plain = [variant for variant in variants if not plan.is_matched(variant)]
            self.networks = dict(zip(plain, pool.map(self._described, plain), strict=True))
            rest = [variant for variant in variants if plan.is_matched(variant)]
            self.networks |= dict(zip(rest, pool.map(self._described, rest), strict=True))
        self.finished = self._finished()

    def seconds(self, variant: str) -> float | None:
        """Of one training of a variant; None where no rate is known."""
        rate = self._rate(variant)
        if rate is None:
            return None
        network = self.networks[variant]
        fractions = self._shares(variant)
        visits, validated = network.visits_per_epoch, network.val_rows
        if visits is None or validated is None:
            visits = self.shape.rows * fractions["train"] * network.visits_per_row
            validated = self.shape.rows * fractions["val"]
        epochs = network.max_epochs * (self.finished.share_of_epochs if self.finished else 1.0)
        samples = visits * network.passes_per_visit + validated * network.validation_passes / VALIDATION_SPEED
        return epochs * samples * network.multiply_adds / rate

    def _shares(self, variant: str) -> dict[str, float]:
        """Of the rows: visits of an epoch of training, and validation."""
        sections = self.plan.resolved[variant]
        split, full = sections["split"], sections["train"]["sampling"]["full_epochs"]
        val: float = split["fractions"]["val"]
        count = len(self.plan.folds[folds.variant_of(variant)])
        train: float = 1 - 1 / count - val if count else split["fractions"]["train"]
        return {"train": train * (1 if full else split["train_fraction"]), "val": val}

    def is_done(self, variant: str) -> bool:
        """Are all trainings of a variant finished, and would not run again?"""
        return all(self.agreement.is_current("train", variant, seed) for seed in self.plan.seed_folders())

    def _rate(self, variant: str) -> float | None:
        """Multiply-adds per second of a training step."""
        if self.finished:
            return self.finished.rate
        samples = MEASURED_SAMPLES.get(self.plan.settings_of("train", variant)["train"]["precision"])
        if self.plan.device != "cpu" or samples is None:
            return None
        return samples * MEASURED_MULTIPLY_ADDS

    def _finished(self) -> Finished | None:
        """Of the trainings of this run that are done, and whose timing is there."""
        rates, shares = [], []
        for variant in self.plan.variants_of("train"):
            for seed in self.plan.seed_folders():
                if not self.agreement.is_current("train", variant, seed):
                    continue
                file = Path(self.plan.path("train", variant, seed, "training.json"))
                training = _json(file) if file.is_file() else None
                if training and training["samples_per_second"] > 0:
                    network = self.networks[variant]
                    passes = training["samples_per_second"] * network.passes_per_visit
                    rates.append(passes * network.multiply_adds)
                    shares.append(min(1.0, training["epochs_run"] / network.max_epochs))
        if not rates:
            return None
        return Finished(len(rates), statistics.median(rates), statistics.mean(shares))

    def _described(self, variant: str) -> Network:
        """What `cre-train --describe` says of a variant's network and training."""
        construct = self.plan.resolved[variant]["construct"]
        length = self.shape.length + len(construct["upstream"]) + len(construct["downstream"])
        tasks = len(self.plan.resolved[variant]["qc"]["tasks"])
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
            file.write(self.plan.config_text("train", variant))
            file.flush()
            words = [self.plan.programs.tool("train"), "--describe", "--json", "--config", file.name]
            if self._is_encoded(variant):
                words += ["--dataset", self.plan.path("encode", variant, "dataset.h5")]
            else:
                words += ["--tasks", str(tasks), "--length", str(length)]
                words += ["--motifs", str(_motif_count(self.plan.motifs(variant)))]
            if self.plan.is_matched(variant):
                base = self.networks[self.plan.same_part(BASE, variant)]
                words += ["--set", f"model.match_parameters={base.parameters}"]
            done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            message = done.stderr.strip().rpartition("error: ")[2]
            of = folds.variant_of(variant)
            place = "model" if of == BASE else self.plan.grid.variants[of].place
            said = message if of == BASE else f"{place}: {message}"
            raise Problem(f"{self.plan.where(place)}: {said}", done.returncode)
        described = json.loads(done.stdout)
        return Network(**{field.name: described[field.name] for field in fields(Network)})

    def _is_encoded(self, variant: str) -> bool:
        """Is the dataset of a variant there, as the settings of now make it?"""
        file = Path(self.plan.path("encode", variant, "dataset.h5"))
        return file.is_file() and self.agreement.is_current("encode", variant)


def shape_of(plan: Plan, agreement: Agreement) -> Shape:
    """From the report of quality control when that is done, else from the table, or from the settings that make it."""
    report = Path(plan.path("qc", BASE, "qc_report.json"))
    if agreement.is_current("qc") and report.is_file():
        found = _json(report)
        return Shape(found["kept"], found["length"], known=True)
    if plan.simulated:
        simulate = plan.config["simulate"]
        return Shape(simulate["elements"], simulate["length"], known=False)
    column = plan.config["qc"]["columns"]["sequence"]
    tables = [_measured_table(file, column) for file in plan.table]
    return Shape(sum(rows for rows, _ in tables), plan.config["qc"]["length"] or max(tables)[1], known=False)


def _measured_table(file: str, column: str) -> tuple[int, int]:
    """Rows of a table, and the most common length of the first sequences. An estimate: cre-qc reads it properly."""
    header = itertools.islice(lines_of(file), HEADER_SAMPLE)
    if not column.isdecimal() and not any(column in line for line in header):
        raise Problem(f"{file}: no column '{column}' (qc.columns.sequence) in its first lines", INPUT)
    lengths: Counter[int] = Counter()
    rows = 0
    for line in lines_of(file):
        rows += 1
        if rows <= LENGTH_SAMPLE and (words := re.findall(r"[ACGTN]+", line.upper())):
            lengths[max(map(len, words))] += 1
    if rows < 2:
        raise Problem(f"{file}: has no rows", INPUT)
    return rows - 1, lengths.most_common(1)[0][0] if lengths else 0


def _motif_count(files: list[str]) -> int:
    """Motifs of a MEME file."""
    return sum(bool(re.match(r"MOTIF\s", line)) for file in files for line in lines_of(file))


def _json(file: Path) -> Json:
    return json.loads(file.read_text(encoding="utf-8"))
