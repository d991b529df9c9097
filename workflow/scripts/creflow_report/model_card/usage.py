"""How the model of a run is loaded and used: lines that run in the folder of the results."""

from __future__ import annotations

import shlex

from creflow_workflow.stages import BASE

from ..facts import Facts
from ..inputs import Json


def extra_inputs(model: Json) -> list[str]:
    """What predict() needs besides sequences."""
    motifs = ["motifs"] if model["motifs"] == "concatenate" else []
    return motifs + (["target_cell"] if model["target_cell"] else [])


def python(facts: Facts) -> str:
    """It gives what cre-predict gives for these sequences."""
    extra = extra_inputs(facts.settings["model"])
    both = facts.settings["predict"]["reverse_complement"]
    words = "".join(f", {name}={name}" for name in extra)
    call = f"predict(sequences, both_strands={both}{words})"
    models = _models(facts)
    if len(models) == 1:
        last = [f'model = load_model("{models[0]}")', f"activity = model.{call}"]
    else:
        listed = [f'    load_model("{file}"),' for file in models]
        last = ["models = [", *listed, "]", "model = models[0]"]
        last += [f"activity = torch.stack([one.{call} for one in models]).mean(0)"]
    if facts.settings["predict"]["with_baseline"]:
        last.append(
            "# networks alone; the linear baseline, a member of the predictions of this run, is known to cre-predict"
        )
    imports = ["import h5py"] if "motifs" in extra else []
    imports += ["import torch"] if "motifs" in extra or len(models) > 1 else []
    shown = "print(model.tasks, activity)  # log2 fold change: a row a sequence, a column a cell type"
    return "\n".join([*imports, "from creflow_torch import load_model", "", *_inputs(facts, extra), *last, shown])


def _inputs(facts: Facts, extra: list[str]) -> list[str]:
    length = facts.qc["length"]
    if "motifs" in extra:
        lines = [
            f'with h5py.File("{_dataset(facts)}") as data:  # scores belong to their sequences: the first of this run',
            '    sequences = ["".join("ACGTN"[base] for base in row) for row in data["codes"][:1]]',
            '    motifs = torch.from_numpy(data["motifs/score"][:1])',
        ]
    else:
        lines = [f'sequences = [("ACGT" * {-(-length // 4)})[:{length}]]  # inserts of {length} bases: put yours here']
    if "target_cell" in extra:
        lines.append("target_cell = None  # or a tensor: where the designed cell types are in model.tasks, -1: unknown")
    return lines


def commands(facts: Facts) -> str:
    """The command that made the predictions, or their mean, but for the folder that they go to."""
    words = [f"cre-predict --config config/predict/{facts.part}.json --dataset {_dataset(facts)}"]
    words += [f"--model {shlex.quote(file)}" for file in _models(facts)]
    if facts.settings["predict"]["with_baseline"]:
        words.append(f"--baseline {baseline_folder(facts)}/baseline.h5")
    return " \\\n    ".join([*words, "--out predicted"])


def baseline_folder(facts: Facts) -> str:
    """Of the linear model of the same rows."""
    return "baseline" if facts.part == BASE else f"baseline/{facts.part}"


def _dataset(facts: Facts) -> str:
    folder = f"encode/{facts.part}"
    return f"{folder}/{facts.output_of(folder, 'dataset')['file']}"


def _models(facts: Facts) -> list[str]:
    return [f"{folder}/{facts.output_of(folder, 'model')['file']}" for folder in facts.networks]
