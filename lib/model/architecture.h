#pragma once
// What an architecture is to the rest of the code: a section of settings that describes itself, and trunk and heads
// built from it. An architecture is a file of its own (lib/model/<name>.cpp) that is named in architectures.h and
// architectures.cpp.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <numeric>
#include <string>
#include <utility>

#include "core/config.h"
#include "layers/layer_style.h"
#include "layers/pooling.h"
#include "model/network_builder.h"
#include "model/trunk.h"

namespace cre {

/// Multiplies widths by one factor.
struct WidthScale {
  double factor = 1.0;
  std::int64_t alignment = 16;  ///< wide layers become multiples of it, which processors like; narrow ones are rounded
                                ///< finer, by 1/16 of their width at most
  std::int64_t multiple = 1;    ///< every width is a multiple of this

  std::int64_t operator()(std::int64_t width) const {
    const double wanted = static_cast<double>(width) * factor;
    std::int64_t step = alignment;
    while (step > 1 && 8.0 * static_cast<double>(step) > wanted) {
      step /= 2;
    }
    step = std::lcm(step, multiple);
    return std::max<std::int64_t>(1, std::llround(wanted / static_cast<double>(step))) * step;
  }
  /// The same factor, and multiples of `other` as well.
  WidthScale also_multiple_of(std::int64_t other) const { return {factor, alignment, std::lcm(multiple, other)}; }
};

/// For channels that a norm of the outputs is applied to: group norm needs whole groups.
inline WidthScale channel_scale(const WidthScale& scale, const LayerStyle& style) {
  return output_norm(style.norm) == OutputNorm::group ? scale.also_multiple_of(style.norm_groups) : scale;
}

/// Settings of one architecture; an instance has values of its own.
class Architecture {
 public:
  Architecture(std::string name, std::string help) : name_(std::move(name)), help_(std::move(help)) {}
  virtual ~Architecture() = default;

  /// As in model.architecture, and the name of its section.
  const std::string& name() const { return name_; }
  const std::string& help() const { return help_; }

  virtual std::unique_ptr<Architecture> clone() const = 0;
  virtual void describe_settings(Description& d) = 0;
  virtual void scale_widths(const WidthScale& scale) = 0;
  virtual PoolingKind default_pooling() const = 0;

  /// Throw config when the settings do not go together or do not fit the input's length.
  virtual std::shared_ptr<Trunk> trunk(std::int64_t length, NetworkBuilder& builder) const = 0;
  virtual std::shared_ptr<Heads> heads(const HeadsShape& shape, NetworkBuilder& builder) const = 0;

 protected:
  Architecture(const Architecture&) = default;
  Architecture& operator=(const Architecture&) = delete;

 private:
  std::string name_, help_;
};

inline void describe(Description& d, Architecture& architecture) {
  architecture.describe_settings(d);
}

}  // namespace cre
