// The kernels for one kind of number (NUMBER), curve (CURVE) and width (WIDTH), and table() of them by name; included
// once for each choice, in a namespace of its own, after cuda_stand_in.h.

#include "layers/gpu/numbers.cu"

#include "layers/gpu/curve.cu"

#include "layers/gpu/activation.cu"
#include "layers/gpu/batch_norm.cu"
#include "layers/gpu/depthwise.cu"
#include "layers/gpu/positions.cu"
#include "layers/gpu/weights.cu"
#include "layers/gpu/windows.cu"

inline cre::cuda_stand_in::Table table() {
  using cre::cuda_stand_in::entry;
#define BY_WIDTH(NAME) entry(#NAME "_1", NAME##_1), entry(#NAME "_4", NAME##_4), entry(#NAME "_8", NAME##_8)
  return {entry("sum_groups", sum_groups),
          entry("activate", activate),
          BY_WIDTH(activate_backward),
          BY_WIDTH(pool),
          BY_WIDTH(pool_backward),
          BY_WIDTH(norm_sums),
          entry("norm_finish", norm_finish),
          BY_WIDTH(norm_backward_sums),
          BY_WIDTH(norm_backward),
          BY_WIDTH(position_sums),
          BY_WIDTH(position_sums_backward),
          BY_WIDTH(gate),
          BY_WIDTH(gate_backward),
          entry("effective_weight", effective_weight),
          entry("effective_weight_backward", effective_weight_backward),
          entry("windows", windows),
          entry("depthwise_1", depthwise_1),
          entry("depthwise_4", depthwise_4),
          entry("depthwise_weights_1", depthwise_weights_1),
          entry("depthwise_weights_4", depthwise_weights_4)};
#undef BY_WIDTH
}

#undef NUMBER
#undef CURVE
#undef WIDTH
