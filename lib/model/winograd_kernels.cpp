#include "model/winograd_kernels.h"

#include "model/kernel_clones.h"

namespace cre::kernels {
namespace {

CRE_INLINE float finished(float value, const float* residual, std::size_t i, float slope) {
  const float sum = residual != nullptr ? value + residual[i] : value;
  return sum > 0.0F ? sum : sum * slope;
}

}  // namespace

CRE_CLONES void winograd_inputs(const std::array<const float*, 4>& d, const std::array<float*, 4>& out,
                                std::size_t channels) {
  const float *d0 = d[0], *d1 = d[1], *d2 = d[2], *d3 = d[3];
  float* __restrict v0 = out[0], * __restrict v1 = out[1], * __restrict v2 = out[2], * __restrict v3 = out[3];
  for (std::size_t i = 0; i < channels; ++i) {
    v0[i] = d0[i] - d2[i];
    v1[i] = d1[i] + d2[i];
    v2[i] = d2[i] - d1[i];
    v3[i] = d1[i] - d3[i];
  }
}

CRE_CLONES void winograd_outputs(const std::array<const float*, 4>& m, const WinogradEpilogue& epilogue, float* first,
                                 float* second, std::size_t channels) {
  const float *m0 = m[0], *m1 = m[1], *m2 = m[2], *m3 = m[3], *bias = epilogue.bias;
  const float *r0 = epilogue.first_residual, *r1 = epilogue.second_residual;
  const float slope = epilogue.slope;
  float* __restrict y0 = first;
  for (std::size_t i = 0; i < channels; ++i) y0[i] = finished(m0[i] + m1[i] + m2[i] + bias[i], r0, i, slope);
  if (second == nullptr) return;
  float* __restrict y1 = second;
  for (std::size_t i = 0; i < channels; ++i) y1[i] = finished(m1[i] - m2[i] - m3[i] + bias[i], r1, i, slope);
}

}  // namespace cre::kernels
