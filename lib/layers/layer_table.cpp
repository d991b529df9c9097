#include "layers/layer_table.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "core/text.h"

namespace cre {
namespace {

constexpr std::size_t kColumns = 5;
using Line = std::array<std::string, kColumns>;

std::string shape_text(const std::vector<std::int64_t>& shape) {
  std::vector<std::string> sizes;
  for (const std::int64_t size : shape) {
    sizes.push_back(std::to_string(size));
  }
  return join(sizes, " x ");
}

// 3949571 as "3,949,571".
std::string grouped(std::int64_t value) {
  const std::string digits = std::to_string(value);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) {
      text += ',';
    }
    text += digits[i];
  }
  return text;
}

// Parameters below `module`, without those of modules below it that are in `apart`.
std::int64_t parameters_of(const torch::nn::Module& module, const std::set<const torch::nn::Module*>& apart) {
  std::int64_t count = 0;
  for (const at::Tensor& parameter : module.parameters(/*recurse=*/false)) {
    count += parameter.numel();
  }
  for (const auto& child : module.children()) {
    if (!apart.contains(child.get())) {
      count += parameters_of(*child, apart);
    }
  }
  return count;
}

std::string lines_text(const std::vector<Line>& lines) {
  std::array<std::size_t, kColumns> widths{};
  for (const Line& line : lines) {
    for (std::size_t i = 0; i < kColumns; ++i) {
      widths[i] = std::max(widths[i], line[i].size());
    }
  }
  std::string text;
  for (const Line& line : lines) {
    for (std::size_t i = 0; i < kColumns; ++i) {
      const std::size_t pad = std::max(widths[i], line[i].size()) - line[i].size();
      const std::size_t before = i < 2 ? 0 : pad;  // names to the left, numbers to the right
      text.append(before, ' ').append(line[i]).append(pad - before, ' ').append(i + 1 < kColumns ? "  " : "\n");
    }
  }
  return text;
}

}  // namespace

void LayerTable::add(const torch::nn::Module& layer, const std::string& kind, const std::vector<std::int64_t>& shape,
                     std::int64_t multiply_adds) {
  rows_.push_back({&layer, kind, shape, multiply_adds});
}

std::int64_t LayerTable::multiply_adds() const {
  std::int64_t sum = 0;
  for (const Row& row : rows_) {
    sum += row.multiply_adds;
  }
  return sum;
}

std::string LayerTable::text(const torch::nn::Module& network) const {
  std::map<const torch::nn::Module*, std::string> names;
  for (const auto& item : network.named_modules()) {
    names[item.value().get()] = item.key();
  }
  std::set<const torch::nn::Module*> apart;
  for (const Row& row : rows_) {
    apart.insert(row.layer);
  }

  std::vector<Line> lines{{"layer", "kind", "output", "parameters", "multiply-adds"}};
  std::set<const torch::nn::Module*> counted;
  std::int64_t parameters = 0, in_rows = 0;
  for (const at::Tensor& parameter : network.parameters()) {
    parameters += parameter.numel();
  }
  for (const Row& row : rows_) {
    const std::int64_t own = counted.insert(row.layer).second ? parameters_of(*row.layer, apart) : 0;
    lines.push_back({names.at(row.layer), row.kind, shape_text(row.shape), grouped(own), grouped(row.multiply_adds)});
    in_rows += own;
  }
  if (in_rows != parameters) {
    lines.push_back({"(other)", "", "", grouped(parameters - in_rows), ""});
  }
  lines.push_back({"sum", "", "", grouped(parameters), grouped(multiply_adds())});
  return lines_text(lines);
}

}  // namespace cre
