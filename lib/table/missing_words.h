#pragma once
// What tables write where a value is missing.

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace cre {

/// "", NA, NaN, N/A, #N/A, <NA>, -, ., null, None, n.d., and the errors of spreadsheets.
std::vector<std::string> default_missing_words();

class MissingWords {
 public:
  explicit MissingWords(const std::vector<std::string>& words = default_missing_words());

  /// Is the field, without blanks around it and without regard to case (ASCII), one of the words?
  bool contains(std::string_view field) const;
  /// Is the number one of the words (-999)? However it is written: -999.0.
  bool contains_number(double value) const;

 private:
  std::vector<std::string> words_;  // lower case, sorted
  std::vector<double> numbers_;
  std::array<bool, 256> begins_{};  // first bytes of the words: most fields begin with another
  std::size_t longest_ = 0;
};

}  // namespace cre
