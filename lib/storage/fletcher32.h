#pragma once
// Internal to hdf5_writer.cpp: the checksum of HDF5's filter, some times as fast as the library computes it.

#include <cstddef>
#include <cstdint>
#include <span>

namespace cre {

/// Fletcher's checksum of big-endian words of 16 bits (an odd last byte is the high one of a word), as HDF5 has it.
std::uint32_t fletcher32(std::span<const std::uint8_t> bytes);

}  // namespace cre
