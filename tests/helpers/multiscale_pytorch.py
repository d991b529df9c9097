"""The multiscale network written again in PyTorch, from its description, to check creflow's against.

`load_multiscale("model.h5")` gives a torch module with the weights of a creflow model.
"""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import h5py
import torch
from torch import nn
from torch.nn.utils import parametrizations


def convolution(config: dict[str, Any], inputs: int, outputs: int, kernel: int, dilation: int = 1) -> nn.Module:
    """A convolution with "same" padding and the configured normalisation."""
    norm = config["norm"]
    padding = dilation * (kernel // 2)
    layer: nn.Module = nn.Conv1d(inputs, outputs, kernel, padding=padding, dilation=dilation, bias="batch" not in norm)
    if "weight" in norm:
        layer = parametrizations.weight_norm(layer)
    return nn.Sequential(layer, nn.BatchNorm1d(outputs)) if "batch" in norm else nn.Sequential(layer)


class Block(nn.Module):
    """LeakyReLU(x + conv2(LeakyReLU(conv1(x))))."""

    def __init__(self, config: dict[str, Any], channels: int, dilation: int) -> None:
        """Channels stay as they are."""
        super().__init__()
        self.first = convolution(config, channels, channels, config["block_kernel"], dilation)
        self.second = convolution(config, channels, channels, config["block_kernel"], dilation)
        self.activation = nn.LeakyReLU(config["negative_slope"])

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x: (B, C, L). Returns (B, C, L)."""
        return self.activation(x + self.second(self.activation(self.first(x))))


class Multiscale(nn.Module):
    """Without dropout, as used for prediction."""

    def __init__(self, config: dict[str, Any], tasks: int) -> None:
        """config: the architecture section of a model."""
        super().__init__()
        one, two = config["stage1_channels"], config["stage2_channels"]
        self.activation = nn.LeakyReLU(config["negative_slope"])
        self.pool = nn.MaxPool1d(config["pool"])
        self.stem = nn.ModuleList(convolution(config, 4, config["stem_channels"], k) for k in config["stem_kernels"])
        self.fuse = convolution(config, len(self.stem) * config["stem_channels"], one, 1)
        self.stage1 = nn.Sequential(*(Block(config, one, d) for d in config["stage1_dilations"]))
        self.expand = convolution(config, one, two, config["expand_kernel"])
        self.stage2 = nn.Sequential(*(Block(config, two, d) for d in config["stage2_dilations"]))
        self.heads = nn.ModuleList()
        for _ in range(tasks):
            sizes = [2 * two, *config["head_sizes"], 1]
            self.heads.append(nn.ModuleList(nn.Linear(a, b) for a, b in itertools.pairwise(sizes)))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x: (B, 4, L). Returns (B, K)."""
        a = self.activation
        x = torch.cat([a(branch(x)) for branch in self.stem], 1)
        x = self.stage1(self.pool(a(self.fuse(x))))
        x = self.stage2(self.pool(a(self.expand(x))))
        features = torch.cat([x.mean(2), x.amax(2)], 1)
        outputs = []
        for head in self.heads:
            h = features
            for layer in head[:-1]:
                h = a(layer(h))
            outputs.append(head[-1](h))
        return torch.cat(outputs, 1)


def pytorch_name(name: str) -> str:
    """The name of a creflow array in the state dict of the module above."""
    if name.startswith("heads."):
        return name
    if ".norm." in name:
        return name.replace(".norm.", ".1.")
    path, _, leaf = name.rpartition(".")
    weight_norm = {"weight_g": "parametrizations.weight.original0", "weight_v": "parametrizations.weight.original1"}
    return f"{path}.0.{weight_norm.get(leaf, leaf)}"


def load_multiscale(file: Path) -> Multiscale:
    """The network of a model.h5, ready to predict."""
    with h5py.File(file) as model:
        config = json.loads(model.attrs["architecture"])
        network = Multiscale(config, len(model["tasks"]))
        state = {pytorch_name(name): torch.from_numpy(values[()]) for name, values in model["weights"].items()}
    left = network.load_state_dict(state, strict=False)
    assert not left.unexpected_keys, left.unexpected_keys
    # PyTorch counts the batches a batch norm has seen; creflow has no use for that number.
    assert all(name.endswith("num_batches_tracked") for name in left.missing_keys), left.missing_keys
    return network.eval()
