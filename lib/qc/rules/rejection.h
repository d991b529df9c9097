#pragma once
// Why a row of the table is not used.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace cre {

/// In the order in which the rules apply: a row is rejected with the first that fits.
enum class RejectionCode {
  malformed,
  no_sequence,
  invalid_base,
  no_adaptor,
  off_length,
  too_many_n,
  missing_activity,
  se_out_of_range,
  unknown_target_cell,
  se_above_threshold,
};
inline constexpr std::size_t kRejectionCodes = static_cast<std::size_t>(RejectionCode::se_above_threshold) + 1;

/// "malformed", "invalid_base", ...
const char* rejection_name(RejectionCode code);

struct Rejection {
  std::int64_t line = 0;  // in the table, header = 1
  std::string id;         // empty when it could not be read
  RejectionCode code{};
  std::string detail;  // what was found, for people
};

/// A value from the table for a message: in quotes, without control characters, shortened.
std::string quoted_value(std::string_view value);

/// rejected.tsv.gz: line, id, code, detail. Rows as given. Throws io.
void write_rejections(const std::filesystem::path& file, const std::vector<Rejection>& rejections);

}  // namespace cre
