#pragma once
// The layers of a network in the order in which a pass visits them, for people: cre-train --describe.

#include <cstdint>
#include <string>
#include <vector>

#include "layers/torch.h"

namespace cre {

class LayerTable {
 public:
  struct Row {
    const torch::nn::Module* layer;
    std::string kind;
    std::vector<std::int64_t> shape;
    std::int64_t multiply_adds;
  };

  /// Called by layers as they run. shape: of the output of one element; multiply_adds: of one element.
  void add(const torch::nn::Module& layer, const std::string& kind, const std::vector<std::int64_t>& shape,
           std::int64_t multiply_adds);

  /// One line a layer with name, kind, output shape, parameters and multiply-adds, then the sums. Names are those of
  /// the arrays in model.h5. A norm counts with its layer; norms that stand alone are summed up in "(other)".
  std::string text(const torch::nn::Module& network) const;

  /// Of one element, all layers together.
  std::int64_t multiply_adds() const;

  /// In the order of the pass.
  const std::vector<Row>& rows() const { return rows_; }

 private:
  std::vector<Row> rows_;
};

}  // namespace cre
