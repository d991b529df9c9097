// Sums over the positions of an element, and a factor for each of its channels: pooling, and squeeze-and-excite. A
// block has the positions of one element.

// partial: (B, channels), sums over positions; largest: maxima, or null.
template <int W>
inline void position_sums(const Number* __restrict__ x, Rows size, float* __restrict__ partial,
                          Number* __restrict__ largest) {
  const Share<W> share = share_of<W>(size);
  float sums[1][W] = {}, most[W];
  for (int i = 0; i < W; ++i) {
    most[i] = -3.402823466e38f;
  }
  if (share.works) {
#pragma unroll 4
    for (unsigned int row = share.first; row < share.end; row += share.step) {
      const Few<Number, W> values =
          few_at<W>(x + static_cast<unsigned long long>(row) * size.channels + share.channel);
      for (int i = 0; i < W; ++i) {
        const float value = value_of(values.at[i]);
        sums[0][i] += value;
        most[i] = value > most[i] || value != value ? value : most[i];
      }
    }
  }
  add_up(sums, size, share, partial);
  if (largest != nullptr) {
    __shared__ float found[W * THREADS];
    for (int i = 0; i < W; ++i) {
      found[i * THREADS + threadIdx.x] = most[i];
    }
    __syncthreads();
    if (share.sums) {
      Few<Number, W> out;
      for (int i = 0; i < W; ++i) {
        float best = most[i];
        for (unsigned int slot = 1; slot < size.slots; ++slot) {
          const float value = found[i * THREADS + slot * size.lanes + threadIdx.x];
          best = value > best || value != value ? value : best;
        }
        out.at[i] = number_of(best);
      }
      put_few<W>(largest + static_cast<unsigned long long>(blockIdx.x) * size.channels + share.channel, out);
    }
  }
}
FOR_WIDTHS(position_sums, (const Number* x, Rows size, float* partial, Number* largest), (x, size, partial, largest))

// grad_x[l] = grad_mean / length, and, where largest is there, grad_largest shared by the positions that have it.
// grad_mean and grad_largest: (B, channels) with `stride` from element to element; grad_mean may be null.
template <int W>
inline void position_sums_backward(const Number* __restrict__ x, const Number* __restrict__ largest,
                                   const Number* __restrict__ grad_mean, const Number* __restrict__ grad_largest,
                                   unsigned int stride, Number* __restrict__ grad_x, Rows size) {
  const Share<W> share = share_of<W>(size);
  const unsigned long long element = blockIdx.x;
  const float length = static_cast<float>(size.block_rows);
  __shared__ float found[W * THREADS];
  float most[W], count[W] = {}, mean[W] = {};
  if (share.works && grad_mean != nullptr) {
    for (int i = 0; i < W; ++i) {
      mean[i] = value_of(grad_mean[element * stride + share.channel + i]) / length;
    }
  }
  if (largest != nullptr) {
    if (share.works) {
      for (int i = 0; i < W; ++i) {
        most[i] = value_of(largest[element * size.channels + share.channel + i]);
      }
      for (unsigned int row = share.first; row < share.end; row += share.step) {
        const Few<Number, W> values =
            few_at<W>(x + static_cast<unsigned long long>(row) * size.channels + share.channel);
        for (int i = 0; i < W; ++i) {
          count[i] += value_of(values.at[i]) == most[i] ? 1.0f : 0.0f;
        }
      }
    }
    for (int i = 0; i < W; ++i) {
      found[i * THREADS + threadIdx.x] = count[i];
    }
    __syncthreads();
    if (share.works) {
      for (int i = 0; i < W; ++i) {
        float all = 0.0f;
        for (unsigned int slot = 0; slot < size.slots; ++slot) {
          all += found[i * THREADS + slot * size.lanes + threadIdx.x % size.lanes];
        }
        count[i] = value_of(grad_largest[element * stride + share.channel + i]) / all;  // of each that has it
      }
    }
  }
  if (share.works) {
    for (unsigned int row = share.first; row < share.end; row += share.step) {
      const unsigned long long place = static_cast<unsigned long long>(row) * size.channels + share.channel;
      Few<Number, W> out;
      if (largest != nullptr) {
        const Few<Number, W> values = few_at<W>(x + place);
        for (int i = 0; i < W; ++i) {
          out.at[i] = number_of(mean[i] + (value_of(values.at[i]) == most[i] ? count[i] : 0.0f));
        }
      } else {
        for (int i = 0; i < W; ++i) {
          out.at[i] = number_of(mean[i]);
        }
      }
      put_few<W>(grad_x + place, out);
    }
  }
}
FOR_WIDTHS(position_sums_backward,
           (const Number* x, const Number* largest, const Number* grad_mean, const Number* grad_largest,
            unsigned int stride, Number* grad_x, Rows size),
           (x, largest, grad_mean, grad_largest, stride, grad_x, size))

// y = x gate, gate: (B, channels).
template <int W>
inline void gate(const Number* __restrict__ x, const Number* __restrict__ gates, Number* __restrict__ y, Rows size) {
  const Share<W> share = share_of<W>(size);
  if (!share.works) {
    return;
  }
  const Few<Number, W> by =
      few_at<W>(gates + static_cast<unsigned long long>(blockIdx.x) * size.channels + share.channel);
#pragma unroll 4
  for (unsigned int row = share.first; row < share.end; row += share.step) {
    const unsigned long long place = static_cast<unsigned long long>(row) * size.channels + share.channel;
    Few<Number, W> values = few_at<W>(x + place);
    for (int i = 0; i < W; ++i) {
      values.at[i] = number_of(value_of(values.at[i]) * value_of(by.at[i]));
    }
    put_few<W>(y + place, values);
  }
}
FOR_WIDTHS(gate, (const Number* x, const Number* gates, Number* y, Rows size), (x, gates, y, size))

// grad_gate: (B, channels), sums of grad_y x over positions.
template <int W>
inline void gate_backward(const Number* __restrict__ grad_y, const Number* __restrict__ x,
                          const Number* __restrict__ gates, Number* __restrict__ grad_x, Rows size,
                          float* __restrict__ grad_gate) {
  const Share<W> share = share_of<W>(size);
  float sums[1][W] = {};
  if (share.works) {
    const Few<Number, W> by =
        few_at<W>(gates + static_cast<unsigned long long>(blockIdx.x) * size.channels + share.channel);
#pragma unroll 2
    for (unsigned int row = share.first; row < share.end; row += share.step) {
      const unsigned long long place = static_cast<unsigned long long>(row) * size.channels + share.channel;
      const Few<Number, W> gradients = few_at<W>(grad_y + place), values = few_at<W>(x + place);
      Few<Number, W> out;
      for (int i = 0; i < W; ++i) {
        const float gradient = value_of(gradients.at[i]);
        sums[0][i] += gradient * value_of(values.at[i]);
        out.at[i] = number_of(gradient * value_of(by.at[i]));
      }
      put_few<W>(grad_x + place, out);
    }
  }
  add_up(sums, size, share, grad_gate);
}
FOR_WIDTHS(gate_backward,
           (const Number* grad_y, const Number* x, const Number* gates, Number* grad_x, Rows size, float* grad_gate),
           (grad_y, x, gates, grad_x, size, grad_gate))
