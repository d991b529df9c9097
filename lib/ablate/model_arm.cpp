#include "ablate/model_arm.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/error.h"
#include "core/text.h"

namespace cre {

std::vector<ArmFiles> parse_variants(const std::vector<std::string>& arguments) {
  std::vector<ArmFiles> variants;
  for (const std::string& argument : arguments) {
    const std::size_t equals = argument.find('=');
    if (equals == std::string::npos || equals == 0) {
      fail(ErrorKind::usage, "--variant ", argument, ": expected NAME=FILE[,FILE...]");
    }
    ArmFiles variant;
    variant.name = argument.substr(0, equals);
    for (const std::string& file : split_text(std::string_view(argument).substr(equals + 1), ',')) {
      if (file.empty()) {
        fail(ErrorKind::usage, "--variant ", argument, ": a file name is empty; expected NAME=FILE[,FILE...]");
      }
      variant.files.emplace_back(file);
    }
    const bool repeated = std::any_of(variants.begin(), variants.end(),
                                      [&](const ArmFiles& other) { return other.name == variant.name; });
    if (repeated || variant.name == kBaseName || variant.name == kLinearBaselineName) {
      fail(ErrorKind::usage, "--variant ", argument, ": the name '", variant.name, "' is already taken");
    }
    variants.push_back(std::move(variant));
  }
  return variants;
}

}  // namespace cre
