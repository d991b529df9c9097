// The weight that a layer uses, out of its parameters: weight norm, rounding, and the order in which convolutions want
// it. v: float32 (outputs, inputs, taps); g: float32 (outputs), or null where there is no weight norm; the weight:
// (outputs, taps, inputs). A block has an output.

// The sum over the threads of a block, in the order of a tree.
inline float sum_of_block(float value) {
  __shared__ float found[THREADS];
  found[threadIdx.x] = value;
  __syncthreads();
  for (unsigned int half = THREADS / 2u; half > 0; half /= 2u) {
    if (threadIdx.x < half) {
      found[threadIdx.x] += found[threadIdx.x + half];
    }
    __syncthreads();
  }
  return found[0];
}

KERNEL effective_weight(const float* v, const float* g, Number* weight, float* norms, unsigned int inputs,
                        unsigned int taps) {
  const unsigned int fan = inputs * taps;
  const unsigned long long start = static_cast<unsigned long long>(blockIdx.x) * fan;
  float factor = 1.0f;
  if (g != nullptr) {
    float sum = 0.0f;
    for (unsigned int i = threadIdx.x; i < fan; i += THREADS) {
      sum += v[start + i] * v[start + i];
    }
    const float norm = sqrtf(sum_of_block(sum));
    factor = g[blockIdx.x] / norm;
    if (threadIdx.x == 0) {
      norms[blockIdx.x] = norm;
    }
  }
  for (unsigned int i = threadIdx.x; i < fan; i += THREADS) {
    weight[start + i] = number_of(v[start + i % inputs * taps + i / inputs] * factor);
  }
}

// grad: like the weight; grad_v and grad_g: like v and g.
KERNEL effective_weight_backward(const float* v, const float* g, const float* norms, const Number* grad, float* grad_v,
                                 float* grad_g, unsigned int inputs, unsigned int taps) {
  const unsigned int fan = inputs * taps;
  const unsigned long long start = static_cast<unsigned long long>(blockIdx.x) * fan;
  float factor = 1.0f, along = 0.0f;
  if (g != nullptr) {
    float sum = 0.0f;
    for (unsigned int i = threadIdx.x; i < fan; i += THREADS) {
      sum += value_of(grad[start + i]) * v[start + i % inputs * taps + i / inputs];
    }
    const float norm = norms[blockIdx.x], dot = sum_of_block(sum);
    factor = g[blockIdx.x] / norm;
    along = dot / (norm * norm);
    if (threadIdx.x == 0) {
      grad_g[blockIdx.x] = dot / norm;
    }
  }
  for (unsigned int i = threadIdx.x; i < fan; i += THREADS) {
    const unsigned long long place = start + i % inputs * taps + i / inputs;
    grad_v[place] = factor * (value_of(grad[start + i]) - v[place] * along);
  }
}
