#pragma once
// Why a row of the table is not used.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/packed_integers.h"
#include "core/packed_texts.h"

namespace cre {

/// The code of a line that never becomes a row; those of rows are the names of the rules.
inline constexpr const char* kMalformed = "malformed";

/// The codes of rows that are not lost: another row carries what they measured.
inline constexpr const char* kMergedReplicate = "merged_replicate";
inline constexpr const char* kMergedDuplicate = "merged_duplicate";

struct Rejection {
  std::int64_t line = 0;   // in the table, header = 1
  std::string id;          // empty when it could not be read
  std::string_view code;   // of the rule ("invalid_base"), or kMalformed; a constant text
  std::string detail;      // what was found, for people
  std::size_t source = 0;  // number of the table
};

/// Many of them in little memory.
class Rejections {
 public:
  Rejections() = default;
  explicit Rejections(const std::vector<Rejection>& rejections);

  void add(const Rejection& rejection);
  std::size_t size() const { return line_.size(); }
  bool empty() const { return line_.empty(); }
  std::int64_t line(std::size_t i) const { return line_[i]; }
  std::string_view id(std::size_t i) const { return id_[i]; }
  std::string_view code(std::size_t i) const { return codes_[code_[i]]; }
  std::string_view detail(std::size_t i) const { return detail_[i]; }
  std::size_t source(std::size_t i) const { return static_cast<std::size_t>(source_[i]); }

 private:
  PackedIntegers line_, source_;
  PackedTexts id_, detail_;
  std::vector<std::string_view> codes_;  // different ones
  std::vector<std::uint8_t> code_;
};

/// Both in the order of the table; each of them is.
Rejections in_table_order(Rejections some, Rejections others);

/// A value from the table for a message: in quotes, without control characters, shortened.
std::string quoted_value(std::string_view value);

/// rejected.tsv.gz: line, id, code, detail; with the names of several tables (`sources`) that of the row's, too. Rows
/// as given. Throws io.
void write_rejections(const std::filesystem::path& file, const Rejections& rejections,
                      const std::vector<std::string>& sources);

}  // namespace cre
