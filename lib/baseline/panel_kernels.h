#pragma once
// Internal to cross_products.cpp: sums of products with dense features, for several instruction sets. Each product is
// rounded before it is added, and each sum is made in the order of the rows, so all kernels give the same bits.

#include <cstddef>
#include <cstdint>
#include <span>

namespace cre {

/// Dense features are stored in panels of so many columns, each row by row; the last panel is filled up with zeros.
inline constexpr std::size_t kPanel = 16;
/// Columns of a panel that are multiplied at a time.
inline constexpr std::size_t kPanelPart = 4;

/// A row, and what it is multiplied by.
struct RowFactor {
  std::uint32_t row;
  double factor;
};

struct PanelKernel {
  const char* name;
  /// sums (kPanelPart, kPanel) += left' right over the rows; left is a panel from one of its columns on, already
  /// weighted, right a panel.
  void (*add_products)(const double* left, const double* right, std::size_t rows, double* sums);
  /// sums (kPanel) += factor times the panel's row, for each of `count` rows.
  void (*add_rows)(const double* panel, const RowFactor* factors, std::size_t count, double* sums);
};

/// Every kernel that this processor can run, the fastest first; the last one runs everywhere.
std::span<const PanelKernel> panel_kernels();

}  // namespace cre
