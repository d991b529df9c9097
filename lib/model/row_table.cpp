#include "model/row_table.h"

namespace cre {

RowTable::RowTable(const at::Tensor& rows, const at::Device& device, Residence residence)
    : rows_(residence == Residence::device ? rows.to(device) : rows) {}

at::Tensor RowTable::select(const at::Tensor& rows) const {
  return rows_.index_select(0, rows.to(rows_.device())).to(rows.device());
}

}  // namespace cre
