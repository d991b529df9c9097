#include "table/number_field.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "core/text.h"

namespace cre {
namespace {

constexpr std::array<std::string_view, 6> kMissing = {"", "na", "n/a", "null", "none", "."};

}  // namespace

NumberField read_number_field(std::string_view field, double& value) {
  field = strip(field);
  if (const std::optional<double> number = parse_number(field)) {
    value = *number;
    return std::isnan(value) ? NumberField::missing : NumberField::number;
  }
  value = std::numeric_limits<double>::quiet_NaN();
  const bool missing = std::find(kMissing.begin(), kMissing.end(), lower_case(field)) != kMissing.end();
  return missing ? NumberField::missing : NumberField::unreadable;
}

}  // namespace cre
