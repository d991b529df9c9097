#pragma once
// How the threads of a kernel share rows of channels; the structure is that of numbers.cu.

#include <cstdint>
#include <string>

#include "layers/gpu/kernels.h"

namespace cre::gpu {

struct Rows {
  unsigned rows, channels, lanes, slots, block_rows;
};

struct RowLaunch {
  Rows rows;
  Grid grid;
  std::string width;  // "_8": the end of the kernel's name
};

/// Many small blocks, for kernels that add nothing up.
RowLaunch many_blocks(std::int64_t rows, std::int64_t channels);
/// About a thousand blocks in all, each of which adds up what it finds.
RowLaunch few_blocks(std::int64_t rows, std::int64_t channels);
/// A block, or one for each tile of channels, has the `length` rows of an element.
RowLaunch block_an_element(std::int64_t batch, std::int64_t length, std::int64_t channels);

/// How many parts of a size make up a whole; the last may be smaller.
inline std::int64_t parts(std::int64_t whole, std::int64_t part) {
  return (whole + part - 1) / part;
}

/// (B, C, 1, L) or (B, C): B L, or B.
std::int64_t rows_of(const at::Tensor& x);

/// float32 (columns): the sums over `partial` (groups, columns).
at::Tensor sum_groups(const Program& program, const at::Tensor& partial, std::int64_t columns);

}  // namespace cre::gpu
