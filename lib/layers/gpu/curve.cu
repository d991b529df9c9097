// Activation functions, and what stands before them. CURVE is one of them.

#define LEAKY_RELU 0
#define SILU 1
#define GELU 2

#if CURVE == LEAKY_RELU
// slope: for negative values.
inline float curve_at(float z, float slope) { return z > 0.0f ? z : z * slope; }
inline float slope_at(float z, float slope) { return z > 0.0f ? 1.0f : slope; }
#elif CURVE == SILU
inline float logistic(float z) { return 1.0f / (1.0f + expf(-z)); }
inline float curve_at(float z, float) { return z * logistic(z); }
inline float slope_at(float z, float) {
  const float share = logistic(z);
  return share * (1.0f + z * (1.0f - share));
}
#else
inline float normal_share(float z) { return 0.5f * (1.0f + erff(z * 0.70710678f)); }
inline float curve_at(float z, float) { return z * normal_share(z); }
inline float slope_at(float z, float) { return normal_share(z) + z * 0.39894228f * expf(-0.5f * z * z); }
#endif

// Added and multiplied before the activation: z = x factor[c] + shift[c] + residual. Each may be null.
struct Before {
  const Number* residual;
  const float *factor, *shift;
};

inline float before_activation(float x, const Before& before, unsigned int channel, float residual) {
  float z = x;
  if (before.factor != nullptr) {
    z *= before.factor[channel];
  }
  if (before.shift != nullptr) {
    z += before.shift[channel];
  }
  return before.residual != nullptr ? z + residual : z;
}
