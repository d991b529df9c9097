"""Turns the released weights of Malinois into a model.h5 for cre-predict: `python import_malinois.py --help`.

Malinois (Gosai et al., Nature 2024, doi 10.1038/s41586-024-08070-z) is released with the authors' code, CODA
(github.com/sjgosai/boda2), as an archive with torch_checkpoint.pt. The layout of that file, the pools, and the
constant sequences of the reporter in config/constructs/gosai_2024.json (the last 200 bases of MPRA_UPSTREAM, the first
200 of MPRA_DOWNSTREAM in boda/common/constants.py) are facts of that code. Encode a dataset with the same construct,
and predict it with predict.other_dataset = true.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import pickle
import sys
import tarfile
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import torch
from creflow_torch import VERSION, CreflowModel
from torch import Tensor

sys.path.append(str(Path(__file__).resolve().parents[1] / "workflow" / "scripts"))

from creflow_workflow.manifest import ROOT, StageRun
from creflow_workflow.problems import CONFIG, INPUT, IO, Problem

TOOL = "creflow-import-malinois"
USAGE = 2
CONSTRUCT = ROOT / "config" / "constructs" / "gosai_2024.json"
MEMBER = "torch_checkpoint.pt"
POOLS, POOL_PADDING = (3, 4, 4), 1  # the same in all networks of this design
LENGTH = 600
DROPOUTS = (0.11625456877954289, 0.5757068086404574)  # as published: after the shared layer, within branches
AFFINE, NORM = ("weight", "bias"), ("weight", "bias", "running_mean", "running_var")
PLAIN = {"conv1": "trunk.convolutions.0", "conv2": "trunk.convolutions.1", "conv3": "trunk.convolutions.2"}
PLAIN |= {"linear1": "heads.shared"}

Json = dict[str, Any]
Weights = dict[str, Tensor]


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog=TOOL, description="Makes a creflow model of released Malinois weights.")
    parser.add_argument("--checkpoint", type=Path, required=True, help=f"{MEMBER}, or the archive that holds it")
    parser.add_argument("--out", type=Path, required=True, help="folder for model.h5 and manifest.json")
    parser.add_argument(
        "--tasks", nargs="+", default=["K562", "HepG2", "SKNSH"], help="cell types, in order of outputs"
    )
    parser.add_argument("--construct", type=Path, default=CONSTRUCT, help="JSON with the flanks of the insert")
    parser.add_argument("--length", type=int, help=f"bases of the input; default: the checkpoint's, else {LENGTH}")
    options = parser.parse_args(arguments)
    try:
        import_model(options)
    except Problem as problem:
        return _failed(str(problem), problem.code)
    except OSError as error:
        return _failed(f"{error.filename or options.checkpoint}: {error.strerror or error}", IO)
    return 0


def _failed(message: str, code: int) -> int:
    print(f"{TOOL}: error: {' '.join(message.split())}", file=sys.stderr)
    return code


def import_model(options: argparse.Namespace) -> None:
    """Reads, renames, checks, and writes model.h5 and its manifest."""
    file, tasks = options.checkpoint, options.tasks
    content = file.read_bytes()
    released, settings = read_checkpoint(file, content)
    section = sizes(file, released, settings)
    if len(set(tasks)) != len(tasks) or len(tasks) != len(released["output.weight"]):
        raise Problem(f"--tasks: needs {len(released['output.weight'])} names, one an output: {' '.join(tasks)}", USAGE)
    construct = read_construct(options.construct, options.length or settings.get("input_len", LENGTH))
    scaler = {"mean": [0.0] * len(tasks), "sd": [1.0] * len(tasks)}  # Malinois predicts log2 fold change itself
    scaler |= {"low": [None] * len(tasks), "high": [None] * len(tasks), "epsilon": 1e-8}
    context = {"layers": 0, "width": 128, "heads": 2, "dropout": 0.1}
    options_of_all = {"pooling": "default", "context": context, "motifs": "none", "motif_dropout": 0.3}
    options_of_all |= {"target_cell": False, "head_layer_norm": False, "match_parameters": None}
    architecture = {"architecture": "malinois", "malinois": section} | options_of_all
    try:
        network = CreflowModel(architecture, tasks, construct, scaler)
    except RuntimeError as error:
        raise Problem(
            f"{file}: the network does not fit an input as short as the construct ({error})", INPUT
        ) from error
    load(file, released, network)

    digest = hashlib.sha256(content).hexdigest()
    stage = StageRun(TOOL, options.out, {"import": {"tasks": tasks, "construct": construct}})
    source = {"role": "checkpoint", "file": file.name, "bytes": len(content), "sha256": digest}
    stage.inputs.append(source | {"made_by": None, "manifest_sha256": None})
    stage.input_paths.append(str(file))
    stage.write("model", "model.h5", model_file(network, {"checkpoint": file.name, "checkpoint_sha256": digest}))
    stage.counts = {"parameters": sum(value.numel() for value in network.parameters()), "tasks": len(tasks)}
    stage.finish({"hdf5": h5py.version.hdf5_version, "numpy": np.__version__, "torch": str(torch.__version__)})


def read_checkpoint(file: Path, content: bytes) -> tuple[Weights, Json]:
    """State dict and hyperparameters; nothing but tensors, plain values and argparse.Namespace is unpickled."""
    if tarfile.is_tarfile(io.BytesIO(content)):
        content = _archived(file, content)
    try:
        with torch.serialization.safe_globals([argparse.Namespace]):
            stored = torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError, ValueError, LookupError) as error:
        reason = str(error).strip().splitlines() or [type(error).__name__]
        raise Problem(f"{file}: is no checkpoint of tensors and plain values ({reason[0][:200]})", INPUT) from error
    state = stored.get("model_state_dict", stored) if isinstance(stored, dict) else None
    if not isinstance(state, dict) or not state or not all(isinstance(v, Tensor) for v in state.values()):
        raise Problem(f"{file}: holds no weights; expected a state dict, by itself or as 'model_state_dict'", INPUT)
    settings = stored.get("model_hparams", {})
    state = {name: values for name, values in state.items() if not name.endswith("num_batches_tracked")}
    return state, settings if isinstance(settings, dict) else vars(settings)


def _archived(file: Path, content: bytes) -> bytes:
    try:
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            for member in archive:
                if Path(member.name).name == MEMBER and member.isfile():
                    return archive.extractfile(member).read()  # type: ignore[union-attr]
    except (tarfile.TarError, EOFError, OSError) as error:
        raise Problem(f"{file}: the archive is damaged ({error})", INPUT) from error
    raise Problem(f"{file}: the archive has no {MEMBER}", INPUT)


def sizes(file: Path, released: Weights, settings: Json) -> Json:
    """The section `malinois` of these weights; checks that they have the names and axes of a Malinois network."""
    for key in ("linear_activation", "branched_activation"):
        if settings.get(key, "ReLU") != "ReLU":
            raise Problem(f"{file}: {key} is {settings[key]}; only ReLU can be imported", INPUT)
    grouped, wanted = grouped_layers(released), set()
    for name in PLAIN:
        wanted |= {f"{name}.{'linear' if name == 'linear1' else 'conv'}.{leaf}" for leaf in AFFINE}
        wanted |= {f"{name}.bn_layer.{leaf}" for leaf in NORM}
    wanted |= {f"{name}.{leaf}" for name in grouped for leaf in AFFINE}
    if missing := sorted(wanted - released.keys()):
        raise Problem(f"{file}: these are no weights of Malinois; missing: {listed(missing)}", INPUT)
    if unexpected := sorted(released.keys() - wanted):
        raise Problem(f"{file}: these are weights of another network; unexpected: {listed(unexpected)}", INPUT)

    def shape(name: str, axes: str) -> tuple[int, ...]:
        found = tuple(released[name].shape)
        if len(found) != len(axes.split()) or 0 in found:
            raise Problem(f"{file}: {name} has shape {found}, expected ({', '.join(axes.split())})", INPUT)
        return found

    convolutions = [shape(f"conv{i}.conv.weight", "outputs inputs width") for i in (1, 2, 3)]
    linear_size, _ = shape("linear1.linear.weight", "outputs inputs")
    branches = [shape(f"{name}.weight", "tasks inputs outputs") for name in grouped]
    for name, (tasks, _, outputs) in zip(grouped, branches, strict=True):
        expected = (branches[-1][0], 1, outputs)
        if tasks != expected[0] or shape(f"{name}.bias", "tasks 1 outputs") != expected:
            raise Problem(
                f"{file}: {name}.bias has shape {tuple(released[f'{name}.bias'].shape)}, expected {expected}", INPUT
            )
    if any(width % 2 == 0 for _, _, width in convolutions):
        raise Problem(f"{file}: a convolution has an even width; creflow has odd ones only", INPUT)
    return {
        "channels": [outputs for outputs, _, _ in convolutions],
        "kernels": [width for _, _, width in convolutions],
        "pools": list(POOLS),
        "pool_padding": POOL_PADDING,
        "linear_size": linear_size,
        "linear_dropout": settings.get("linear_dropout_p", DROPOUTS[0]),
        "head_sizes": [outputs for _, _, outputs in branches[:-1]],
        "head_dropout": settings.get("branched_dropout_p", DROPOUTS[1]),
        "norm": "batch",
        "norm_groups": 32,  # without effect, but a model states every setting
        "activation": "relu",
        "negative_slope": 0.1,  # likewise
    }


def grouped_layers(released: Weights) -> list[str]:
    """The layers that have weights for each task, in order; the output is the last."""
    layers = sum(name.startswith("branched.branched_layer_") and name.endswith(".weight") for name in released)
    return [*(f"branched.branched_layer_{i + 1}" for i in range(layers)), "output"]


def load(file: Path, released: Weights, network: CreflowModel) -> None:
    """Copies the released weights into the network, checking shapes and values."""
    arrays: dict[str, tuple[str, Tensor]] = {}  # creflow's name: released name, values
    for name, to in PLAIN.items():
        kind = "linear" if name == "linear1" else "conv"
        arrays |= {f"{to}.{leaf}": (f"{name}.{kind}.{leaf}", released[f"{name}.{kind}.{leaf}"]) for leaf in AFFINE}
        arrays |= {
            f"{to}.norm.{leaf}": (f"{name}.bn_layer.{leaf}", released[f"{name}.bn_layer.{leaf}"]) for leaf in NORM
        }
    for layer, name in enumerate(grouped_layers(released)):
        weights, biases = f"{name}.weight", f"{name}.bias"  # (task, inputs, outputs) and (task, 1, outputs)
        for task in range(len(network.tasks)):
            to = f"heads.branches.{task}.{layer}"
            arrays[f"{to}.weight"] = weights, released[weights][task].T
            arrays[f"{to}.bias"] = biases, released[biases][task, 0]
    wanted = network.state_dict()
    for to, (name, values) in arrays.items():
        if values.shape != wanted[to].shape:
            text = f"{name} has sizes {tuple(values.shape)}, expected {tuple(wanted[to].shape)}"
            raise Problem(f"{file}: {text} for an input of {network.length} bases", INPUT)
        if not values.isfinite().all():
            raise Problem(f"{file}: {name} holds NaN or infinity; only finite weights are allowed", INPUT)
    network.load_state_dict({to: values.float() for to, (_, values) in arrays.items()})


def listed(names: list[str]) -> str:
    """The first few names, so that the message stays one readable line."""
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def read_construct(file: Path, length: int) -> Json:
    """The construct of a model whose input has `length` bases; `file` has what surrounds the insert."""
    try:
        given = json.loads(file.read_text(encoding="utf-8"))["construct"]
        construct = {side: given[side].upper() for side in ("upstream", "downstream")} | {"reverse": given["reverse"]}
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise Problem(f"{file}: needs construct with upstream, downstream and reverse, as JSON", CONFIG) from error
    if set(construct["upstream"] + construct["downstream"]) - set("ACGT"):
        raise Problem(f"{file}: construct.upstream and construct.downstream may hold A, C, G and T only", CONFIG)
    if construct["reverse"] not in ("insert", "construct"):
        raise Problem(f"{file}: construct.reverse is '{construct['reverse']}'; allowed: insert, construct", CONFIG)
    insert = length - len(construct["upstream"]) - len(construct["downstream"])
    if insert < 1:
        raise Problem(f"{file}: the flanks leave no insert in an input of {length} bases", CONFIG)
    return {"insert_length": insert} | construct


def model_file(network: CreflowModel, training: Json) -> bytes:
    """model.h5 in the layout of lib/storage/model_file.cpp; equal networks give equal bytes."""
    with io.BytesIO() as memory:
        with h5py.File(memory, "w") as file:
            texts = {"architecture": network.architecture, "scaler": network.scaler, "construct": network.construct}
            for name, value in (texts | {"training": training}).items():
                file.attrs[name] = np.bytes_(json.dumps(value, sort_keys=True))
            file.attrs["creflow_artifact"], file.attrs["schema_version"] = np.bytes_("model"), np.int64(VERSION)
            file.attrs["dataset_sha256"], file.attrs["outputs"] = np.bytes_("0" * 64), np.int64(network.outputs)
            options = {"fletcher32": True, "track_times": False}
            tasks = [task.encode() for task in network.tasks]
            offsets = np.cumsum([0, *map(len, tasks)], dtype=np.int64)
            file.create_dataset("tasks/offsets", data=offsets, **options)
            file.create_dataset("tasks/bytes", data=np.frombuffer(b"".join(tasks), dtype=np.uint8), **options)
            for name, values in network.state_dict().items():
                if not name.endswith("num_batches_tracked"):
                    file.create_dataset(f"weights/{name}", data=values.numpy(), **options)
        return memory.getvalue()


if __name__ == "__main__":
    sys.exit(main())
