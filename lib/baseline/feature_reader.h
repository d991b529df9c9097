#pragma once
// The features of a dataset's rows, read block by block: there is never a matrix of all rows.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "baseline/panel_kernels.h"
#include "baseline/words.h"
#include "storage/dataset.h"

namespace cre {

/// Features of some rows. Of words that few rows have (sparse) there are those that a row has; of all others (dense:
/// common words, the share of G and C, motif scores) all.
struct FeatureBlock {
  std::size_t rows = 0;
  std::size_t room = 0;                // for sparse features of a row
  std::vector<std::uint32_t> found;    // (rows) how many of them it has
  std::vector<std::uint16_t> feature;  // (rows, room) which, ascending
  std::vector<double> value;           // (rows, room)
  std::size_t dense_features = 0;
  std::vector<double> dense;  // (panels, rows, kPanel) minus their centers, see panel_kernels.h

  std::span<const std::uint16_t> features_of(std::size_t row) const {
    return {feature.data() + row * room, found[row]};
  }
  std::span<const double> values_of(std::size_t row) const { return {value.data() + row * room, found[row]}; }
  std::size_t panels() const { return (dense_features + kPanel - 1) / kPanel; }
  const double* panel(std::size_t number) const { return dense.data() + number * rows * kPanel; }
  double dense_value(std::size_t row, std::size_t column) const {
    return panel(column / kPanel)[row * kPanel + column % kPanel];
  }
};

/// Rows that are read at a time.
inline constexpr std::size_t kRowsOfBlock = 512;

/// Which features are read, and how.
struct FeatureChoice {
  std::vector<std::size_t> sparse;  // words, as all features are numbered, ascending
  std::vector<std::size_t> dense;   // words and others
  std::vector<double> center;       // (all features) what is subtracted from dense ones
};

class FeatureReader {
 public:
  /// All features that the config asks for and the dataset has: first the words, sparse, then the others, dense with
  /// the center 0. Keeps a reference to the dataset.
  FeatureReader(const BaselineConfig& config, const Dataset& dataset);

  /// A reader of these features of this one, which reads all, alone: first the sparse, then the dense ones.
  FeatureReader of_features(const FeatureChoice& choice) const;

  std::size_t size() const { return sources_.size(); }
  std::size_t sparse_features() const { return size() - columns_.size(); }
  std::size_t dense_features() const { return columns_.size(); }
  /// (size) the number of each feature among all.
  const std::vector<std::size_t>& sources() const { return sources_; }
  /// (size) letters of a word, "GC", name of a motif.
  std::vector<std::string> names() const;
  /// (size) what is subtracted from each; 0 of sparse ones.
  std::vector<double> centers() const;
  /// Is a feature of all a word?
  bool is_word(std::size_t source) const { return source < counter_.size(); }

  /// `rows`: indices of the dataset. Reuses the memory of `block`.
  void read(std::span<const std::size_t> rows, unsigned threads, FeatureBlock& block) const;

 private:
  static constexpr std::uint16_t kNotSparse = std::numeric_limits<std::uint16_t>::max();

  /// A dense feature.
  struct Column {
    std::size_t source;
    double center;
  };

  void read_row(std::size_t row, std::span<std::uint16_t> counts, FeatureBlock& block, std::size_t at) const;
  double dense_value(std::size_t source, std::size_t row, std::span<const std::uint16_t> counts) const;

  const Dataset* dataset_;
  WordCounter counter_;
  std::vector<std::string> names_;    // of all features
  bool has_gc_;                       // the first feature after the words
  std::vector<double> logarithms_;    // (length + 1) log(1 + count)
  std::vector<std::uint16_t> place_;  // (words) which sparse feature each is, or kNotSparse
  std::vector<Column> columns_;
  std::vector<std::size_t> sources_;
};

/// Calls body(first, block), `first` the number of rows before it, for one block of `rows` after the other.
template <class Body>
void for_each_block(const FeatureReader& reader, std::span<const std::size_t> rows, unsigned threads, Body body) {
  FeatureBlock block;
  for (std::size_t first = 0; first < rows.size(); first += kRowsOfBlock) {
    const std::span<const std::size_t> some = rows.subspan(first, std::min(kRowsOfBlock, rows.size() - first));
    reader.read(some, threads, block);
    body(first, block);
  }
}

}  // namespace cre
