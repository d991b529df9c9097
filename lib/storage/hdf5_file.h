#pragma once
// A thin RAII layer over the HDF5 C library. Every dataset is written with Fletcher-32 and without times, so that
// equal content gives equal bytes and a flipped bit is an error; every reader checks type, rank and size first.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/packed_integers.h"
#include "core/packed_numbers.h"
#include "core/packed_texts.h"

namespace cre {

/// What a file holds ("elements"), and the version of its layout.
struct ArtifactKind {
  const char* name;
  int version;
};

using Shape = std::vector<std::uint64_t>;

/// Writes one HDF5 file atomically: nothing is visible under the final name before close().
class Hdf5Writer {
 public:
  /// `kind` becomes two root attributes that Hdf5Reader checks. Throws io.
  Hdf5Writer(const std::filesystem::path& file, const ArtifactKind& kind);
  ~Hdf5Writer();

  /// `name` may contain '/'; groups in between are made. The product of `shape` equals values.size().
  void write(const std::string& name, std::span<const std::uint8_t> values, const Shape& shape);
  void write(const std::string& name, std::span<const std::int16_t> values, const Shape& shape);
  void write(const std::string& name, std::span<const std::int64_t> values, const Shape& shape);
  void write(const std::string& name, std::span<const std::uint32_t> values, const Shape& shape);
  void write(const std::string& name, std::span<const float> values, const Shape& shape);
  void write(const std::string& name, std::span<const double> values, const Shape& shape);
  void write(const std::string& name, const PackedNumbers& values, const Shape& shape);
  void write(const std::string& name, const PackedIntegers& values, const Shape& shape);
  /// A matrix of which `fill` writes some rows after the other, from `row` on: they need not be there at once. Of
  /// std::uint8_t, std::int64_t, float or double.
  template <class Value>
  using PartOf = std::function<void(std::uint64_t row, std::span<Value> values)>;
  template <class Value>
  void write_parts(const std::string& name, const Shape& shape, const PartOf<Value>& fill);
  /// (N) UTF-8 texts of any length: a group with `offsets` (N + 1) and `bytes`; text i is bytes[offsets[i]] up to
  /// offsets[i + 1]. HDF5's own variable-length texts would escape the checksum, and fixed-width ones take the length
  /// of the longest for each.
  void write(const std::string& name, const std::vector<std::string>& values);
  void write(const std::string& name, const PackedTexts& values);
  /// Root attribute.
  void attribute(const std::string& name, const std::string& value);
  void attribute(const std::string& name, std::int64_t value);
  /// A further dimension label or unit on a dataset, for people who open the file.
  void describe(const std::string& name, const std::string& text);

  /// Flushes, closes and renames; throws io (a full disk shows here).
  void close();
  /// The same; returns the file's SHA-256.
  std::string close_digested();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Reads one HDF5 file; anything unexpected is an integrity error that names file and dataset.
class Hdf5Reader {
 public:
  Hdf5Reader(const std::filesystem::path& file, const ArtifactKind& kind);
  ~Hdf5Reader();

  bool has(const std::string& name) const;
  /// Of texts: (N).
  Shape shape(const std::string& name) const;
  /// Names of all datasets under a group, with their path below it, sorted.
  std::vector<std::string> datasets(const std::string& group) const;

  /// `shape` is what the caller expects; a mismatch is an integrity error.
  void read(const std::string& name, std::vector<std::uint8_t>& values, const Shape& shape) const;
  void read(const std::string& name, std::vector<std::int16_t>& values, const Shape& shape) const;
  void read(const std::string& name, std::vector<std::int64_t>& values, const Shape& shape) const;
  void read(const std::string& name, std::vector<std::uint32_t>& values, const Shape& shape) const;
  void read(const std::string& name, std::vector<float>& values, const Shape& shape) const;
  void read(const std::string& name, std::vector<double>& values, const Shape& shape) const;
  /// Texts as the writer writes them; their number must be `count`.
  std::vector<std::string> read_texts(const std::string& name, std::uint64_t count) const;
  std::string text_attribute(const std::string& name) const;
  std::int64_t integer_attribute(const std::string& name) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// "1.10.8", registered with core's version facts.
std::string hdf5_version();

}  // namespace cre
