#include "sequence/meme_lines.h"

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "sequence/meme_file.h"

namespace cre {
namespace {

std::vector<std::string_view> words_of(std::string_view line) {
  constexpr std::string_view kBlanks = " \t";
  std::vector<std::string_view> words;
  for (std::size_t begin = line.find_first_not_of(kBlanks); begin != std::string_view::npos;) {
    const std::size_t end = std::min(line.find_first_of(kBlanks, begin), line.size());
    words.push_back(line.substr(begin, end - begin));
    begin = line.find_first_not_of(kBlanks, end);
  }
  return words;
}

// A misspelled number still starts one, so that its own line is named; a line of dashes, which ends the matrices in
// MEME's longer output, does not.
bool starts_a_number(std::string_view word) {
  const std::size_t digit = word.find_first_not_of("+-");
  const bool looks_like_one = digit <= 1 && std::string_view("0123456789.").find(word[digit]) != std::string_view::npos;
  return looks_like_one || parse_number(word).has_value();
}

}  // namespace

bool MemeLines::next() {
  if (rest_.empty()) {
    return false;
  }
  const std::size_t end = rest_.find('\n');
  text_ = strip(rest_.substr(0, end));
  words_ = words_of(text_);
  rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
  ++number_;
  return true;
}

template <class Wanted>
bool MemeLines::next_if(Wanted wanted) {
  const std::size_t end = rest_.find('\n');
  const std::vector<std::string_view> words = words_of(strip(rest_.substr(0, end)));
  return !words.empty() && wanted(words) && next();
}

bool MemeLines::next_if_numbers() {
  return next_if([](const auto& words) { return starts_a_number(words[0]); });
}

bool MemeLines::next_if_frequencies() {
  return next_if([](const auto& words) {
    return words.size() >= 2 && words.size() % 2 == 0 && words[0].size() == 1 && starts_a_number(words[1]);
  });
}

bool MemeLines::is_numbers() const {
  return words_.size() > 1 &&
         std::all_of(words_.begin(), words_.end(), [](auto word) { return parse_number(word).has_value(); });
}

std::optional<std::int64_t> MemeLines::stated(std::string_view key) const {
  for (std::size_t i = 0; i < words_.size(); ++i) {
    if (!words_[i].starts_with(key)) {
      continue;
    }
    std::string_view value = words_[i].substr(key.size());
    if (value.empty() && i + 1 < words_.size()) {
      value = words_[i + 1];
    }
    const std::optional<std::int64_t> whole = parse_integer(value);
    if (!whole) {
      fail(key, " '", value, "'; allowed: a whole number");
    }
    return whole;
  }
  return std::nullopt;
}

double MemeLines::probability(std::string_view word) const {
  const std::optional<double> value = parse_number(word);
  if (!value || !(*value >= 0.0 && *value <= 1.0)) {
    fail("probability '", word, "'; allowed: a number in [0, 1]");
  }
  return *value;
}

PerBase MemeLines::normalized(PerBase values, std::string_view what) const {
  const double sum = values[0] + values[1] + values[2] + values[3];
  if (std::abs(sum - 1.0) > kProbabilitySumTolerance) {
    fail(what, " sums to ", sum, "; allowed: 1 within ", kProbabilitySumTolerance);
  }
  for (double& value : values) {
    value /= sum;
  }
  return values;
}

}  // namespace cre
