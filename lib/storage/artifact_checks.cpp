#include "storage/artifact_checks.h"

#include <cmath>

#include "core/error.h"

namespace cre {

void check_at_most(const std::filesystem::path& file, const std::string& dataset,
                   const std::vector<std::uint8_t>& values, std::uint8_t largest) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] > largest) {
      fail(ErrorKind::integrity, file, ": dataset ", dataset, ", value ", i, ": ", static_cast<int>(values[i]),
           " is not allowed; allowed: 0 to ", static_cast<int>(largest));
    }
  }
}

void check_finite(const std::filesystem::path& file, const std::string& dataset, const std::vector<float>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) {
      fail(ErrorKind::integrity, file, ": dataset ", dataset, ", value ", i, ": ", values[i],
           " is not allowed; allowed: finite numbers");
    }
  }
}

void check_measured(const std::filesystem::path& file, const std::vector<std::uint8_t>& mask,
                    const std::vector<double>& activity, std::size_t tasks) {
  check_at_most(file, "/mask", mask, 1);
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if ((mask[i] == 1) != std::isnan(activity[i])) {
      continue;
    }
    fail(ErrorKind::integrity, file, ": row ", i / tasks, ", task ", i % tasks, ": /mask says ",
         mask[i] == 1 ? "measured" : "missing", ", /activity is ", activity[i]);
  }
}

void check_indices(const std::filesystem::path& file, const std::string& dataset,
                   const std::vector<std::int16_t>& values, std::size_t count, const char* what) {
  constexpr std::int16_t kUnknown = -1;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] != kUnknown && (values[i] < 0 || static_cast<std::size_t>(values[i]) >= count)) {
      fail(ErrorKind::integrity, file, ": dataset ", dataset, ", row ", i, ": ", values[i], " is no index of a ", what);
    }
  }
}

nlohmann::json parse_attribute(const std::filesystem::path& file, const std::string& name, const std::string& text) {
  nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  if (json.is_discarded()) {
    fail(ErrorKind::integrity, file, ": attribute ", name, " is not valid JSON");
  }
  return json;
}

}  // namespace cre
