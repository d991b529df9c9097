#include "encode/element_construct.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "core/text.h"
#include "sequence/base_codes.h"
#include "sequence/shared_end.h"

namespace cre {
namespace {

constexpr std::size_t kShortestRepeat = 6;  // bases; a shorter flank counts as a whole

/// The sequence of one row as the table has it, from its 5' end or, reversed, from its 3' end.
std::string own_bases(const Elements& elements, std::size_t row, bool from_3_prime, std::size_t count) {
  const auto length = static_cast<std::size_t>(elements.length);
  const auto codes = std::span(elements.codes).subspan(row * length, length);
  std::string bases = concat(elements.upstream, decode_bases(codes), elements.downstream);
  if (from_3_prime) {
    std::reverse(bases.begin(), bases.end());
  }
  return bases.substr(0, count);
}

/// How many bases of `flank` next to the insert nearly all sequences have themselves; 0 when too few to tell. Both are
/// read away from the end that they share: `flank` outwards in, that is, its last `n` bases are compared with the first
/// `n` of the sequences.
std::size_t repeated_bases(const Elements& elements, const std::string& flank, bool from_3_prime) {
  if (flank.empty() || elements.rows() < kFewestRowsWithEnds) {
    return 0;
  }
  std::vector<std::string> own;
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    own.push_back(own_bases(elements, row, from_3_prime, flank.size()));
  }
  const auto wanted = static_cast<std::ptrdiff_t>(kNearlyAllRows * static_cast<double>(own.size()));
  for (std::size_t n = flank.size(); n >= std::min(flank.size(), kShortestRepeat); --n) {
    const std::string_view end = std::string_view(flank).substr(flank.size() - n);
    const auto rows =
        std::count_if(own.begin(), own.end(), [&](const std::string& bases) { return bases.starts_with(end); });
    if (rows >= wanted) {
      return n;
    }
  }
  return 0;
}

void check_flank(const Elements& elements, const std::string& key, std::string flank, bool from_3_prime) {
  std::transform(flank.begin(), flank.end(), flank.begin(), [](char base) { return base_letter(base_code(base)); });
  const std::string given = flank;
  if (from_3_prime) {
    std::reverse(flank.begin(), flank.end());
  }
  const std::size_t repeated = repeated_bases(elements, flank, from_3_prime);
  if (repeated == 0) {
    return;
  }
  const std::string bases = from_3_prime ? given.substr(0, repeated) : given.substr(given.size() - repeated);
  const bool cut = !(from_3_prime ? elements.downstream : elements.upstream).empty();
  fail(ErrorKind::config, "construct.", key, ": its ", from_3_prime ? "first " : "last ", repeated, " bases, ", bases,
       ", are those that the table's sequences ", from_3_prime ? "end" : "begin", " with",
       cut ? " (found by qc.adaptors, which makes them flanks already)" : "", "; leave them out of construct.", key,
       ", or set qc.adaptors: drop");
}

}  // namespace

Construct element_construct(const Elements& elements, const ConstructConfig& config) {
  check_flank(elements, "upstream", config.upstream, false);
  check_flank(elements, "downstream", config.downstream, true);
  return {elements.length, config.upstream + elements.upstream, elements.downstream + config.downstream,
          config.reverse};
}

}  // namespace cre
