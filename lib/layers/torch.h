#pragma once
// What creflow uses of LibTorch, and the precompiled header of all that does. <torch/torch.h> has optimizers, data
// loaders, JIT and all layers of its own besides, which every file would pay for.

#include <ATen/ATen.h>
#include <torch/autograd.h>
#include <torch/cuda.h>
#include <torch/nn/module.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/types.h>
#include <torch/utils.h>
