// Compiled with -ffp-contract=off: a fused multiplication and addition would round otherwise than the portable kernel.
#include "baseline/panel_kernels.h"

#include <cstring>
#include <vector>

#include "core/register_vectors.h"

namespace cre {

namespace {

template <std::size_t kLanes>
using Vector = typename RegisterVectors<kLanes>::Doubles;

template <std::size_t kLanes>
[[gnu::always_inline]] inline void add_products_body(const double* left, const double* right, std::size_t rows,
                                                     double* sums) {
  for (std::size_t first = 0; first < kPanel; first += kLanes) {
    Vector<kLanes> sum[kPanelPart];
    for (std::size_t i = 0; i < kPanelPart; ++i) {
      std::memcpy(&sum[i], sums + i * kPanel + first, sizeof(sum[i]));
    }
    for (std::size_t row = 0; row < rows; ++row) {
      Vector<kLanes> values;
      std::memcpy(&values, right + row * kPanel + first, sizeof(values));
      for (std::size_t i = 0; i < kPanelPart; ++i) {
        sum[i] += left[row * kPanel + i] * values;
      }
    }
    for (std::size_t i = 0; i < kPanelPart; ++i) {
      std::memcpy(sums + i * kPanel + first, &sum[i], sizeof(sum[i]));
    }
  }
}

template <std::size_t kLanes>
[[gnu::always_inline]] inline void add_rows_body(const double* panel, const RowFactor* factors, std::size_t count,
                                                 double* sums) {
  constexpr std::size_t kVectors = kPanel / kLanes;
  Vector<kLanes> sum[kVectors];
  for (std::size_t v = 0; v < kVectors; ++v) {
    std::memcpy(&sum[v], sums + v * kLanes, sizeof(sum[v]));
  }
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t v = 0; v < kVectors; ++v) {
      Vector<kLanes> values;
      std::memcpy(&values, panel + factors[i].row * kPanel + v * kLanes, sizeof(values));
      sum[v] += factors[i].factor * values;
    }
  }
  for (std::size_t v = 0; v < kVectors; ++v) {
    std::memcpy(sums + v * kLanes, &sum[v], sizeof(sum[v]));
  }
}

void add_products_portable(const double* left, const double* right, std::size_t rows, double* sums) {
  add_products_body<2>(left, right, rows, sums);
}

void add_rows_portable(const double* panel, const RowFactor* factors, std::size_t count, double* sums) {
  add_rows_body<2>(panel, factors, count, sums);
}

#if defined(__x86_64__)

__attribute__((target("avx2"))) void add_products_avx2(const double* left, const double* right, std::size_t rows,
                                                       double* sums) {
  add_products_body<4>(left, right, rows, sums);
}

__attribute__((target("avx2"))) void add_rows_avx2(const double* panel, const RowFactor* factors, std::size_t count,
                                                   double* sums) {
  add_rows_body<4>(panel, factors, count, sums);
}

__attribute__((target("avx512f"))) void add_products_avx512(const double* left, const double* right, std::size_t rows,
                                                            double* sums) {
  add_products_body<8>(left, right, rows, sums);
}

__attribute__((target("avx512f"))) void add_rows_avx512(const double* panel, const RowFactor* factors,
                                                        std::size_t count, double* sums) {
  add_rows_body<8>(panel, factors, count, sums);
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
