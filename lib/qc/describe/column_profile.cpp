#include "qc/describe/column_profile.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>

#include "core/text.h"
#include "qc/describe/dna_text.h"
#include "qc/plausibility/sentinels.h"
#include "statistics/summary.h"
#include "table/number_field.h"

namespace cre {
namespace {

constexpr std::size_t kFewWords = 50;
constexpr double kMostlyNumbers = 0.9, kMostlySequences = 0.8;

/// The most common first, equally common ones in the order of the alphabet.
std::vector<CountedWord> counted_words(std::vector<std::string_view> words) {
  std::sort(words.begin(), words.end());
  std::vector<CountedWord> out;
  for (const std::string_view word : words) {
    if (out.empty() || out.back().word != word) {
      out.push_back({std::string(word), 0});
    }
    ++out.back().rows;
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.rows > b.rows; });
  return out;
}

void describe_numbers(ColumnProfile& profile, std::vector<double> numbers, const PlausibilityConfig& plausibility) {
  std::sort(numbers.begin(), numbers.end());
  const bool whole = std::all_of(numbers.begin(), numbers.end(), [](double v) { return v == std::floor(v); });
  profile.kind = whole ? ColumnKind::whole_number : ColumnKind::number;
  if (!whole) {
    for (const RepeatedValue& value : sentinels(different_values(ValueCounts(numbers)), plausibility)) {
      if (value.value != std::floor(value.value)) {
        continue;
      }
      profile.odd_words.push_back({number_text(value.value), static_cast<std::int64_t>(value.rows)});
      std::erase(numbers, value.value);
    }
  }
  profile.negative = std::count_if(numbers.begin(), numbers.end(), [](double value) { return value < 0.0; });
  profile.low = numbers.front();
  profile.median = percentile_of_sorted(numbers, 50);
  profile.high = numbers.back();
}

void describe_sequences(ColumnProfile& profile, const std::vector<std::string_view>& values) {
  profile.kind = ColumnKind::sequence;
  std::map<std::int64_t, std::int64_t> lengths;
  std::array<bool, 256> seen{};
  for (const std::string_view value : values) {
    ++lengths[static_cast<std::int64_t>(value.size())];
    for (const char letter : value) {
      seen[static_cast<unsigned char>(letter)] = true;
    }
  }
  const auto has_u = [](std::string_view value) { return value.find_first_of("Uu") != std::string_view::npos; };
  profile.is_rna = 2 * std::count_if(values.begin(), values.end(), has_u) > std::ssize(values);
  profile.shortest = lengths.begin()->first;
  profile.longest = lengths.rbegin()->first;
  const auto most = std::max_element(lengths.begin(), lengths.end(),
                                     [](const auto& a, const auto& b) { return a.second <= b.second; });
  profile.mode = most->first;
  profile.mode_share = static_cast<double>(most->second) / static_cast<double>(values.size());
  for (char letter = ' '; letter <= '~'; ++letter) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool lower = std::islower(byte) != 0;
    profile.lower_case = profile.lower_case || (lower && seen[byte]);
    if (!lower && (seen[byte] || seen[static_cast<unsigned char>(std::tolower(byte))])) {
      profile.letters += letter;
    }
  }
}

}  // namespace

bool ColumnProfile::holds_few_words() const {
  return kind == ColumnKind::text && distinct <= static_cast<std::int64_t>(kFewWords) && 2 * distinct <= values();
}

ColumnProfile profile_column(const TextColumn& column, const MissingWords& missing, bool decimal_commas,
                             const PlausibilityConfig& plausibility) {
  ColumnProfile profile;
  profile.name = column.name;
  profile.rows = static_cast<std::int64_t>(column.rows());
  NumberReader reader(missing, decimal_commas);
  std::vector<std::string_view> values, absent, odd;
  std::vector<double> numbers;
  std::size_t sequences = 0;
  for (std::size_t row = 0; row < column.rows(); ++row) {
    const std::string_view field = column.at(row);
    double number = 0.0;
    const NumberField read = reader.read(field, 0, number);
    if (read == NumberField::missing) {
      absent.push_back(field);
      continue;
    }
    values.push_back(field);
    sequences += looks_like_dna(field) ? 1U : 0U;
    if (read == NumberField::number && std::isfinite(number)) {
      numbers.push_back(number);
    } else {
      odd.push_back(field);
    }
  }
  profile.missing = static_cast<std::int64_t>(absent.size());
  profile.missing_words = counted_words(std::move(absent));
  if (values.empty()) {
    return profile;
  }
  profile.example = values.front();
  const auto all = static_cast<double>(values.size());
  std::vector<CountedWord> words = counted_words(values);
  profile.distinct = static_cast<std::int64_t>(words.size());
  if (static_cast<double>(numbers.size()) >= kMostlyNumbers * all) {
    profile.odd_words = counted_words(std::move(odd));
    describe_numbers(profile, std::move(numbers), plausibility);
  } else if (static_cast<double>(sequences) >= kMostlySequences * all) {
    describe_sequences(profile, values);
  } else {
    profile.kind = ColumnKind::text;
  }
  if (words.size() <= kFewWords && profile.kind != ColumnKind::number) {
    profile.common = std::move(words);
  }
  return profile;
}

}  // namespace cre
