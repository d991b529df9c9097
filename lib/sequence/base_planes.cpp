#include "sequence/base_planes.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "core/error.h"
#include "core/parallel.h"
#include "core/vector_clones.h"
#include "sequence/base_codes.h"

namespace cre {

namespace {

constexpr std::size_t kWordBits = 64;
constexpr std::size_t kStrandsAtOnce = 4096;

/// Bit `bit` of eight codes, the first lowest.
std::uint64_t eight_bits(const std::uint8_t* codes, std::size_t count, unsigned bit) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, codes, count);
  return ((bytes >> bit & 0x0101010101010101U) * 0x0102040810204080U) >> 56U;
}

void write_planes(std::span<const std::uint8_t> codes, std::size_t planes, std::size_t words, std::uint64_t* out) {
  for (std::size_t plane = 0; plane < planes; ++plane) {
    std::uint64_t* bits = out + plane * words;
    std::fill_n(bits, words, 0U);
    for (std::size_t at = 0; at < codes.size(); at += 8) {
      const std::size_t count = std::min<std::size_t>(8, codes.size() - at);
      bits[at / kWordBits] |= eight_bits(codes.data() + at, count, static_cast<unsigned>(plane)) << (at % kWordBits);
    }
  }
}

std::uint64_t mixed(std::uint64_t key, std::uint64_t word) {
  key = (key ^ word) * 0x9e3779b97f4a7c15U;
  return key ^ key >> 29U;
}

[[gnu::always_inline]] inline std::uint32_t mismatches(const std::uint64_t* a, const std::uint64_t* b,
                                                       std::size_t planes, std::size_t words) {
  std::uint32_t sum = 0;
  for (std::size_t w = 0; w < words; ++w) {
    std::uint64_t different = (a[w] ^ b[w]) | (a[words + w] ^ b[words + w]);
    if (planes > 2) {
      different |= a[2 * words + w] ^ b[2 * words + w];
    }
    sum += static_cast<std::uint32_t>(std::popcount(different));
  }
  return sum;
}

CRE_VECTOR_CLONES
void count_mismatches(const std::uint64_t* bits, std::uint32_t entry, const std::uint32_t* others, std::size_t count,
                      std::size_t planes, std::size_t words, std::uint32_t* out) {
  const std::size_t stride = planes * words;
  for (std::size_t i = 0; i < count; ++i) {
    out[i] = mismatches(bits + entry * stride, bits + others[i] * stride, planes, words);
  }
}

CRE_VECTOR_CLONES
std::size_t shifted_mismatches(const std::uint64_t* a, const std::uint64_t* b, std::size_t planes, std::size_t words,
                               std::size_t shift, std::size_t overlap) {
  const std::size_t first = shift / kWordBits;
  const unsigned down = shift % kWordBits;
  std::size_t sum = 0;
  for (std::size_t w = 0; w * kWordBits < overlap; ++w) {
    const bool has_next = down > 0 && first + w + 1 < words;
    std::uint64_t different = 0;
    for (std::size_t plane = 0; plane < planes; ++plane) {
      const std::uint64_t* bits = a + plane * words + first + w;
      different |= (bits[0] >> down | (has_next ? bits[1] << (kWordBits - down) : 0U)) ^ b[plane * words + w];
    }
    const std::size_t behind = overlap - w * kWordBits;
    sum += static_cast<std::size_t>(
        std::popcount(behind < kWordBits ? different & ((std::uint64_t{1} << behind) - 1) : different));
  }
  return sum;
}

}  // namespace

BasePlanes::BasePlanes(std::span<const std::uint8_t> codes, std::size_t length, bool both_strands, unsigned threads)
    : length_(length),
      strands_(both_strands ? 2 : 1),
      entries_(codes.size() / length * strands_),
      words_((length + kWordBits - 1) / kWordBits) {
  require(entries_ <= UINT32_MAX, "a 32-bit number names a strand of a row");
  write_all(codes, threads, [this](std::size_t entry) {
    return RowStrand{static_cast<std::uint32_t>(entry / strands_), entry % strands_ == 1};
  });
}

BasePlanes::BasePlanes(std::span<const std::uint8_t> codes, std::size_t length, std::span<const RowStrand> strands,
                       unsigned threads)
    : length_(length), strands_(1), entries_(strands.size()), words_((length + kWordBits - 1) / kWordBits) {
  require(entries_ <= UINT32_MAX, "a 32-bit number names a strand of a row");
  write_all(codes, threads, [&](std::size_t entry) { return strands[entry]; });
}

template <class StrandOf>
void BasePlanes::write_all(std::span<const std::uint8_t> codes, unsigned threads, StrandOf strand_of) {
  const bool some_n = std::find(codes.begin(), codes.end(), kBaseN) != codes.end();
  planes_ = some_n ? 3 : 2;
  bits_.resize(entries_ * planes_ * words_);
  parallel_for((entries_ + kStrandsAtOnce - 1) / kStrandsAtOnce, threads, [&](std::size_t block) {
    std::vector<std::uint8_t> other(length_);
    const std::size_t end = std::min(entries_, (block + 1) * kStrandsAtOnce);
    for (std::size_t entry = block * kStrandsAtOnce; entry < end; ++entry) {
      const RowStrand strand = strand_of(entry);
      const auto given = codes.subspan(std::size_t{strand.row} * length_, length_);
      if (strand.reverse) {
        std::transform(given.rbegin(), given.rend(), other.begin(), [](std::uint8_t code) {
          return code < kBaseN ? static_cast<std::uint8_t>(kBaseT - code) : code;
        });
      }
      write_planes(strand.reverse ? std::span<const std::uint8_t>(other) : given, planes_, words_,
                   bits_.data() + entry * planes_ * words_);
    }
  });
}

Positions BasePlanes::all_positions() const {
  Positions all(words_, ~std::uint64_t{0});
  if (length_ % kWordBits != 0) {
    all.back() = (std::uint64_t{1} << (length_ % kWordBits)) - 1;
  }
  return all;
}

std::uint8_t BasePlanes::base(std::uint32_t entry, std::size_t position) const {
  const std::uint64_t* bits = of(entry) + position / kWordBits;
  unsigned code = 0;
  for (std::size_t plane = 0; plane < planes_; ++plane) {
    code |= static_cast<unsigned>(bits[plane * words_] >> (position % kWordBits) & 1U) << plane;
  }
  return static_cast<std::uint8_t>(code);
}

std::uint64_t BasePlanes::key(std::uint32_t entry, const Positions& positions) const {
  const std::uint64_t* bits = of(entry);
  std::uint64_t key = 0;
  for (std::size_t plane = 0; plane < planes_; ++plane) {
    for (std::size_t w = 0; w < words_; ++w) {
      if (positions[w] != 0) {
        key = mixed(key, bits[plane * words_ + w] & positions[w]);
      }
    }
  }
  return key ^ key >> 32U;
}

std::size_t BasePlanes::distance(std::uint32_t a, std::uint32_t b) const {
  std::uint32_t out = 0;
  count_mismatches(bits_.data(), a, &b, 1, planes_, words_, &out);
  return out;
}

/// The words of each plane from base `shift` on.
void BasePlanes::write_without_first(std::uint32_t entry, std::size_t shift, std::size_t words,
                                     std::uint64_t* out) const {
  const std::size_t first = shift / kWordBits;
  const unsigned down = shift % kWordBits;
  for (std::size_t plane = 0; plane < planes_; ++plane) {
    const std::uint64_t* bits = of(entry) + plane * words_;
    for (std::size_t w = first; w < first + words; ++w) {
      *out++ = bits[w] >> down | (down > 0 && w + 1 < words_ ? bits[w + 1] << (kWordBits - down) : 0U);
    }
  }
}

BasePlanes BasePlanes::overlaps(std::span<const std::uint32_t> entries, std::size_t shift, unsigned threads) const {
  BasePlanes out;
  out.length_ = length_ - shift;
  out.entries_ = 2 * entries.size();
  require(out.entries_ <= UINT32_MAX, "a 32-bit number names an entry");
  out.words_ = (out.length_ + kWordBits - 1) / kWordBits;
  out.planes_ = planes_;
  out.bits_.resize(out.entries_ * planes_ * out.words_);
  const Positions all = out.all_positions();
  const std::size_t stride = planes_ * out.words_;
  parallel_for((entries.size() + kStrandsAtOnce - 1) / kStrandsAtOnce, threads, [&](std::size_t block) {
    for (std::size_t i = block * kStrandsAtOnce; i < std::min(entries.size(), (block + 1) * kStrandsAtOnce); ++i) {
      write_without_first(entries[i], shift, out.words_, out.bits_.data() + i * stride);
      std::uint64_t* begin = out.bits_.data() + (entries.size() + i) * stride;
      for (std::size_t plane = 0; plane < planes_; ++plane) {
        for (std::size_t w = 0; w < out.words_; ++w) {
          *begin++ = of(entries[i])[plane * words_ + w] & all[w];
        }
      }
    }
  });
  return out;
}

std::size_t BasePlanes::shifted_distance(std::uint32_t a, std::uint32_t b, std::size_t shift) const {
  return shifted_mismatches(of(a), of(b), planes_, words_, shift, length_ - shift);
}

void BasePlanes::distances(std::uint32_t entry, std::span<const std::uint32_t> others,
                           std::span<std::uint32_t> out) const {
  count_mismatches(bits_.data(), entry, others.data(), others.size(), planes_, words_, out.data());
}

}  // namespace cre
