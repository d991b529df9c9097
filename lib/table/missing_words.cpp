#include "table/missing_words.h"

#include <algorithm>
#include <optional>

#include "core/text.h"

namespace cre {

std::vector<std::string> default_missing_words() {
  return {"",     "NA",   "NaN",     "N/A",     "#N/A",  "<NA>",   "-",     ".",     "null",
          "None", "n.d.", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"};
}

namespace {

unsigned char first_byte(std::string_view text) {
  return text.empty() ? 0 : static_cast<unsigned char>(text.front());
}

}  // namespace

MissingWords::MissingWords(const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    words_.push_back(lower_case(strip(word)));
    begins_[first_byte(words_.back())] = true;
    longest_ = std::max(longest_, words_.back().size());
    if (const std::optional<double> number = parse_number(words_.back())) {
      numbers_.push_back(*number);
    }
  }
  std::sort(words_.begin(), words_.end());
}

bool MissingWords::contains(std::string_view field) const {
  field = strip(field);
  return field.size() <= longest_ && begins_[first_byte(lower_case(field.substr(0, 1)))] &&
         std::binary_search(words_.begin(), words_.end(), lower_case(field));
}

bool MissingWords::contains_number(double value) const {
  return std::find(numbers_.begin(), numbers_.end(), value) != numbers_.end();
}

}  // namespace cre
