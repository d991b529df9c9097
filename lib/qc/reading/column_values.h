#pragma once
// What words of a column stand for, as the config says (qc.values).

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/config.h"
#include "qc/qc_config.h"

namespace cre {

class ColumnValues {
 public:
  /// `columns`: the header. Columns that it lacks are left aside.
  ColumnValues(const WordMaps& values, const std::vector<std::string>& columns);

  /// Replaces each field that is one of the words (without blanks around it) by what it stands for; an empty field for
  /// null. The new ones are views into this.
  void apply(std::vector<std::string_view>& fields) const;

 private:
  using Words = std::map<std::string, std::string, std::less<>>;
  std::vector<std::pair<std::size_t, Words>> columns_;
};

/// qc.missing, and the empty field where some word of qc.values stands for a missing value.
std::vector<std::string> missing_words(const QcConfig& config);

}  // namespace cre
