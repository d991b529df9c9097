#include "layers/gpu/rows.h"

#include <algorithm>

#include "core/error.h"

namespace cre::gpu {
namespace {

struct Tile {
  std::int64_t width, lanes, slots, tiles;
};

Tile tile_of(std::int64_t channels) {
  constexpr std::int64_t most_lanes = 32;
  const std::int64_t width = channels % 8 == 0 ? 8 : (channels % 4 == 0 ? 4 : 1), groups = channels / width;
  const std::int64_t lanes = std::min(groups, most_lanes);
  return {width, lanes, block_threads() / lanes, parts(groups, lanes)};
}

RowLaunch row_launch(std::int64_t rows, std::int64_t channels, const Tile& tile, std::int64_t block_rows) {
  return {.rows = {.rows = static_cast<unsigned>(rows),
                   .channels = static_cast<unsigned>(channels),
                   .lanes = static_cast<unsigned>(tile.lanes),
                   .slots = static_cast<unsigned>(tile.slots),
                   .block_rows = static_cast<unsigned>(block_rows)},
          .grid = {parts(rows, block_rows), tile.tiles},
          .width = concat("_", tile.width)};
}

}  // namespace

RowLaunch many_blocks(std::int64_t rows, std::int64_t channels) {
  constexpr std::int64_t rows_of_a_thread = 4;
  const Tile tile = tile_of(channels);
  return row_launch(rows, channels, tile, rows_of_a_thread * tile.slots);
}

RowLaunch few_blocks(std::int64_t rows, std::int64_t channels) {
  constexpr std::int64_t most_blocks = 1056, fewest_rows_of_a_thread = 4;  // eight blocks for each of 132 processors
  const Tile tile = tile_of(channels);
  const std::int64_t block_rows = parts(rows, std::max<std::int64_t>(1, most_blocks / tile.tiles));
  return row_launch(rows, channels, tile,
                    std::max(parts(block_rows, tile.slots), fewest_rows_of_a_thread) * tile.slots);
}

RowLaunch block_an_element(std::int64_t batch, std::int64_t length, std::int64_t channels) {
  return row_launch(batch * length, channels, tile_of(channels), length);
}

std::int64_t rows_of(const at::Tensor& x) {
  return x.numel() / x.size(1);
}

at::Tensor sum_groups(const Program& program, const at::Tensor& partial, std::int64_t columns) {
  constexpr std::int64_t columns_of_a_block = 32;
  at::Tensor out = at::empty({columns}, partial.options());
  launch(program, partial.device(), "sum_groups", {parts(columns, columns_of_a_block)}, address(partial), address(out),
         static_cast<unsigned>(partial.numel() / columns), static_cast<unsigned>(columns));
  return out;
}

}  // namespace cre::gpu
