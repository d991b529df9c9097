#pragma once
// From features of positions to features of the sequence.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/names.h"
#include "layers/forward_pass.h"
#include "layers/initial_weights.h"
#include "layers/torch.h"

namespace cre {

enum class PoolingKind { architecture, mean, max, mean_max, attention, flatten };

/// Names as they stand in the config; "default" is what the architecture has.
const Names<PoolingKind>& pooling_names();

/// attention: with a learned `query` q (C), the mean over positions weighted by softmax(q x_p).
class Pooling : public torch::nn::Module {
 public:
  Pooling(PoolingKind kind, std::int64_t channels, std::int64_t positions, WeightSource& source);

  /// x: (B, C, 1, P). Returns (B, features()); flatten goes through the positions of one channel first.
  at::Tensor forward(const at::Tensor& x, const ForwardPass& pass);
  std::int64_t features() const;

 private:
  PoolingKind kind_;
  std::int64_t channels_, positions_;
  at::Tensor query_;
};

}  // namespace cre
