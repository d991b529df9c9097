// Batch norm in training, with the activation after it. Sums are taken about the first row, so that a mean far from
// zero costs no digits.

// partial: (blocks, 2, channels), sums of x - x[0] and of its square.
template <int W>
inline void norm_sums(const Number* x, Rows size, float* partial) {
  const Share<W> share = share_of<W>(size);
  float sums[2][W] = {};
  if (share.works) {
    const Few<Number, W> origin = few_at<W>(x + share.channel);
#pragma unroll 4
    for (unsigned int row = share.first; row < share.end; row += share.step) {
      const Few<Number, W> values =
          few_at<W>(x + static_cast<unsigned long long>(row) * size.channels + share.channel);
      for (int i = 0; i < W; ++i) {
        const float from = value_of(values.at[i]) - value_of(origin.at[i]);
        sums[0][i] += from;
        sums[1][i] += from * from;
      }
    }
  }
  add_up(sums, size, share, partial);
}
FOR_WIDTHS(norm_sums, (const Number* x, Rows size, float* partial), (x, size, partial))

// Of a batch norm, (channels) each.
struct Norm {
  const float *weight, *bias, *offset;  // offset: of x, may be null
  float *running_mean, *running_var;  // changed
  float *mean, *scale;                // of this batch: its mean, and 1 / its standard deviation
  float *factor, *shift;              // y = x factor + shift
};

// sums: (2, channels) of all rows.
KERNEL norm_finish(const Number* x, const float* sums, Norm norm, unsigned int rows, unsigned int channels,
                   float momentum, float epsilon) {
  const unsigned int c = blockIdx.x * THREADS + threadIdx.x;
  if (c >= channels) {
    return;
  }
  const float count = static_cast<float>(rows), from = sums[c] / count;
  const float spread = sums[channels + c] / count - from * from, var = spread > 0.0f ? spread : 0.0f;
  const float mean = value_of(x[c]) + from, scale = 1.0f / sqrtf(var + epsilon);
  const float whole_mean = norm.offset == nullptr ? mean : mean + norm.offset[c];
  norm.running_mean[c] += momentum * (whole_mean - norm.running_mean[c]);
  norm.running_var[c] += momentum * (var * (count / (count - 1.0f)) - norm.running_var[c]);
  norm.mean[c] = mean;
  norm.scale[c] = scale;
  norm.factor[c] = norm.weight[c] * scale;
  norm.shift[c] = norm.bias[c] - mean * norm.factor[c];
}

// What comes back to z, the input of the activation. y: the result, where dropout made zeros of some; else null.
struct Back {
  const Number *grad_y, *y;
  float scale;  // of dropout
};

template <int W>
inline void gradient_of_z(const Number* x, const Before& before, const Back& back, float slope, unsigned int channel,
                          unsigned long long place, float (&value)[W], float (&gradient)[W]) {
  const Few<Number, W> values = few_at<W>(x + place), gradients = few_at<W>(back.grad_y + place);
  const Few<Number, W> others = before.residual != nullptr ? few_at<W>(before.residual + place) : values;
  const Few<Number, W> results = back.y != nullptr ? few_at<W>(back.y + place) : values;
  for (int i = 0; i < W; ++i) {
    value[i] = value_of(values.at[i]);
    const float z = before_activation(value[i], before, channel + i, value_of(others.at[i]));
    const bool dropped = back.y != nullptr && value_of(results.at[i]) == 0.0f;
    gradient[i] = dropped ? 0.0f : value_of(gradients.at[i]) * back.scale * slope_at(z, slope);
  }
}

// partial: (blocks, 2, channels), sums of the gradient of z and of that times the normalised x. grad_z: the gradient
// itself, for the residual; may be null.
template <int W>
inline void norm_backward_sums(const Number* x, Before before, Back back, float slope, Norm norm, Number* grad_z,
                               Rows size, float* partial) {
  const Share<W> share = share_of<W>(size);
  float sums[2][W] = {};
  if (share.works) {
#pragma unroll 2
    for (unsigned int row = share.first; row < share.end; row += share.step) {
      const unsigned long long place = static_cast<unsigned long long>(row) * size.channels + share.channel;
      float value[W], gradient[W];
      gradient_of_z<W>(x, before, back, slope, share.channel, place, value, gradient);
      Few<Number, W> out;
      for (int i = 0; i < W; ++i) {
        const unsigned int c = share.channel + i;
        out.at[i] = number_of(gradient[i]);
        sums[0][i] += gradient[i];
        sums[1][i] += gradient[i] * ((value[i] - norm.mean[c]) * norm.scale[c]);
      }
      if (grad_z != nullptr) {
        put_few<W>(grad_z + place, out);
      }
    }
  }
  add_up(sums, size, share, partial);
}
FOR_WIDTHS(norm_backward_sums,
           (const Number* x, Before before, Back back, float slope, Norm norm, Number* grad_z, Rows size,
            float* partial),
           (x, before, back, slope, norm, grad_z, size, partial))

// grad_x; sums: (2, channels) of all rows. grad_z: null where it is to be computed once more.
template <int W>
inline void norm_backward(const Number* __restrict__ x, Before before, Back back, float slope, Norm norm,
                          const Number* __restrict__ grad_z, const float* __restrict__ sums,
                          Number* __restrict__ grad_x, Rows size) {
  const Share<W> share = share_of<W>(size);
  if (!share.works) {
    return;
  }
  const float count = static_cast<float>(size.rows);
#pragma unroll 2
  for (unsigned int row = share.first; row < share.end; row += share.step) {
    const unsigned long long place = static_cast<unsigned long long>(row) * size.channels + share.channel;
    float value[W], gradient[W];
    if (grad_z != nullptr) {
      const Few<Number, W> values = few_at<W>(x + place), gradients = few_at<W>(grad_z + place);
      for (int i = 0; i < W; ++i) {
        value[i] = value_of(values.at[i]);
        gradient[i] = value_of(gradients.at[i]);
      }
    } else {
      gradient_of_z<W>(x, before, back, slope, share.channel, place, value, gradient);
    }
    Few<Number, W> out;
    for (int i = 0; i < W; ++i) {
      const unsigned int c = share.channel + i;
      const float normalised = (value[i] - norm.mean[c]) * norm.scale[c];
      out.at[i] = number_of(norm.factor[c] *
                            (gradient[i] - sums[c] / count - normalised * (sums[size.channels + c] / count)));
    }
    put_few<W>(grad_x + place, out);
  }
}
FOR_WIDTHS(norm_backward,
           (const Number* x, Before before, Back back, float slope, Norm norm, const Number* grad_z,
            const float* sums, Number* grad_x, Rows size),
           (x, before, back, slope, norm, grad_z, sums, grad_x, size))
