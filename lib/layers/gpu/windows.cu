// The values around each position of a sequence of four channels, side by side, so that a convolution becomes a matrix
// product: cuDNN's kernels are made for many channels.

// out: (rows, taps, 4), of which tap t has position row + t - width / 2 of the row's element, zeros beyond its ends and
// from tap `width` on. A thread has a tap.
KERNEL windows(const Number* x, Number* out, unsigned int rows, unsigned int length, unsigned int width,
               unsigned int taps) {
  const unsigned long long thread = static_cast<unsigned long long>(blockIdx.x) * THREADS + threadIdx.x;
  const unsigned int row = static_cast<unsigned int>(thread / taps), tap = static_cast<unsigned int>(thread % taps);
  if (row >= rows) {
    return;
  }
  const int position = static_cast<int>(row % length + tap) - static_cast<int>(width / 2u);
  Few<Number, 4> values;
  for (int i = 0; i < 4; ++i) {
    values.at[i] = number_of(0.0f);
  }
  if (tap < width && position >= 0 && position < static_cast<int>(length)) {
    values = few_at<4>(x + 4ull * (row - row % length + static_cast<unsigned int>(position)));
  }
  put_few<4>(out + 4ull * thread, values);
}
