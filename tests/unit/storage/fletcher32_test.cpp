#include "storage/fletcher32.h"

#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

namespace cre {
namespace {

/// As the definition says: sums modulo 65535 after every word, which are never 0 but for zeros.
std::uint32_t by_definition(const std::vector<std::uint8_t>& bytes) {
  std::uint32_t first = 0, second = 0;
  const auto added = [](std::uint32_t sum, std::uint32_t more) {
    sum += more;
    return (sum & 0xFFFFU) + (sum >> 16U);
  };
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    const std::uint32_t low = i + 1 < bytes.size() ? bytes[i + 1] : 0U;
    first = added(first, std::uint32_t{bytes[i]} << 8U | low);
    second = added(second, first);
  }
  return second << 16U | first;
}

std::vector<std::uint8_t> some_bytes(std::size_t count) {
  std::vector<std::uint8_t> out;
  std::uint32_t state = 1;
  for (std::size_t i = 0; i < count; ++i) {
    state = state * 1664525U + 1013904223U;
    out.push_back(static_cast<std::uint8_t>(state >> 24U));
  }
  return out;
}

TEST(Fletcher32, IsThatOfTheDefinition) {
  for (const std::size_t count : {0U, 1U, 2U, 3U, 255U, 256U, 257U, 1000U, 70'001U, 1'048'576U}) {
    EXPECT_EQ(fletcher32(some_bytes(count)), by_definition(some_bytes(count))) << count;
    const std::vector<std::uint8_t> largest(count, 0xFF), zeros(count, 0);
    EXPECT_EQ(fletcher32(largest), by_definition(largest)) << count;
    EXPECT_EQ(fletcher32(zeros), 0U);
  }
}

}  // namespace
}  // namespace cre
