#pragma once
// A field that should hold a number. Never depends on the locale.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "table/missing_words.h"

namespace cre {

enum class NumberField { number, missing, unreadable };

/// How a field is written that is a number with a decimal comma: digits, one comma, digits, perhaps an exponent.
bool has_decimal_comma(std::string_view field);

/// "1,234": may as well be a thousand and more.
bool may_have_thousands(std::string_view field);

/// Numbers of a table by how they are written: the first of each kind, to tell whether they go together.
struct NumberForms {
  struct Example {
    std::string text;
    std::int64_t line = 0;
  };
  std::optional<Example> point;  // 0.53
  std::optional<Example> comma;  // 0,53
  std::optional<Example> minus;  // with the character U+2212 for the minus

  /// Keeps what comes first in the table.
  void merge(const NumberForms& later);
};

/// Throws input where some numbers have a decimal comma and others a point: one of them may separate thousands.
void check_number_forms(const NumberForms& forms, const std::filesystem::path& file);

/// What is unusual about how the numbers are written, for people. `decimal_commas`: as they were read.
std::vector<std::string> form_notes(const NumberForms& forms, bool decimal_commas);

/// Reads numbers and remembers how they are written.
class NumberReader {
 public:
  /// `missing` must outlive the reader. `decimal_commas`: 0,53 is a number.
  NumberReader(const MissingWords& missing, bool decimal_commas) : missing_(missing), decimal_commas_(decimal_commas) {}

  /// Blanks around the field are ignored. NaN and the missing words are missing (value becomes NaN), infinite values
  /// are numbers. `line` is that of the table.
  NumberField read(std::string_view field, std::int64_t line, double& value);

  const NumberForms& forms() const { return forms_; }

 private:
  NumberField read_other(std::string_view field, std::int64_t line, double& value);
  NumberField known(double& value) const;

  const MissingWords& missing_;
  bool decimal_commas_;
  NumberForms forms_;
};

}  // namespace cre
