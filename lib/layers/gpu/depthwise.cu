// Depthwise convolution along the positions of an element, "same" padding, dilation 1. WIDTH, the odd width of the
// filter, is known when this is compiled. A thread has four channels (one where they do not divide) of a run of
// positions and keeps the WIDTH values around the present one.

template <int W>
struct Run {
  unsigned long long element;
  unsigned int channel, first, end;
  bool works;
};

// Threads: channels / W beside each other, then runs of an element, then elements.
template <int W>
inline Run<W> run_of(unsigned int batch, unsigned int length, unsigned int channels, unsigned int run_length) {
  const unsigned int groups = channels / W, runs = (length + run_length - 1u) / run_length;
  const unsigned int thread = blockIdx.x * THREADS + threadIdx.x, run = thread / groups;
  const unsigned int first = run % runs * run_length, end = first + run_length;
  return {run / runs, thread % groups * W, first, end < length ? end : length, run / runs < batch};
}

template <int W>
inline Few<Number, W> position_at(const Number* x, int position, unsigned int length, unsigned int channels) {
  if (position >= 0 && position < static_cast<int>(length)) {
    return few_at<W>(x + static_cast<unsigned long long>(position) * channels);
  }
  Few<Number, W> none;
  for (int i = 0; i < W; ++i) {
    none.at[i] = number_of(0.0f);
  }
  return none;
}

// y[l] = sum over k of weight[k] x[l + k - WIDTH / 2]; mirrored: with weight[WIDTH - 1 - k], which is the gradient
// by x. weight: (channels, WIDTH).
template <int W>
inline void depthwise(const Number* __restrict__ x, const Number* __restrict__ weight, Number* __restrict__ y,
                      unsigned int batch, unsigned int length, unsigned int channels, unsigned int run_length,
                      int mirrored) {
  const Run<W> run = run_of<W>(batch, length, channels, run_length);
  if (!run.works) {
    return;
  }
  float filter[WIDTH][W], window[WIDTH][W];
  const Number* const from = x + run.element * length * channels + run.channel;
  Number* const to = y + run.element * length * channels + run.channel;
#pragma unroll
  for (int k = 0; k < WIDTH; ++k) {
    const Few<Number, W> values =
        position_at<W>(from, static_cast<int>(run.first) + k - 1 - WIDTH / 2, length, channels);
    for (int i = 0; i < W; ++i) {
      filter[k][i] = value_of(weight[(run.channel + i) * WIDTH + (mirrored ? WIDTH - 1 - k : k)]);
      window[k][i] = value_of(values.at[i]);
    }
  }
#pragma unroll WIDTH
  for (unsigned int position = run.first; position < run.end; ++position) {
    const Few<Number, W> next = position_at<W>(from, static_cast<int>(position) + WIDTH / 2, length, channels);
    Few<Number, W> out;
    for (int i = 0; i < W; ++i) {
      float sum = 0.0f;
#pragma unroll
      for (int k = 0; k < WIDTH; ++k) {
        window[k][i] = k + 1 < WIDTH ? window[k + 1 < WIDTH ? k + 1 : k][i] : value_of(next.at[i]);
        sum += filter[k][i] * window[k][i];
      }
      out.at[i] = number_of(sum);
    }
    put_few<W>(to + static_cast<unsigned long long>(position) * channels, out);
  }
}

// partial: (elements * runs, channels, WIDTH), sums over the positions of a run of grad_y[l] x[l + k - WIDTH / 2].
template <int W>
inline void depthwise_weights(const Number* __restrict__ x, const Number* __restrict__ grad_y,
                              float* __restrict__ partial, unsigned int batch, unsigned int length,
                              unsigned int channels, unsigned int run_length) {
  const Run<W> run = run_of<W>(batch, length, channels, run_length);
  if (!run.works) {
    return;
  }
  float sums[WIDTH][W], window[WIDTH][W];
  const Number* const from = x + run.element * length * channels + run.channel;
  const Number* const gradients = grad_y + run.element * length * channels + run.channel;
#pragma unroll
  for (int k = 0; k < WIDTH; ++k) {
    const Few<Number, W> values =
        position_at<W>(from, static_cast<int>(run.first) + k - 1 - WIDTH / 2, length, channels);
    for (int i = 0; i < W; ++i) {
      sums[k][i] = 0.0f;
      window[k][i] = value_of(values.at[i]);
    }
  }
#pragma unroll WIDTH
  for (unsigned int position = run.first; position < run.end; ++position) {
    const Few<Number, W> next = position_at<W>(from, static_cast<int>(position) + WIDTH / 2, length, channels);
    const Few<Number, W> gradient = few_at<W>(gradients + static_cast<unsigned long long>(position) * channels);
    for (int i = 0; i < W; ++i) {
#pragma unroll
      for (int k = 0; k < WIDTH; ++k) {
        window[k][i] = k + 1 < WIDTH ? window[k + 1 < WIDTH ? k + 1 : k][i] : value_of(next.at[i]);
        sums[k][i] += value_of(gradient.at[i]) * window[k][i];
      }
    }
  }
  const unsigned int runs = (length + run_length - 1u) / run_length;
  float* const out =
      partial + (run.element * runs + run.first / run_length) * channels * WIDTH + run.channel * WIDTH;
#pragma unroll
  for (int k = 0; k < WIDTH; ++k) {
    for (int i = 0; i < W; ++i) {
      out[i * WIDTH + k] = sums[k][i];
    }
  }
}

#define FOR_CHANNELS(NAME, PARAMETERS, ARGUMENTS)   \
  KERNEL NAME##_1 PARAMETERS { NAME<1> ARGUMENTS; } \
  KERNEL NAME##_4 PARAMETERS { NAME<4> ARGUMENTS; }

FOR_CHANNELS(depthwise,
             (const Number* x, const Number* weight, Number* y, unsigned int batch, unsigned int length,
              unsigned int channels, unsigned int run_length, int mirrored),
             (x, weight, y, batch, length, channels, run_length, mirrored))
FOR_CHANNELS(depthwise_weights,
             (const Number* x, const Number* grad_y, float* partial, unsigned int batch, unsigned int length,
              unsigned int channels, unsigned int run_length),
             (x, grad_y, partial, batch, length, channels, run_length))
