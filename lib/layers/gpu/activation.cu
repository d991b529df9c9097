// Activation with bias or norm, residual sum and dropout, and max-pools. The results of LeakyReLU and ReLU are those of
// layers/elementwise_kernels.h, value by value.

// Which values are dropped: layers/dropout.h. threshold 0: none.
struct Drop {
  unsigned long long seed, step;
  unsigned int layer, threshold;
  float scale;
};

// Four blocks of Philox decide a lane's 32 values of a chunk: bit 4 h + j says whether value 128 h + j stays.
inline unsigned int kept(unsigned int block, const Drop& drop) {
  unsigned int keep = 0;
  for (unsigned int j = 0; j < 4; ++j) {
    unsigned int c0 = block + j, c1 = drop.layer, c2 = static_cast<unsigned int>(drop.step);
    unsigned int c3 = (static_cast<unsigned int>(drop.step >> 32) & 0xFFFFFFu) ^ (DROPOUT_PURPOSE << 24);
    unsigned int key0 = static_cast<unsigned int>(drop.seed), key1 = static_cast<unsigned int>(drop.seed >> 32);
    for (int round = 0; round < 10; ++round) {
      const unsigned long long product0 = 0xD2511F53ull * c0, product1 = 0xCD9E8D57ull * c2;
      c0 = static_cast<unsigned int>(product1 >> 32) ^ c1 ^ key0;
      c1 = static_cast<unsigned int>(product1);
      c2 = static_cast<unsigned int>(product0 >> 32) ^ c3 ^ key1;
      c3 = static_cast<unsigned int>(product0);
      key0 += 0x9E3779B9u;
      key1 += 0xBB67AE85u;
    }
    const unsigned int words[4] = {c0, c1, c2, c3};
    for (int w = 0; w < 4; ++w) {
      keep |= ((words[w] & 0xFFFFu) >= drop.threshold ? 1u : 0u) << (8 * w + j);
      keep |= ((words[w] >> 16) >= drop.threshold ? 1u : 0u) << (8 * w + 4 + j);
    }
  }
  return keep;
}

template <int W>
inline Few<Number, W> activated(const Few<Number, W>& values, const Few<Number, W>& residual, const Before& before,
                                unsigned int channel, float slope, float scale, unsigned int keep) {
  Few<Number, W> out;
  for (int i = 0; i < W; ++i) {
    const float z = before_activation(value_of(values.at[i]), before, channel + i, value_of(residual.at[i]));
    out.at[i] = number_of((keep >> i) & 1u ? curve_at(z, slope) * scale : 0.0f);
  }
  return out;
}

// y = dropout(curve(z)); y may be x. A warp does a chunk of 1024 values, each of its threads eight times four
// neighbours; it reads all before it writes, to keep the memory busy.
KERNEL activate(const Number* x, Number* y, Before before, unsigned int count, unsigned int channels, float slope,
                Drop drop, const unsigned long long* step) {
  const unsigned int chunk = blockIdx.x * (THREADS / 32u) + threadIdx.x / 32u, lane = threadIdx.x % 32u;
  if (step != nullptr) {
    drop.step = *step;
  }
  const unsigned int keep = drop.threshold == 0 ? 0xFFFFFFFFu : kept(128u * chunk + 4u * lane, drop);
  const unsigned int start = 1024u * chunk + 4u * lane;
  if (channels % 4u == 0) {
    const unsigned int step_channels = 128u % channels;
    unsigned int channel = start % channels;
    Few<Number, 4> values[8], residual[8];
#pragma unroll
    for (unsigned int h = 0; h < 8; ++h) {
      if (start + 128u * h < count) {
        values[h] = few_at<4>(x + start + 128u * h);
        residual[h] = before.residual != nullptr ? few_at<4>(before.residual + start + 128u * h) : values[h];
      }
    }
#pragma unroll
    for (unsigned int h = 0; h < 8; ++h) {
      const unsigned int first = start + 128u * h;
      if (first < count) {
        put_few<4>(y + first, activated<4>(values[h], residual[h], before, channel, slope, drop.scale,
                                           keep >> (4u * h)));
      }
      channel += step_channels;
      channel -= channel < channels ? 0u : channels;
    }
  } else {
    for (unsigned int h = 0; h < 8; ++h) {
      const unsigned int first = start + 128u * h;
      for (unsigned int i = first; i < first + 4u && i < count; ++i) {
        const Few<Number, 1> value = few_at<1>(x + i);
        const Few<Number, 1> residual = before.residual != nullptr ? few_at<1>(before.residual + i) : value;
        put_few<1>(y + i, activated<1>(value, residual, before, i % channels, slope, drop.scale,
                                       keep >> (4u * h + i - first)));
      }
    }
  }
}

// What LeakyReLU's result says of its slope, with the scale of dropout.
struct Slopes {
  float positive, negative, zero;
};

// grad_x = grad_y times the slope that y tells; partial: sums of grad_x for the bias, or null.
template <int W>
inline void activate_backward(const Number* __restrict__ y, const Number* __restrict__ grad_y,
                              Number* __restrict__ grad_x, Rows size, Slopes slopes,
                              float* partial) {
  const Share<W> share = share_of<W>(size);
  float sums[1][W] = {};
  if (share.works) {
#pragma unroll 4
    for (unsigned int row = share.first; row < share.end; row += share.step) {
      const unsigned long long place = static_cast<unsigned long long>(row) * size.channels + share.channel;
      const Few<Number, W> values = few_at<W>(y + place);
      Few<Number, W> gradients = few_at<W>(grad_y + place);
      for (int i = 0; i < W; ++i) {
        const float value = value_of(values.at[i]);
        const float gradient = value_of(gradients.at[i]) *
                               (value > 0.0f ? slopes.positive : (value < 0.0f ? slopes.negative : slopes.zero));
        sums[0][i] += gradient;
        gradients.at[i] = number_of(gradient);
      }
      put_few<W>(grad_x + place, gradients);
    }
  }
  if (partial != nullptr) {
    add_up(sums, size, share, partial);
  }
}
FOR_WIDTHS(activate_backward,
           (const Number* y, const Number* grad_y, Number* grad_x, Rows size, Slopes slopes, float* partial),
           (y, grad_y, grad_x, size, slopes, partial))

// Windows of positions; the rows of `size` are windows, `pooled` an element.
struct Windows {
  unsigned int length, pooled, window;
};

inline unsigned long long first_row(const Windows& windows, unsigned int row) {
  return static_cast<unsigned long long>(row / windows.pooled) * windows.length + row % windows.pooled * windows.window;
}

// y = leaky_relu(max over a window + bias), which: its place, the first of equal ones.
template <int W>
inline void pool(const Number* __restrict__ x, const float* __restrict__ bias, Number* __restrict__ y,
                 unsigned char* __restrict__ which, Rows size, Windows windows,
                 float slope) {
  const Share<W> share = share_of<W>(size);
  if (!share.works) {
    return;
  }
  for (unsigned int row = share.first; row < share.end; row += share.step) {
    const Number* from = x + first_row(windows, row) * size.channels + share.channel;
    const Few<Number, W> head = few_at<W>(from);
    float best[W];
    Few<unsigned char, W> places;
    for (int i = 0; i < W; ++i) {
      best[i] = value_of(head.at[i]);
      places.at[i] = 0;
    }
    for (unsigned int w = 1; w < windows.window; ++w) {
      const Few<Number, W> values = few_at<W>(from + static_cast<unsigned long long>(w) * size.channels);
      for (int i = 0; i < W; ++i) {
        const float value = value_of(values.at[i]);
        places.at[i] = value > best[i] ? static_cast<unsigned char>(w) : places.at[i];
        best[i] = value > best[i] ? value : best[i];
      }
    }
    Few<Number, W> out;
    for (int i = 0; i < W; ++i) {
      const float z = bias == nullptr ? best[i] : best[i] + bias[share.channel + i];
      out.at[i] = number_of(z > 0.0f ? z : z * slope);
    }
    const unsigned long long place = static_cast<unsigned long long>(row) * size.channels + share.channel;
    put_few<W>(y + place, out);
    put_few<W>(which + place, places);
  }
}
FOR_WIDTHS(pool,
           (const Number* x, const float* bias, Number* y, unsigned char* which, Rows size, Windows windows,
            float slope),
           (x, bias, y, which, size, windows, slope))

// Writes all of grad_x (B, length, C); partial as in activate_backward.
template <int W>
inline void pool_backward(const Number* __restrict__ y, const Number* __restrict__ grad_y,
                          const unsigned char* __restrict__ which, Number* __restrict__ grad_x, Rows size,
                          Windows windows, float slope, float* partial) {
  const Share<W> share = share_of<W>(size);
  float sums[1][W] = {};
  if (share.works) {
    for (unsigned int row = share.first; row < share.end; row += share.step) {
      const unsigned long long place = static_cast<unsigned long long>(row) * size.channels + share.channel;
      const Few<Number, W> values = few_at<W>(y + place), gradients = few_at<W>(grad_y + place);
      const Few<unsigned char, W> places = few_at<W>(which + place);
      float gradient[W];
      for (int i = 0; i < W; ++i) {
        gradient[i] = value_of(gradients.at[i]) * (value_of(values.at[i]) > 0.0f ? 1.0f : slope);
        sums[0][i] += gradient[i];
      }
      const unsigned int position = row % windows.pooled;
      const unsigned int end =
          position + 1u == windows.pooled ? windows.length - position * windows.window : windows.window;
      Number* to = grad_x + first_row(windows, row) * size.channels + share.channel;
      for (unsigned int w = 0; w < end; ++w) {  // those that fill no window have no gradient
        Few<Number, W> part;
        for (int i = 0; i < W; ++i) {
          part.at[i] = number_of(places.at[i] == w ? gradient[i] : 0.0f);
        }
        put_few<W>(to + static_cast<unsigned long long>(w) * size.channels, part);
      }
    }
  }
  if (partial != nullptr) {
    add_up(sums, size, share, partial);
  }
}
FOR_WIDTHS(pool_backward,
           (const Number* y, const Number* grad_y, const unsigned char* which, Number* grad_x, Rows size,
            Windows windows, float slope, float* partial),
           (y, grad_y, which, grad_x, size, windows, slope, partial))
