#pragma once

namespace cre::gpu {

/// While it lives kernels of GPUs are run by the processor, and tensors of the processor take the ways of a GPU's.
class KernelsOnProcessor {
 public:
  KernelsOnProcessor();
  ~KernelsOnProcessor();
  KernelsOnProcessor(const KernelsOnProcessor&) = delete;
  KernelsOnProcessor& operator=(const KernelsOnProcessor&) = delete;
};

}  // namespace cre::gpu
