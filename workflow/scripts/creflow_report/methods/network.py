"""The network: its layers and sizes."""

from __future__ import annotations

from ..facts import Facts
from ..inputs import Json
from ..text import listed
from .citations import Citations
from .words import counted, numbers, plain

_POOLINGS = {
    "mean": "the mean over positions",
    "max": "the maximum over positions",
    "mean_max": "mean and maximum over positions",
    "attention": "a mean over positions weighted by learned attention",
    "flatten": "the values of all positions",
}
_OWN_POOLING = {"multiscale": "mean_max", "resnet_dilated": "mean", "legnet": "mean", "malinois": "flatten"}
_ACTIVATIONS = {"leaky_relu": "leaky ReLU", "relu": "ReLU", "gelu": "GELU", "silu": "SiLU"}
_NORMS = {
    "weight": ("weight normalization", "Salimans and Kingma 2016"),
    "batch": ("batch normalization", "Ioffe and Szegedy 2015"),
    "group": ("group normalization", "Wu and He 2018"),
    "layer": ("layer normalization", "Ba et al. 2016"),
}


def network(facts: Facts, cite: Citations) -> list[str]:
    """Trunk, pooling and heads."""
    model = facts.settings["model"]
    kind = model["architecture"]
    sizes = model[kind]
    trunk = {"multiscale": _multiscale, "resnet_dilated": _resnet_dilated, "malinois": _malinois, "legnet": _legnet}
    pooling = _OWN_POOLING[kind] if model["pooling"] == "default" else model["pooling"]
    read_by = "one output a cell type" if kind == "legnet" else "a head for each cell type"
    said = [
        *trunk[kind](sizes, cite),
        f"{_upper(_POOLINGS[pooling])} {'are' if pooling in ('mean_max', 'flatten') else 'is'} read by "
        f"{_head(kind, sizes)}, with {read_by}.",
        *_layers(sizes, cite),
        *_options(model, cite),
    ]
    if model["match_parameters"] is not None:
        said.append(
            "These are widths before scaling: all were multiplied by one factor, to come near "
            f"{plain(model['match_parameters'])} parameters."
        )
    return [*said, f"The network has {plain(facts.first['counts']['parameters'])} parameters."]


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]


def _multiscale(c: Json, cite: Citations) -> list[str]:
    width = counted(c["stem_channels"], "channel")
    if c["stem"] == "parallel" and len(c["stem_kernels"]) > 1:
        stem = f"parallel convolutions of widths {numbers(c['stem_kernels'])} with {width} each"
    elif c["stem"] == "parallel":
        stem = f"a convolution of width {plain(c['stem_kernels'][0])} with {width}"
    else:
        dilations = numbers(c["sequential_dilations"])
        stem = f"convolutions of width {plain(c['sequential_kernel'])} and dilations {dilations} in a row, {width} each"
    pool = f"a max-pool of {plain(c['pool'])}" if c["pool"] > 1 else "no pool"
    stages = [_blocks(c[f"stage{i}_dilations"], c["block_kernel"], c[f"stage{i}_channels"]) for i in (1, 2)]
    blocks = cite("He et al. 2016") if c["stage1_dilations"] or c["stage2_dilations"] else ""
    return [
        f"The network begins with {stem}, brought to {counted(c['stage1_channels'], 'channel')} by a convolution of "
        f"width 1 and {pool}, followed by {stages[0]}, a convolution of width {plain(c['expand_kernel'])} to "
        f"{counted(c['stage2_channels'], 'channel')} and {pool}, and {stages[1]}{blocks}.",
        f"Dropout is {plain(c['stem_dropout'])} in the stem, {plain(c['stage1_dropout'])} in the first and "
        f"{plain(c['stage2_dropout'])} in the second stage.",
    ]


def _blocks(dilations: list[int], kernel: int, channels: int) -> str:
    if not dilations:
        return "no residual blocks"
    many = len(dilations) > 1
    return (
        f"{counted(len(dilations), 'residual block')} of two convolutions of width {plain(kernel)} with "
        f"{counted(channels, 'channel')} and dilation{'s' if many else ''} {numbers(dilations)}"
    )


def _resnet_dilated(c: Json, cite: Citations) -> list[str]:
    stack = (
        f"convolutions of width {plain(c['dilated_kernel'])} with dilations {numbers(c['dilated_dilations'])}"
        if c["dilated_dilations"]
        else "no dilated convolutions"
    )
    return [
        f"The network has a convolution of width {plain(c['stem_kernel'])} with {counted(c['channels'], 'channel')}, "
        f"{counted(c['blocks'], 'residual block')} of width {plain(c['block_kernel'])}"
        f"{cite('He et al. 2016') if c['blocks'] else ''} and {stack}, all of that many channels.",
        f"Dropout is {plain(c['stem_dropout'])} after the first convolution, {plain(c['block_dropout'])} in the blocks "
        f"and {plain(c['dilated_dropout'])} in the dilated stack.",
    ]


def _malinois(c: Json, cite: Citations) -> list[str]:
    return [
        f"The network has the architecture of Malinois{cite('Gosai et al. 2024')}: "
        f"{counted(len(c['kernels']), 'convolution')} of widths {numbers(c['kernels'])} with {numbers(c['channels'])} "
        f"channels, max-pools of {numbers(c['pools'])}, and a linear layer of {counted(c['linear_size'], 'unit')} with "
        f"dropout {plain(c['linear_dropout'])}."
    ]


def _legnet(c: Json, cite: Citations) -> list[str]:
    return [
        f"The network has the architecture of LegNet{cite('Penzar et al. 2023', 'Agarwal et al. 2025')}: a convolution "
        f"of width {plain(c['stem_kernel'])} with {counted(c['stem_channels'], 'channel')}, then "
        f"{counted(len(c['block_channels']), 'block')} of width {plain(c['block_kernel'])} with "
        f"{numbers(c['block_channels'])} channels, {plain(c['expansion'])} times wider inside, with squeeze and "
        f"excitation{cite('Hu et al. 2018')} by {plain(c['squeeze'])}, and max-pools of {numbers(c['pools'])}."
    ]


def _head(kind: str, c: Json) -> str:
    if kind == "legnet":
        return f"a hidden layer as wide as the features, with dropout {plain(c['head_dropout'])}"
    if not c["head_sizes"]:
        return "a linear layer"
    drop = c["head_dropout"] if kind == "malinois" else c["head_dropouts"]
    dropout = f"dropout {plain(drop)}" if kind == "malinois" else f"dropout {numbers(drop)}" if drop else "no dropout"
    return f"{counted(len(c['head_sizes']), 'hidden layer')} of {numbers(c['head_sizes'])} units with {dropout}"


def _layers(c: Json, cite: Citations) -> list[str]:
    norms = [f"{name}{cite(source)}" for name, source in (_NORMS[n] for n in c["norm"].split("+") if n != "none")]
    activation = _ACTIVATIONS[c["activation"]]
    slope = f" with slope {plain(c['negative_slope'])}" if c["activation"] == "leaky_relu" else ""
    return [f"Activations are {activation}{slope}; layers have {listed(norms) or 'no normalization'}."]


def _options(model: Json, cite: Citations) -> list[str]:
    said, context = [], model["context"]
    if context["layers"]:
        said.append(
            f"In front of the pooling stand {counted(context['layers'], 'self-attention layer')}"
            f"{cite('Vaswani et al. 2017')} of width {plain(context['width'])} with "
            f"{counted(context['heads'], 'head')} and dropout {plain(context['dropout'])}."
        )
    if model["motifs"] == "concatenate":
        said.append(f"Motif scores, with dropout {plain(model['motif_dropout'])}, join the features.")
    if model["motifs"] == "auxiliary":
        said.append("From the same features a linear layer predicts which motifs are present, as a further task.")
    if model["target_cell"]:
        said.append("The cell type that an element was designed for is a further feature.")
    if model["head_layer_norm"]:
        said.append(f"A layer normalization{cite('Ba et al. 2016')} stands in front of the heads.")
    return said
