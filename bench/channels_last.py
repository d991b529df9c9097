"""The peer's network in channels-last memory, which PyTorch has for images alone: an element is one of height 1.

So convolutions, pooling and batch norm are those of images (Conv2d on (B, C, 1, P)), with the weights that they had.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from creflow_torch import CreflowModel, _Layer, _LegnetBlock, _Malinois
from torch import Tensor, nn


class _ImageLayer(_Layer):
    def convolve(self, x: Tensor, weight: Tensor) -> Tensor:
        padding, dilation, groups = (self.options[name] for name in ("padding", "dilation", "groups"))
        return F.conv2d(x, weight, self.bias, padding=(0, padding), dilation=(1, dilation), groups=groups)


class _ImagePool(nn.MaxPool1d):
    def forward(self, x: Tensor) -> Tensor:
        return F.max_pool2d(x, (1, self.kernel_size))


class _ImageMalinois(_Malinois):
    def forward(self, x: Tensor) -> Tensor:
        for convolution, pool, padding in zip(self.convolutions, self.pools, self.paddings, strict=True):
            x = F.max_pool2d(F.pad(convolution(x), (padding, padding)), (1, pool))
        return x


class _ImageLegnetBlock(_LegnetBlock):
    def forward(self, x: Tensor) -> Tensor:
        y = self.depthwise(self.expand(x))
        y = self.project(y * self.excite(self.squeeze(y.mean((2, 3))))[:, :, None, None])
        return self.pool(self.merge(torch.cat([y, x], 1)))


_FOR_IMAGES: dict[type[nn.Module], type[nn.Module]] = {
    _Layer: _ImageLayer,
    _Malinois: _ImageMalinois,
    _LegnetBlock: _ImageLegnetBlock,
    nn.MaxPool1d: _ImagePool,
    nn.BatchNorm1d: nn.BatchNorm2d,
}


def to_channels_last(network: CreflowModel) -> None:
    """Its input is `as_images` of what it was; its output stays."""
    for module in network.trunk.modules():
        module.__class__ = _FOR_IMAGES.get(type(module), type(module))
        for name, weight in list(module.named_parameters(recurse=False)):
            if weight.dim() == 3:
                setattr(module, name, nn.Parameter(weight.detach().unsqueeze(2)))
    network.trunk = nn.Sequential(network.trunk, nn.Flatten(2))
    network.to(memory_format=torch.channels_last)


def as_images(x: Tensor) -> Tensor:
    """(B, C, P) as (B, C, 1, P) in channels-last memory."""
    return x.unsqueeze(2).contiguous(memory_format=torch.channels_last)
