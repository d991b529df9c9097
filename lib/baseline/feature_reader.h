#pragma once
// The features of a dataset's rows, read block by block: there is never a matrix of all rows.

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "baseline/words.h"
#include "storage/dataset.h"

namespace cre {

/// Features of some rows. Of the words, most of which a row does not have, there are those that it has; of the others
/// (dense: the share of G and C, motif scores) all.
struct FeatureBlock {
  std::size_t rows = 0;
  std::size_t room = 0;                // for words of a row
  std::vector<std::uint32_t> words;    // (rows) how many different ones a row has
  std::vector<std::uint16_t> feature;  // (rows, room) ascending
  std::vector<double> value;           // (rows, room) log(1 + count)
  std::vector<double> dense;           // (rows, dense features) minus their center

  std::span<const std::uint16_t> features_of(std::size_t row) const {
    return {feature.data() + row * room, words[row]};
  }
  std::span<const double> values_of(std::size_t row) const { return {value.data() + row * room, words[row]}; }
};

/// Rows that are read at a time.
inline constexpr std::size_t kRowsOfBlock = 512;

class FeatureReader {
 public:
  /// All features that the config asks for and the dataset has; their centers are 0. Keeps a reference to the dataset.
  FeatureReader(const BaselineConfig& config, const Dataset& dataset);

  /// A reader of those features alone for which keep (size) is true, in their order; `center` (size) is what is
  /// subtracted of the dense ones.
  FeatureReader of_features(const std::vector<bool>& keep, const std::vector<double>& center) const;

  /// First the words, then the dense features.
  std::size_t size() const { return names_.size(); }
  std::size_t word_features() const { return word_features_; }
  std::size_t dense_features() const { return size() - word_features_; }
  const std::vector<std::string>& names() const { return names_; }
  /// (size) what is subtracted from each; 0 for words.
  const std::vector<double>& centers() const { return centers_; }

  /// `rows`: indices of the dataset. Reuses the memory of `block`.
  void read(std::span<const std::size_t> rows, unsigned threads, FeatureBlock& block) const;

 private:
  static constexpr std::uint16_t kNotKept = std::numeric_limits<std::uint16_t>::max();
  static constexpr std::size_t kGc = std::numeric_limits<std::size_t>::max();

  void read_row(std::size_t row, std::span<std::uint16_t> counts, FeatureBlock& block, std::size_t at) const;
  double dense_value(std::size_t column, std::size_t row) const;

  const Dataset* dataset_;
  WordCounter counter_;
  std::vector<double> logarithms_;    // (windows + 1) log(1 + count)
  std::vector<std::uint16_t> place_;  // (words of the counter) which feature it is, or kNotKept
  std::vector<std::size_t> columns_;  // (dense features) motif, or kGc
  std::vector<std::string> names_;
  std::vector<double> centers_;
  std::size_t word_features_ = 0;
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
