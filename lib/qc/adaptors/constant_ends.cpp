#include "qc/adaptors/constant_ends.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <span>
#include <vector>

#include "core/parallel.h"
#include "qc/reading/readable_sequence.h"
#include "sequence/base_codes.h"
#include "sequence/shared_end.h"

namespace cre {
namespace {

constexpr std::size_t kSampledRows = 20'000;  // enough for what is only told
constexpr std::size_t kShortestEnd = 6;       // bases, where some rows lack them
constexpr double kLostLater = 0.001;          // share of the rows that may lack bases after these six
constexpr std::size_t kLookedAfter = 8;       // bases after an end, where the rows differ from each other:
constexpr double kMostShared = 0.8;           // the mean share of the most common base there

enum class Part { whole, insert };

/// Whole sequences, or inserts, read from one of their ends.
class Reading {
 public:
  Reading(const MeasuredTable& table, Part part, bool from_3_prime)
      : table_(table), part_(part), from_3_prime_(from_3_prime) {}
  /// The base at `place`, counted from that end; kNoBase beyond the sequence.
  std::uint8_t base(std::size_t row, std::size_t place) const {
    const bool whole = part_ == Part::whole;
    const std::size_t begin = whole ? 0 : table_.insert_begin(row);
    const std::size_t length = whole ? table_.sequences.length(row) : table_.insert_length(row);
    if (place >= length) {
      return kNoBase;
    }
    return base_code(table_.sequences.letter(row, begin + (from_3_prime_ ? length - 1 - place : place)));
  }
  std::string in_order(std::string bases) const {
    if (from_3_prime_) {
      std::reverse(bases.begin(), bases.end());
    }
    return bases;
  }

 private:
  const MeasuredTable& table_;
  Part part_;
  bool from_3_prime_;
};

struct CommonBase {
  std::uint8_t base = 0;  // A, C, G or T
  std::size_t rows = 0;
};

CommonBase most_common_base(const Reading& reading, const std::vector<std::uint32_t>& rows, std::size_t place) {
  std::array<std::size_t, 256> counts{};
  for (const std::size_t row : rows) {
    ++counts[reading.base(row, place)];
  }
  const auto most = std::max_element(counts.begin(), counts.begin() + kBaseN);
  return {static_cast<std::uint8_t>(most - counts.begin()), *most};
}

bool counts_for_ends(const MeasuredTable& table, std::size_t row) {
  return is_readable(table, row) && !table.is_excluded(row);
}

using Rows = std::vector<std::uint32_t>;

/// Readable rows at equal distances, at most `most`.
Rows some_rows(const MeasuredTable& table, std::size_t most) {
  std::size_t readable = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    readable += counts_for_ends(table, row) ? 1U : 0U;
  }
  const std::size_t step = std::max<std::size_t>(1, (readable + most - 1) / most);
  Rows rows;
  rows.reserve(readable / step + 1);
  std::size_t number = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (counts_for_ends(table, row) && number++ % step == 0) {
      rows.push_back(static_cast<std::uint32_t>(row));
    }
  }
  return rows;
}

/// Do fewer than `share` of all readable rows begin with one base? Then they have no end in common.
bool differ_at_once(const MeasuredTable& table, const Reading& reading, double share) {
  std::array<std::size_t, 256> counts{};
  std::size_t readable = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (counts_for_ends(table, row)) {
      ++readable;
      ++counts[reading.base(row, 0)];
    }
  }
  const std::size_t most = *std::max_element(counts.begin(), counts.begin() + kBaseN);
  return most == 0 || static_cast<double>(most) < share * static_cast<double>(readable);
}

/// Do the sequences of `rows` differ from each other in the bases from `place` on?
bool are_diverse(const Reading& reading, const Rows& rows, std::size_t place) {
  double shared = 0.0;
  for (std::size_t i = 0; i < kLookedAfter; ++i) {
    shared += static_cast<double>(most_common_base(reading, rows, place + i).rows) / static_cast<double>(rows.size());
  }
  return shared / static_cast<double>(kLookedAfter) < kMostShared;
}

void keep_with_base(Rows& rows, const Reading& reading, std::size_t place, std::uint8_t base) {
  std::erase_if(rows, [&](std::uint32_t row) { return reading.base(row, place) != base; });
}

SharedEnd find_end(const MeasuredTable& table, bool from_3_prime, double share, std::size_t most_rows) {
  const Reading reading(table, Part::whole, from_3_prime);
  if (most_rows >= table.rows() && differ_at_once(table, reading, share)) {
    return {"", 1.0};  // nearly always: no list of all rows is made
  }
  const Rows all = some_rows(table, most_rows);
  const auto looked = static_cast<double>(all.size());
  std::string bases;
  std::vector<std::size_t> counts = {all.size()};  // rows that have the first 0, 1, 2, ... of `bases`
  for (Rows rows = all;;) {
    const CommonBase next = most_common_base(reading, rows, bases.size());
    if (static_cast<double>(next.rows) < share * looked || next.rows == 0) {
      break;
    }
    keep_with_base(rows, reading, bases.size(), next.base);
    bases += base_letter(next.base);
    counts.push_back(rows.size());
  }
  std::size_t length = 0;  // that all rows have
  while (length < bases.size() && counts[length + 1] == all.size()) {
    ++length;
  }
  if (length < bases.size() && bases.size() >= kShortestEnd) {
    // Rows without the end drop out within its first bases; what drops out later differs in the insert.
    const double lost = kLostLater * looked;
    std::size_t longest = bases.size();
    while (static_cast<double>(counts[longest]) + lost < static_cast<double>(counts[kShortestEnd])) {
      --longest;
    }
    Rows rows = all;
    for (std::size_t place = 0; place < longest; ++place) {
      keep_with_base(rows, reading, place, base_code(bases[place]));
    }
    if (longest > length && are_diverse(reading, rows, longest)) {
      length = longest;
    }
  }
  bases.resize(length);
  return {reading.in_order(bases), static_cast<double>(counts[length]) / looked};
}

/// The most common length of the inserts; nothing unless nearly all have it.
std::optional<std::size_t> common_length(const MeasuredTable& table) {
  std::map<std::size_t, std::size_t> counts;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (table.has_insert(row)) {
      ++counts[table.insert_length(row)];
    }
  }
  const auto most =
      std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  const bool nearly_all = static_cast<double>(most->second) >= kNearlyAllRows * static_cast<double>(table.rows());
  return nearly_all ? std::optional(most->first) : std::nullopt;
}

/// The most common base at each place of the inserts, counted from one end.
struct EndBases {
  std::vector<CommonBase> from_5_prime, from_3_prime;
};

/// Of `places` bases from each end. Looks at a row once.
EndBases bases_of_ends(const MeasuredTable& table, const Rows& rows, std::size_t places) {
  using Counts = std::array<std::size_t, kBaseN + 1>;
  std::vector<Counts> from_5_prime(places), from_3_prime(places);
  std::vector<std::uint8_t> codes;
  for (const std::uint32_t row : rows) {
    codes.resize(table.sequences.length(row));
    table.sequences.codes(row, codes);
    const auto insert = std::span(codes).subspan(table.insert_begin(row), table.insert_length(row));
    for (std::size_t i = 0; i < std::min(places, insert.size()); ++i) {
      ++from_5_prime[i][insert[i]];
      ++from_3_prime[i][insert[insert.size() - 1 - i]];
    }
  }
  EndBases out;
  const auto add = [](const Counts& counts, std::vector<CommonBase>& to) {
    const auto most = std::max_element(counts.begin(), counts.begin() + kBaseN);
    to.push_back({static_cast<std::uint8_t>(most - counts.begin()), *most});
  };
  for (std::size_t i = 0; i < places; ++i) {
    add(from_5_prime[i], out.from_5_prime);
    add(from_3_prime[i], out.from_3_prime);
  }
  return out;
}

/// Of a stretch at [begin, end) from one end, beyond `begin` variable bases.
std::optional<std::pair<std::size_t, std::size_t>> constant_stretch(const std::vector<CommonBase>& places,
                                                                    double wanted) {
  constexpr std::size_t kFewestVariable = 4, kMostVariable = 40;
  std::size_t begin = 0;
  while (begin < places.size() && static_cast<double>(places[begin].rows) < wanted) {
    ++begin;
  }
  std::size_t end = begin;
  while (end < places.size() && static_cast<double>(places[end].rows) >= wanted) {
    ++end;
  }
  const bool found =
      begin >= kFewestVariable && begin <= kMostVariable && end - begin >= kShortestEnd && end < places.size();
  return found ? std::optional(std::pair(begin, end)) : std::nullopt;
}

}  // namespace

ConstantEnds find_partial_ends(const MeasuredTable& table, double share) {
  if (table.rows() < kFewestRowsWithEnds) {
    return {};
  }
  return {find_end(table, false, share, kSampledRows), find_end(table, true, share, kSampledRows)};
}

ConstantEnds find_constant_ends(const MeasuredTable& table, unsigned threads) {
  if (table.rows() < kFewestRowsWithEnds) {
    return {};
  }
  ConstantEnds ends;
  parallel_run({[&] { ends.upstream = find_end(table, false, kNearlyAllRows, table.rows()); },
                [&] { ends.downstream = find_end(table, true, kNearlyAllRows, table.rows()); }},
               threads);
  if (ends.upstream.bases.empty() && ends.downstream.bases.empty()) {
    return ends;
  }
  std::size_t shortest = std::numeric_limits<std::size_t>::max();
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (!counts_for_ends(table, row)) {
      continue;
    }
    if (table.starts_with(row, ends.upstream.bases) && table.ends_with(row, ends.downstream.bases)) {
      shortest = std::min(shortest, table.sequences.length(row));
    }
  }
  if (shortest <= ends.upstream.bases.size() + ends.downstream.bases.size()) {
    return {};
  }
  return ends;
}

std::optional<BarcodeSite> find_barcode_site(const MeasuredTable& table) {
  constexpr std::size_t kLooked = 60;  // bases from each end
  if (table.rows() < kFewestRowsWithEnds) {
    return std::nullopt;
  }
  const std::optional<std::size_t> length = common_length(table);
  if (!length || *length < 2 * kLooked / 3) {
    return std::nullopt;
  }
  const Rows rows = some_rows(table, kSampledRows);
  const double wanted = kNearlyAllRows * static_cast<double>(rows.size());
  const EndBases ends = bases_of_ends(table, rows, std::min(kLooked, *length));
  for (const bool from_3_prime : {true, false}) {
    const Reading reading(table, Part::insert, from_3_prime);
    const std::vector<CommonBase>& places = from_3_prime ? ends.from_3_prime : ends.from_5_prime;
    const auto shared =
        static_cast<std::size_t>(std::count_if(places.begin(), places.end(), [&](const CommonBase& base) {
          return static_cast<double>(base.rows) >= wanted;
        }));
    const auto stretch = constant_stretch(places, wanted);
    // Where most places are shared, the rows are variants of one sequence and no library.
    if (!stretch || 2 * shared > places.size()) {
      continue;
    }
    std::string bases;
    for (std::size_t place = stretch->first; place < stretch->second; ++place) {
      bases += base_letter(places[place].base);
    }
    return BarcodeSite{.begin = from_3_prime ? *length - stretch->second : stretch->first,
                       .bases = reading.in_order(bases),
                       .barcode = stretch->first,
                       .at_the_3_prime_end = from_3_prime};
  }
  return std::nullopt;
}

}  // namespace cre
