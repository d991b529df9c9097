#include "table/missing_words.h"

#include <algorithm>
#include <optional>

#include "core/text.h"

namespace cre {

std::vector<std::string> default_missing_words() {
  return {"",     "NA",   "NaN",     "N/A",     "#N/A",  "<NA>",   "-",     ".",     "null",
          "None", "n.d.", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"};
}

MissingWords::MissingWords(const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    words_.push_back(lower_case(strip(word)));
    longest_ = std::max(longest_, words_.back().size());
    if (const std::optional<double> number = parse_number(words_.back())) {
      numbers_.push_back(*number);
    }
  }
  std::sort(words_.begin(), words_.end());
}

bool MissingWords::contains(std::string_view field) const {
  field = strip(field);
  return field.size() <= longest_ && std::binary_search(words_.begin(), words_.end(), lower_case(field));
}

bool MissingWords::contains_number(double value) const {
  return std::find(numbers_.begin(), numbers_.end(), value) != numbers_.end();
}

}  // namespace cre
