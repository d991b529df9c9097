#pragma once
// Values of all elements, of which batches are taken: on the device, or in main memory when the table is too large.

#include <cstdint>

#include "layers/torch.h"

namespace cre {

enum class Residence { device, main_memory };

/// On the device when that takes no more than `most` bytes there.
inline Residence residence_of(std::int64_t bytes, std::int64_t most) {
  return bytes <= most ? Residence::device : Residence::main_memory;
}

class RowTable {
 public:
  /// No table.
  RowTable() = default;

  /// rows: (N, ...) in main memory; shares its memory where it stays there.
  RowTable(const at::Tensor& rows, const at::Device& device, Residence residence);

  /// rows: int64 (B) on the device; returns (B, ...) on the device, the same values for either residence.
  at::Tensor select(const at::Tensor& rows) const;

  bool defined() const { return rows_.defined(); }
  bool is_on(const at::Device& device) const { return rows_.device() == device; }
  std::int64_t size(std::int64_t dimension) const { return rows_.size(dimension); }

 private:
  at::Tensor rows_;
};

}  // namespace cre
