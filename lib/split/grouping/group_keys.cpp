#include "split/grouping/group_keys.h"

#include <algorithm>
#include <limits>
#include <span>

#include "core/parallel.h"
#include "sequence/sequence_digest.h"
#include "split/grouping/groups.h"

namespace cre {

namespace {

constexpr std::size_t kRowsPerPart = 4096;

GroupKey first_bytes(const Sha256Digest& digest) {
  GroupKey key = {0, 0};
  for (std::size_t i = 0; i < 16; ++i) {
    key.at(i / 8) = key.at(i / 8) << 8U | digest.at(i);
  }
  return key;
}

}  // namespace

std::vector<GroupKey> group_keys(const Elements& elements, const std::vector<std::int64_t>& groups,
                                 const SplitConfig& config, unsigned threads) {
  const auto length = static_cast<std::size_t>(elements.length);
  const std::span<const std::uint8_t> codes = elements.codes;
  std::vector<GroupKey> of_row(groups.size());
  parallel_for((groups.size() + kRowsPerPart - 1) / kRowsPerPart, threads, [&](std::size_t part) {
    const std::size_t end = std::min(groups.size(), (part + 1) * kRowsPerPart);
    for (std::size_t row = part * kRowsPerPart; row < end; ++row) {
      of_row[row] =
          first_bytes(sequence_digest(sequence_key(codes.subspan(row * length, length), config.both_strands)));
    }
  });
  constexpr std::uint64_t kLargest = std::numeric_limits<std::uint64_t>::max();
  const std::int64_t last = groups.empty() ? -1 : *std::max_element(groups.begin(), groups.end());
  std::vector<GroupKey> keys(static_cast<std::size_t>(last + 1), GroupKey{kLargest, kLargest});
  for (std::size_t row = 0; row < groups.size(); ++row) {
    GroupKey& key = keys[static_cast<std::size_t>(groups[row])];
    key = std::min(key, of_row[row]);
  }
  return keys;
}

}  // namespace cre
