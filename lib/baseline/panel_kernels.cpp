// Compiled with -ffp-contract=off: a fused multiplication and addition would round otherwise than the portable kernel.
#include "baseline/panel_kernels.h"

#include <cstring>
#include <vector>

namespace cre {

namespace {

constexpr std::size_t kVectors = 2;  // of a panel's row
constexpr std::size_t kWidth = kPanel / kVectors;

using Vector = double __attribute__((vector_size(kWidth * sizeof(double))));

[[gnu::always_inline]] inline void read_vectors(const double* from, Vector* to) {
  std::memcpy(to, from, kVectors * sizeof(Vector));
}

[[gnu::always_inline]] inline void add_products_body(const double* left, const double* right, std::size_t rows,
                                                     double* sums) {
  Vector sum[kPanelPart][kVectors];
  std::memcpy(sum, sums, sizeof(sum));
  for (std::size_t row = 0; row < rows; ++row) {
    Vector values[kVectors];
    read_vectors(right + row * kPanel, values);
    for (std::size_t i = 0; i < kPanelPart; ++i) {
      for (std::size_t v = 0; v < kVectors; ++v) {
        sum[i][v] += left[row * kPanel + i] * values[v];
      }
    }
  }
  std::memcpy(sums, sum, sizeof(sum));
}

[[gnu::always_inline]] inline void add_rows_body(const double* panel, const RowFactor* factors, std::size_t count,
                                                 double* sums) {
  Vector sum[kVectors];
  read_vectors(sums, sum);
  for (std::size_t i = 0; i < count; ++i) {
    Vector values[kVectors];
    read_vectors(panel + factors[i].row * kPanel, values);
    for (std::size_t v = 0; v < kVectors; ++v) {
      sum[v] += factors[i].factor * values[v];
    }
  }
  std::memcpy(sums, sum, sizeof(sum));
}

void add_products_portable(const double* left, const double* right, std::size_t rows, double* sums) {
  add_products_body(left, right, rows, sums);
}

void add_rows_portable(const double* panel, const RowFactor* factors, std::size_t count, double* sums) {
  add_rows_body(panel, factors, count, sums);
}

#if defined(__x86_64__)

__attribute__((target("avx2"))) void add_products_avx2(const double* left, const double* right, std::size_t rows,
                                                       double* sums) {
  add_products_body(left, right, rows, sums);
}

__attribute__((target("avx2"))) void add_rows_avx2(const double* panel, const RowFactor* factors, std::size_t count,
                                                   double* sums) {
  add_rows_body(panel, factors, count, sums);
}

__attribute__((target("avx512f"))) void add_products_avx512(const double* left, const double* right, std::size_t rows,
                                                            double* sums) {
  add_products_body(left, right, rows, sums);
}

__attribute__((target("avx512f"))) void add_rows_avx512(const double* panel, const RowFactor* factors,
                                                        std::size_t count, double* sums) {
  add_rows_body(panel, factors, count, sums);
}

#endif

std::vector<PanelKernel> runnable_panel_kernels() {
  std::vector<PanelKernel> kernels;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) {
    kernels.push_back({"avx512", add_products_avx512, add_rows_avx512});
  }
  if (__builtin_cpu_supports("avx2")) {
    kernels.push_back({"avx2", add_products_avx2, add_rows_avx2});
  }
#endif
  kernels.push_back({"portable", add_products_portable, add_rows_portable});
  return kernels;
}

}  // namespace

std::span<const PanelKernel> panel_kernels() {
  static const std::vector<PanelKernel> kernels = runnable_panel_kernels();
  return kernels;
}

}  // namespace cre
