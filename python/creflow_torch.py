"""A trained creflow network in PyTorch; needs torch, h5py, NumPy, and creflow_artifacts.py beside it.

    from creflow_torch import load_model
    model = load_model("results/simulated/train/base/seed1337/model.h5")
    activity = model.predict(["ACGT..."])  # (N, K): log2 fold change in each of model.tasks

The model is an ordinary module in evaluation mode, for gradients, fine-tuning or use within other networks. Its state
dict has the array names of docs/models.md, which describes the networks. In shapes, B is elements, K tasks, L bases of
a construct, C channels, P positions, F features, M motifs.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import torch
import torch.nn.functional as F
from creflow_artifacts import read_texts
from torch import Tensor, nn

VERSION = 3  # of the layout of model.h5
Section = dict[str, Any]


def load_model(file: str | Path) -> CreflowModel:
    """The network of a model.h5 in evaluation mode, on the CPU."""
    with h5py.File(file) as stored:
        kind, version = stored.attrs.get("creflow_artifact", b"").decode(), stored.attrs.get("schema_version")
        if (kind, version) != ("model", VERSION):
            raise ValueError(f"{file}: holds '{kind}' of version {version}, expected 'model' of version {VERSION}")
        model = CreflowModel(
            json.loads(stored.attrs["architecture"]),
            read_texts(stored["tasks"]),
            json.loads(stored.attrs["construct"]),
            json.loads(stored.attrs["scaler"]),
            outputs=int(stored.attrs.get("outputs", 1)),
            motifs=read_texts(stored["motifs"]) if "motifs" in stored else [],
        )
        model.load_state_dict({name: torch.from_numpy(values[()]) for name, values in stored["weights"].items()})
    return model.eval()


def onehot(sequences: Sequence[str]) -> Tensor:
    """Sequences of one length as (N, 4, L), channels A, C, G, T; N is 0.25 in each."""
    lengths = {len(sequence) for sequence in sequences}
    if len(lengths) != 1:
        raise ValueError(f"sequences of one length are needed, not of lengths {sorted(lengths)}")
    letters = np.frombuffer("".join(sequences).upper().encode("latin-1", "replace"), dtype=np.uint8)
    codes = np.full(256, 5)
    codes[list(b"ACGTN")] = range(5)
    if (codes[letters] == 5).any():
        raise ValueError(f"base '{chr(letters[codes[letters] == 5][0])}' is none of A, C, G, T, N")
    channels = np.vstack([np.eye(4), np.full((1, 4), 0.25)]).astype(np.float32)
    return torch.from_numpy(channels[codes[letters]]).view(len(sequences), -1, 4).transpose(1, 2).contiguous()


def reverse_complement(x: Tensor) -> Tensor:
    """The other strand of (N, 4, L): both axes reversed, as the channels are A, C, G, T."""
    return x.flip(1, 2)


class CreflowModel(nn.Module):
    """Trunk, context, pooling and heads, with what a model.h5 says about its data.

    tasks: names of the K cell types. construct: insert_length, upstream, downstream, reverse. scaler: mean and sd of
    the activity in each task. motifs: names of the M motifs that the network reads.
    """

    def __init__(
        self,
        architecture: Section,
        tasks: list[str],
        construct: Section,
        scaler: Section,
        outputs: int = 1,
        motifs: Sequence[str] = (),
    ) -> None:
        """architecture: the resolved section `model`. outputs: of each task, 2 for a Gaussian head."""
        super().__init__()
        self.architecture, self.tasks, self.construct, self.scaler = architecture, tasks, construct, scaler
        self.outputs, self.motifs = outputs, list(motifs)
        kind = architecture["architecture"]
        section, (trunk, pooling) = architecture[kind], _TRUNKS[kind]
        style = _Style(section)
        self.trunk = trunk(section, style)
        self.length = len(construct["upstream"]) + construct["insert_length"] + len(construct["downstream"])
        channels, positions = self._trunk_shape()
        context = architecture["context"]
        self.context = _Context(context, channels) if context["layers"] else nn.Identity()
        pooling = pooling if architecture["pooling"] == "default" else architecture["pooling"]
        self.pooling = _Pooling(pooling, channels)
        features = channels * {"mean_max": 2, "flatten": positions}.get(pooling, 1)
        if architecture["motifs"] != "none":
            self.register_buffer("motif_mean", torch.zeros(len(motifs)))
            self.register_buffer("motif_sd", torch.ones(len(motifs)))
        if architecture["motifs"] == "auxiliary":
            self.motif_head = nn.Linear(features, len(motifs))
        elif architecture["motifs"] == "concatenate":
            self.motif_dropout = nn.Dropout(architecture["motif_dropout"])
            features += len(motifs)
        features += len(tasks) if architecture["target_cell"] else 0
        self.head_norm = nn.LayerNorm(features) if architecture["head_layer_norm"] else nn.Identity()
        self.heads = _heads(kind, section, style, features, len(tasks), outputs)

    def features(self, x: Tensor) -> Tensor:
        """One-hot constructs (B, 4, L) to pooled features (B, F); `motif_head` reads these."""
        return self.pooling(self.context(self.trunk(x)))

    def read_out(self, features: Tensor, motifs: Tensor | None = None, target_cell: Tensor | None = None) -> Tensor:
        """Pooled features to (B, K, outputs); motifs and target_cell as in `forward`."""
        if self.architecture["motifs"] == "concatenate":
            if motifs is None:
                raise ValueError(f"this network reads the scores of {len(self.motifs)} motifs: pass motifs (B, M)")
            scores = (motifs - self.motif_mean) / self.motif_sd
            features = torch.cat([features, self.motif_dropout(scores)], 1)
        if self.architecture["target_cell"]:
            cells = features.new_full((len(features),), -1) if target_cell is None else target_cell
            known = cells[:, None] == torch.arange(len(self.tasks), device=cells.device)
            features = torch.cat([features, known.to(features)], 1)
        return self.heads(self.head_norm(features)).unflatten(1, (len(self.tasks), self.outputs))

    def forward(self, x: Tensor, motifs: Tensor | None = None, target_cell: Tensor | None = None) -> Tensor:
        """Standardized activities (B, K); of a Gaussian head the means.

        x: one-hot constructs (B, 4, L). motifs: scores (B, M) as in dataset.h5. target_cell: int64 (B), -1 = unknown.
        """
        return self.read_out(self.features(x), motifs, target_cell)[..., 0]

    def mean_and_log_variance(
        self, x: Tensor, motifs: Tensor | None = None, target_cell: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """Both outputs of a Gaussian head, (B, K) each, standardized; arguments as in `forward`."""
        mean, log_variance = self.read_out(self.features(x), motifs, target_cell).unbind(2)
        return mean, log_variance

    def strands(self, inserts: Tensor) -> list[Tensor]:
        """Both strands of one-hot inserts (B, 4, insert_length) within the construct, (B, 4, L) each."""
        flanks = [self.construct[side] for side in ("upstream", "downstream")]
        left, right = (onehot([flank]).to(inserts).expand(len(inserts), -1, -1) for flank in flanks)
        forward = torch.cat([left, inserts, right], 2)
        if self.construct["reverse"] == "construct":
            return [forward, reverse_complement(forward)]
        return [forward, torch.cat([left, reverse_complement(inserts), right], 2)]

    @torch.no_grad()
    def predict(
        self,
        sequences: Sequence[str],
        both_strands: bool = True,
        motifs: Tensor | None = None,
        target_cell: Tensor | None = None,
        batch: int = 256,
    ) -> Tensor:
        """Activities (N, K) of inserts, log2 fold change, as from cre-predict; the mean of both strands if asked."""
        wanted = self.construct["insert_length"]
        if others := {len(sequence) for sequence in sequences} - {wanted}:
            raise ValueError(f"a sequence has {min(others)} bases; this network reads inserts of {wanted}")
        device, was_training = next(self.parameters()).device, self.training
        parts = [torch.zeros(0, len(self.tasks), dtype=torch.float64)]
        self.eval()
        for start in range(0, len(sequences), batch):
            rows = slice(start, start + batch)
            more = [values if values is None else values[rows].to(device) for values in (motifs, target_cell)]
            strands = self.strands(onehot(sequences[rows]).to(device))[: 2 if both_strands else 1]
            parts.append(torch.stack([self(x, *more) for x in strands]).mean(0).double().cpu())
        self.train(was_training)
        mean, sd = (torch.tensor(self.scaler[name], dtype=torch.float64) for name in ("mean", "sd"))
        return (torch.cat(parts) * (sd + 1e-8) + mean).float()

    def _trunk_shape(self) -> tuple[int, int]:
        with torch.no_grad():
            _, channels, positions = self.trunk.eval()(torch.zeros(1, 4, self.length)).shape
        self.trunk.train()
        return channels, positions


# Everything below is the parts of networks. A class docstring says what forward takes and returns.


class _Layer(nn.Module):
    """Convolution, (B, I, P) to (B, O, P), or linear layer, (B, I) to (B, O); then norm, activation, dropout.

    The shape is that of the weight: (O, I / groups, k) or (O, I).
    """

    def __init__(
        self, *shape: int, dilation: int = 1, groups: int = 1, bias: bool = True, weight_norm: bool = False
    ) -> None:
        super().__init__()
        self.options = {"padding": (shape[-1] - 1) // 2 * dilation, "dilation": dilation, "groups": groups}
        plain = nn.Linear(*shape[::-1]) if len(shape) == 2 else nn.Conv1d(shape[1], shape[0], shape[2])
        self.bias = plain.bias if bias else None
        if weight_norm:
            self.weight_v, self.weight_g = plain.weight, nn.Parameter(_length(plain.weight.detach()))
        else:
            self.weight = plain.weight
        self.norm, self.activation, self.dropout = nn.Identity(), nn.Identity(), nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        weight = self.weight if hasattr(self, "weight") else self.weight_g * self.weight_v / _length(self.weight_v)
        x = F.linear(x, weight, self.bias) if x.dim() == 2 else self.convolve(x, weight)
        return self.dropout(self.activation(self.norm(x)))

    def convolve(self, x: Tensor, weight: Tensor) -> Tensor:
        return F.conv1d(x, weight, self.bias, **self.options)


def _length(v: Tensor) -> Tensor:
    return torch.linalg.vector_norm(v, dim=tuple(range(1, v.dim())), keepdim=True)


class _ChannelNorm(nn.LayerNorm):
    """Layer norm over the channels of (B, C, P) or (B, C)."""

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x.transpose(1, -1)).transpose(1, -1)


class _Style:
    """Norm and activation, from the section of an architecture."""

    def __init__(self, section: Section) -> None:
        self.norms, self.section = section["norm"].split("+"), section
        self.weight_norm = "weight" in self.norms
        self.has_norm = self.norms[-1] in ("batch", "group", "layer")

    def norm(self, channels: int) -> nn.Module:
        match self.norms[-1]:
            case "batch":
                return nn.BatchNorm1d(channels)
            case "group":
                return nn.GroupNorm(self.section["norm_groups"], channels)
            case "layer":
                return _ChannelNorm(channels)
        return nn.Identity()

    def activation(self) -> nn.Module:
        if self.section["activation"] == "leaky_relu":
            return nn.LeakyReLU(self.section["negative_slope"])
        return {"relu": nn.ReLU, "gelu": nn.GELU, "silu": nn.SiLU}[self.section["activation"]]()

    def layer(self, *shape: int, dropout: float = 0.0, bias: bool | None = None, **options: int) -> _Layer:
        """With all that comes after; a bias, if not said otherwise, where no norm follows."""
        bias = not self.has_norm if bias is None else bias
        layer = _Layer(*shape, bias=bias, weight_norm=self.weight_norm, **options)
        layer.norm, layer.activation, layer.dropout = self.norm(shape[0]), self.activation(), nn.Dropout(dropout)
        return layer


class _Block(nn.Module):
    """(B, C, P), same out: act(x + N(conv(dropout(act(N(conv(x)))))))."""

    def __init__(self, style: _Style, channels: int, kernel: int, dilation: int, dropout: float) -> None:
        super().__init__()
        self.first = style.layer(channels, channels, kernel, dilation=dilation, dropout=dropout)
        self.second = style.layer(channels, channels, kernel, dilation=dilation)
        self.second.activation, self.activation = nn.Identity(), style.activation()

    def forward(self, x: Tensor) -> Tensor:
        return self.activation(x + self.second(self.first(x)))


class _Parallel(nn.ModuleList):
    """x to the outputs of all modules, side by side."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([module(x) for module in self], 1)


class _Multiscale(nn.Sequential):
    """(B, 4, L) to (B, C, P)."""

    def __init__(self, c: Section, style: _Style) -> None:
        super().__init__()
        width, one, two, drop = c["stem_channels"], c["stage1_channels"], c["stage2_channels"], c["stem_dropout"]

        def stage(number: int, channels: int) -> nn.Module:
            dilations, dropout = c[f"stage{number}_dilations"], c[f"stage{number}_dropout"]
            return nn.Sequential(*(_Block(style, channels, c["block_kernel"], d, dropout) for d in dilations))

        if c["stem"] == "parallel":
            self.stem = _Parallel(style.layer(width, 4, k, dropout=drop) for k in c["stem_kernels"])
            wide = width * len(self.stem)
        else:
            dilations, kernel = c["sequential_dilations"], c["sequential_kernel"]
            inputs = [4] + [width] * (len(dilations) - 1)
            layers = zip(inputs, dilations, strict=True)
            self.stem = nn.Sequential(*(style.layer(width, i, kernel, dilation=d, dropout=drop) for i, d in layers))
            wide = width
        self.fuse, self.pool1 = style.layer(one, wide, 1), nn.MaxPool1d(c["pool"])
        self.stage1 = stage(1, one)
        self.expand, self.pool2 = style.layer(two, one, c["expand_kernel"]), nn.MaxPool1d(c["pool"])
        self.stage2 = stage(2, two)


class _ResnetDilated(nn.Sequential):
    """(B, 4, L) to (B, C, L)."""

    def __init__(self, c: Section, style: _Style) -> None:
        super().__init__()
        width, kernel, drop = c["channels"], c["dilated_kernel"], c["dilated_dropout"]
        self.stem = style.layer(width, 4, c["stem_kernel"], dropout=c["stem_dropout"])
        blocks = (_Block(style, width, c["block_kernel"], 1, c["block_dropout"]) for _ in range(c["blocks"]))
        self.blocks = nn.Sequential(*blocks)
        layers = (style.layer(width, width, kernel, dilation=d, dropout=drop) for d in c["dilated_dilations"])
        self.dilated = nn.Sequential(*layers)


class _Malinois(nn.Module):
    """(B, 4, L) to (B, C, P)."""

    def __init__(self, c: Section, style: _Style) -> None:
        super().__init__()
        widths = zip(pairwise([4, *c["channels"]]), c["kernels"], strict=True)
        self.convolutions = nn.ModuleList(style.layer(o, i, k, bias=True) for (i, o), k in widths)
        self.pools, self.paddings = c["pools"], [0] * (len(c["pools"]) - 1) + [c["pool_padding"]]

    def forward(self, x: Tensor) -> Tensor:
        for convolution, pool, padding in zip(self.convolutions, self.pools, self.paddings, strict=True):
            x = F.max_pool1d(F.pad(convolution(x), (padding, padding)), pool)
        return x


class _LegnetBlock(nn.Module):
    """(B, inputs, P) to (B, outputs, P / pool): inverted bottleneck joined to its input, then a convolution."""

    def __init__(self, c: Section, style: _Style, inputs: int, outputs: int, pool: int) -> None:
        super().__init__()
        wide, kernel = c["expansion"] * inputs, c["block_kernel"]
        units = max(1, wide // c["squeeze"])
        self.expand, self.depthwise = style.layer(wide, inputs, 1), style.layer(wide, 1, kernel, groups=wide)
        self.squeeze, self.excite = _Layer(units, wide), _Layer(wide, units)
        self.squeeze.activation, self.excite.activation = nn.SiLU(), nn.Sigmoid()
        self.project, self.merge = style.layer(inputs, wide, 1), style.layer(outputs, 2 * inputs, kernel)
        self.pool = nn.MaxPool1d(pool)

    def forward(self, x: Tensor) -> Tensor:
        y = self.depthwise(self.expand(x))
        y = self.project(y * self.excite(self.squeeze(y.mean(2))).unsqueeze(2))
        return self.pool(self.merge(torch.cat([y, x], 1)))


class _Legnet(nn.Sequential):
    """(B, 4, L) to (B, C, P)."""

    def __init__(self, c: Section, style: _Style) -> None:
        super().__init__()
        widths = [c["stem_channels"], *c["block_channels"]]
        self.stem = style.layer(widths[0], 4, c["stem_kernel"])
        blocks = (_LegnetBlock(c, style, i, o, pool) for (i, o), pool in zip(pairwise(widths), c["pools"], strict=True))
        self.blocks = nn.Sequential(*blocks)
        self.mapper_norm = style.norm(widths[-1])
        self.mapper = _Layer(2 * widths[-1], widths[-1], 1, weight_norm=style.weight_norm)


_TRUNKS = {  # architecture: trunk, default pooling
    "multiscale": (_Multiscale, "mean_max"),
    "resnet_dilated": (_ResnetDilated, "mean"),
    "malinois": (_Malinois, "flatten"),
    "legnet": (_Legnet, "mean"),
}


def _heads(kind: str, c: Section, style: _Style, features: int, tasks: int, outputs: int) -> nn.Module:
    """(B, F) to (B, K · outputs), task by task."""

    def each_task(sizes: list[int], dropouts: list[float], weight_norm: bool) -> nn.Module:
        """Dropouts after the first hidden layers, which have an activation; the layers after them have none."""
        heads = _Parallel()
        for _ in range(tasks):
            layers = [_Layer(o, i, weight_norm=weight_norm) for i, o in pairwise(sizes)]
            for layer, dropout in zip(layers, dropouts, strict=False):
                layer.activation, layer.dropout = style.activation(), nn.Dropout(dropout)
            heads.append(nn.Sequential(*layers))
        return heads

    if kind == "legnet":
        width = 2 * [c["stem_channels"], *c["block_channels"]][-1]
        hidden = style.layer(width, features, dropout=c["head_dropout"], bias=True)
        return nn.Sequential(OrderedDict(hidden=hidden, output=_Layer(tasks * outputs, width)))
    if kind == "malinois":  # as released: no activation and no dropout after the last hidden layer
        shared = style.layer(c["linear_size"], features, dropout=c["linear_dropout"], bias=True)
        sizes = [c["linear_size"], *c["head_sizes"], outputs]
        branches = each_task(sizes, [c["head_dropout"]] * (len(sizes) - 3), weight_norm=False)
        return nn.Sequential(OrderedDict(shared=shared, branches=branches))
    return each_task([features, *c["head_sizes"], outputs], c["head_dropouts"], c["head_weight_norm"])


class _Pooling(nn.Module):
    """(B, C, P) to (B, F)."""

    def __init__(self, kind: str, channels: int) -> None:
        super().__init__()
        self.kind = kind
        if kind == "attention":
            self.query = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:
        match self.kind:
            case "mean":
                return x.mean(2)
            case "max":
                return x.amax(2)
            case "mean_max":
                return torch.cat([x.mean(2), x.amax(2)], 1)
            case "attention":
                return torch.einsum("bp,bcp->bc", torch.einsum("c,bcp->bp", self.query, x).softmax(1), x)
        return x.flatten(1)


class _ContextLayer(nn.Module):
    """(B, P, width), same out: self-attention and feed-forward part, each after a layer norm."""

    def __init__(self, width: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, nn.Dropout(dropout)
        self.attention_norm, self.feed_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.queries_keys_values, self.attention_output = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.feed_hidden, self.feed_output = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, t: Tensor) -> Tensor:
        parts = self.queries_keys_values(self.attention_norm(t)).unflatten(2, (3, self.heads, -1))
        attended = F.scaled_dot_product_attention(*parts.permute(2, 0, 3, 1, 4))  # (B, heads, P, width / heads) each
        t = t + self.dropout(self.attention_output(attended.transpose(1, 2).flatten(2)))
        return t + self.dropout(self.feed_output(F.gelu(self.feed_hidden(self.feed_norm(t)))))


class _Context(nn.Module):
    """(B, C, P), same out: self-attention over positions, added to its input."""

    def __init__(self, c: Section, channels: int) -> None:
        super().__init__()
        self.input, self.output = nn.Linear(channels, c["width"]), nn.Linear(c["width"], channels)
        self.layers = nn.Sequential(*(_ContextLayer(c["width"], c["heads"], c["dropout"]) for _ in range(c["layers"])))

    def forward(self, x: Tensor) -> Tensor:
        t = self.input(x.transpose(1, 2))
        positions, width = torch.arange(t.shape[1], dtype=torch.float64)[:, None], t.shape[2]
        angles = positions / 10000 ** (torch.arange(0, width, 2) / width)
        sinusoids = torch.stack([angles.sin(), angles.cos()], 2).flatten(1)[:, :width]
        return x + self.output(self.layers(t + sinusoids.to(t))).transpose(1, 2)
