#include "split/reports/shared_segment.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/text.h"
#include "sequence/base_codes.h"
#include "sequence/kmers.h"
#include "sequence/reverse_complement.h"

namespace cre {

namespace {

constexpr std::size_t kMostRows = 2000;
constexpr std::size_t kWord = 15;   // bases, odd
constexpr double kNearlyAll = 0.9;  // of the rows that have the word
constexpr std::size_t kShownBases = 40;

/// The bases of a row on the strand on which it has the word, and where that begins.
struct Occurrence {
  std::vector<std::uint8_t> codes;
  std::size_t start = 0;
  bool forward = true;
};

std::uint64_t word_of(Kmer kmer, bool both_strands) {
  return kmer.key << 1U | (both_strands || kmer.forward ? 1U : 0U);
}

std::span<const std::uint8_t> codes_of(const Elements& elements, std::size_t row) {
  const auto length = static_cast<std::size_t>(elements.length);
  return std::span(elements.codes).subspan(row * length, length);
}

/// The word that most rows have, and how many.
std::pair<std::uint64_t, std::size_t> most_common_word(const Elements& elements, std::span<const std::size_t> rows,
                                                       std::size_t k, bool both_strands) {
  std::vector<std::uint64_t> all, of_row;
  for (const std::size_t row : rows) {
    of_row.clear();
    visit_kmers(codes_of(elements, row), k,
                [&](std::size_t, Kmer kmer) { of_row.push_back(word_of(kmer, both_strands)); });
    std::sort(of_row.begin(), of_row.end());
    all.insert(all.end(), of_row.begin(), std::unique(of_row.begin(), of_row.end()));
  }
  std::sort(all.begin(), all.end());
  std::pair<std::uint64_t, std::size_t> best{0, 0};
  for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
    for (end = begin; end < all.size() && all[end] == all[begin]; ++end) {
    }
    if (end - begin > best.second) {
      best = {all[begin], end - begin};
    }
  }
  return best;
}

std::vector<Occurrence> occurrences(const Elements& elements, std::span<const std::size_t> rows, std::size_t k,
                                    std::uint64_t word, bool both_strands) {
  std::vector<Occurrence> out;
  for (const std::size_t row : rows) {
    const auto codes = codes_of(elements, row);
    std::optional<Occurrence> found;
    visit_kmers(codes, k, [&](std::size_t start, Kmer kmer) {
      if (!found && word_of(kmer, both_strands) == word) {
        const bool forward = !both_strands || kmer.forward;
        found = Occurrence{
            .codes = forward ? std::vector<std::uint8_t>(codes.begin(), codes.end()) : reverse_complement(codes),
            .start = forward ? start : codes.size() - k - start,
            .forward = forward};
      }
    });
    if (found) {
      out.push_back(*std::move(found));
    }
  }
  return out;
}

/// The base that nearly all have, so far from the beginning of the word.
std::optional<std::uint8_t> common_base(const std::vector<Occurrence>& all, std::ptrdiff_t offset) {
  std::array<std::size_t, 5> counts{};
  for (const Occurrence& one : all) {
    const std::ptrdiff_t place = static_cast<std::ptrdiff_t>(one.start) + offset;
    if (place >= 0 && place < static_cast<std::ptrdiff_t>(one.codes.size())) {
      ++counts.at(one.codes[static_cast<std::size_t>(place)]);
    }
  }
  const auto most = std::max_element(counts.begin(), counts.end());
  if (static_cast<double>(*most) < kNearlyAll * static_cast<double>(all.size())) {
    return {};
  }
  return static_cast<std::uint8_t>(most - counts.begin());
}

}  // namespace

SharedSegment shared_segment(const Elements& elements, std::span<const std::size_t> rows, bool both_strands) {
  std::vector<std::size_t> sample;
  const std::size_t sampled = std::min(kMostRows, rows.size());
  for (std::size_t i = 0; i < sampled; ++i) {
    sample.push_back(rows[i * rows.size() / sampled]);
  }
  const auto length = static_cast<std::size_t>(elements.length);
  const std::size_t k = std::min(kWord, length - (length + 1) % 2);
  SharedSegment out;
  out.word = k;
  const auto [word, count] = most_common_word(elements, sample, k, both_strands);
  out.share = static_cast<double>(count) / static_cast<double>(sampled);
  if (count == 0) {
    return out;
  }
  const std::vector<Occurrence> all = occurrences(elements, sample, k, word, both_strands);
  std::vector<std::uint8_t> bases(all.front().codes.begin() + static_cast<std::ptrdiff_t>(all.front().start),
                                  all.front().codes.begin() + static_cast<std::ptrdiff_t>(all.front().start + k));
  for (auto offset = static_cast<std::ptrdiff_t>(k); const auto base = common_base(all, offset); ++offset) {
    bases.push_back(*base);
  }
  std::ptrdiff_t before = 0;
  for (; const auto base = common_base(all, before - 1); --before) {
    bases.insert(bases.begin(), *base);
  }

  const auto forward = static_cast<std::size_t>(std::ranges::count(all, true, &Occurrence::forward));
  const bool as_given = 2 * forward >= all.size();
  out.bases = decode_bases(as_given ? bases : reverse_complement(bases));
  const std::size_t fewer = std::min(forward, all.size() - forward);
  out.both_strands = static_cast<double>(fewer) > (1.0 - kNearlyAll) * static_cast<double>(all.size());
  std::vector<std::ptrdiff_t> starts;
  for (const Occurrence& one : all) {
    if (one.forward == as_given) {
      const std::ptrdiff_t start = static_cast<std::ptrdiff_t>(one.start) + before;
      starts.push_back(1 + (as_given ? start : static_cast<std::ptrdiff_t>(length - bases.size()) - start));
    }
  }
  std::sort(starts.begin(), starts.end());
  const std::size_t left_out = starts.size() / 20;
  out.first = static_cast<std::size_t>(std::max<std::ptrdiff_t>(1, starts[left_out]));
  out.last = static_cast<std::size_t>(std::max<std::ptrdiff_t>(1, starts[starts.size() - 1 - left_out]));
  return out;
}

std::string text_of(const SharedSegment& segment) {
  if (segment.share < 0.5) {
    return concat("no word of ", counted(segment.word, "base"), " is in more than ", percent_text(segment.share),
                  " of them: a chain of neighbours");
  }
  const std::string& bases = segment.bases;
  const std::string shown = bases.size() <= kShownBases
                                ? bases
                                : concat(bases.substr(0, kShownBases / 2), "...",
                                         bases.substr(bases.size() - kShownBases / 2), " (", bases.size(), " bases)");
  const std::string place = segment.first == segment.last
                                ? concat("from base ", segment.first, " on")
                                : concat("beginning at bases ", segment.first, " to ", segment.last);
  return concat(percent_text(segment.share), " of them have ", shown, " in common, ", place,
                segment.both_strands ? ", on either strand" : "");
}

}  // namespace cre
