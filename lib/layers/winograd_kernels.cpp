#include "layers/winograd_kernels.h"

#include "layers/kernel_clones.h"

namespace cre::kernels {
namespace {

constexpr float kNear = kWinogradNear, kFar = kWinogradFar;
constexpr float kNear2 = kNear * kNear, kFar2 = kFar * kFar;

template <bool kHasResidual>
CRE_INLINE float finished(float value, const float* residual, std::size_t i, float slope) {
  if constexpr (kHasResidual) {
    value += residual[i];
  }
  return leaky(value, slope);
}

template <bool kHasResidual>
CRE_INLINE void outputs_of(const float* products, const WinogradOutputs& o, std::size_t channels) {
  const float *m0 = products, *m1 = m0 + channels, *m2 = m1 + channels, *m3 = m2 + channels, *m4 = m3 + channels,
              *m5 = m4 + channels;
  float *y0 = o.out[0], *y1 = o.out[1], *y2 = o.out[2], *y3 = o.out[3];
  const float *r0 = o.residual[0], *r1 = o.residual[1], *r2 = o.residual[2], *r3 = o.residual[3], *bias = o.bias;
  const float slope = o.slope;
#pragma GCC ivdep
  for (std::size_t i = 0; i < channels; ++i) {
    const float near_sum = m1[i] + m2[i], near_difference = kNear * (m1[i] - m2[i]);
    const float far_sum = m3[i] + m4[i], far_difference = kFar * (m3[i] - m4[i]);
    y0[i] = finished<kHasResidual>(m0[i] + near_sum + far_sum + bias[i], r0, i, slope);
    y1[i] = finished<kHasResidual>(near_difference + far_difference + bias[i], r1, i, slope);
    y2[i] = finished<kHasResidual>(kNear2 * near_sum + kFar2 * far_sum + bias[i], r2, i, slope);
    y3[i] = finished<kHasResidual>(kNear2 * near_difference + kFar2 * far_difference + m5[i] + bias[i], r3, i, slope);
  }
}

}  // namespace

CRE_CLONES void winograd_inputs(const std::array<const float*, kWinogradProducts>& in, float* out,
                                std::size_t channels) {
  const float *d0 = in[0], *d1 = in[1], *d2 = in[2], *d3 = in[3], *d4 = in[4], *d5 = in[5];
  float* v = out;
#pragma GCC ivdep
  for (std::size_t i = 0; i < channels; ++i) {
    const float near_even = d4[i] - kFar2 * d2[i], near_odd = kNear * (d3[i] - kFar2 * d1[i]);
    const float far_even = d4[i] - kNear2 * d2[i], far_odd = kFar * (d3[i] - kNear2 * d1[i]);
    v[i] = kNear2 * kFar2 * d0[i] - (kNear2 + kFar2) * d2[i] + d4[i];
    v[channels + i] = near_even + near_odd;
    v[2 * channels + i] = near_even - near_odd;
    v[3 * channels + i] = far_even + far_odd;
    v[4 * channels + i] = far_even - far_odd;
    v[5 * channels + i] = kNear2 * kFar2 * d1[i] - (kNear2 + kFar2) * d3[i] + d5[i];
  }
}

CRE_CLONES void winograd_outputs(const float* products, const WinogradOutputs& outputs, std::size_t channels) {
  if (outputs.residual[0] != nullptr) {
    outputs_of<true>(products, outputs, channels);
  } else {
    outputs_of<false>(products, outputs, channels);
  }
}

}  // namespace cre::kernels
