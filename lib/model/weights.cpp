#include "model/weights.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/error.h"

namespace cre {
namespace {

std::vector<std::pair<std::string, at::Tensor>> named_values(const Network& network) {
  std::vector<std::pair<std::string, at::Tensor>> values;
  for (const auto& item : network.named_parameters()) {
    values.emplace_back(item.key(), item.value());
  }
  for (const auto& item : network.named_buffers()) {
    values.emplace_back(item.key(), item.value());
  }
  return values;
}

Shape shape_of(const at::Tensor& value) {
  return {value.sizes().begin(), value.sizes().end()};
}

std::string sizes_text(const Shape& shape) {
  std::vector<std::string> sizes;
  for (const std::uint64_t size : shape) {
    sizes.push_back(std::to_string(size));
  }
  return concat("(", join(sizes, ", "), ")");
}

// The first few names, so that the message stays one readable line.
std::string names_text(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 5;
  const std::vector<std::string> shown(names.begin(),
                                       names.begin() + static_cast<std::ptrdiff_t>(std::min(kShown, names.size())));
  return names.size() > kShown ? concat(join(shown, ", "), " and ", names.size() - kShown, " more") : join(shown, ", ");
}

}  // namespace

std::vector<NamedArray> weights_of(const Network& network) {
  std::vector<NamedArray> weights;
  for (const auto& [name, value] : named_values(network)) {
    const at::Tensor plain = value.detach().to(at::kCPU).contiguous();
    const float* data = plain.data_ptr<float>();
    weights.push_back({name, shape_of(plain), std::vector<float>(data, data + plain.numel())});
  }
  return weights;
}

void load_weights(Network& network, const std::vector<NamedArray>& weights, const std::string& place) {
  const torch::NoGradGuard no_gradients;
  std::map<std::string, const NamedArray*> given;
  for (const NamedArray& array : weights) {
    given[array.name] = &array;
  }
  std::vector<std::string> missing, unexpected, shapes;
  const auto wanted = named_values(network);
  for (const auto& [name, value] : wanted) {
    const auto found = given.find(name);
    if (found == given.end()) {
      missing.push_back(name);
    } else if (found->second->shape != shape_of(value)) {
      shapes.push_back(
          concat(name, " is ", sizes_text(found->second->shape), ", the network has ", sizes_text(shape_of(value))));
    }
  }
  for (const auto& entry : given) {
    const bool known =
        std::any_of(wanted.begin(), wanted.end(), [&](const auto& item) { return item.first == entry.first; });
    if (!known) {
      unexpected.push_back(entry.first);
    }
  }
  std::vector<std::string> problems;
  if (!missing.empty()) {
    problems.push_back(concat("missing: ", names_text(missing)));
  }
  if (!unexpected.empty()) {
    problems.push_back(concat("unexpected: ", names_text(unexpected)));
  }
  if (!shapes.empty()) {
    problems.push_back(concat("other shape: ", names_text(shapes)));
  }
  if (!problems.empty()) {
    fail(ErrorKind::integrity, place, ": weights do not fit the network; ", join(problems, "; "));
  }
  for (const auto& [name, value] : wanted) {
    const NamedArray& array = *given.at(name);
    value.copy_(at::from_blob(const_cast<float*>(array.values.data()), value.sizes(), at::kFloat));
  }
}

}  // namespace cre
