#include "baseline/feature_reader.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.h"
#include "core/parallel.h"
#include "sequence/gc_content.h"

namespace cre {

namespace {

constexpr std::size_t kRowsOfItem = 64;  // for one thread at a time

std::size_t insert_length(const Dataset& dataset) {
  return static_cast<std::size_t>(dataset.construct.insert_length);
}

}  // namespace

FeatureReader::FeatureReader(const BaselineConfig& config, const Dataset& dataset)
    : dataset_(&dataset), counter_(word_shapes(config)), names_(counter_.names()), has_gc_(config.gc) {
  const std::size_t length = insert_length(dataset);
  if (length >= kNotSparse) {
    fail(ErrorKind::input, "inserts of ", length, " bases are too long for cre-baseline; allowed: below ", kNotSparse);
  }
  logarithms_.resize(length + 1);
  for (std::size_t count = 0; count <= length; ++count) {
    logarithms_[count] = std::log1p(static_cast<double>(count));
  }
  if (has_gc_) {
    names_.emplace_back("GC");
  }
  if (config.motifs) {
    names_.insert(names_.end(), dataset.motifs.names.begin(), dataset.motifs.names.end());
  }
  place_.resize(counter_.size());
  std::iota(place_.begin(), place_.end(), std::uint16_t{0});
  sources_.resize(names_.size());
  std::iota(sources_.begin(), sources_.end(), std::size_t{0});
  for (std::size_t source = counter_.size(); source < names_.size(); ++source) {
    columns_.push_back({source, 0.0});
  }
}

FeatureReader FeatureReader::of_features(const FeatureChoice& choice) const {
  FeatureReader chosen = *this;
  chosen.sources_ = choice.sparse;
  chosen.sources_.insert(chosen.sources_.end(), choice.dense.begin(), choice.dense.end());
  std::fill(chosen.place_.begin(), chosen.place_.end(), kNotSparse);
  for (std::size_t i = 0; i < choice.sparse.size(); ++i) {
    chosen.place_[choice.sparse[i]] = static_cast<std::uint16_t>(i);
  }
  chosen.columns_.clear();
  for (const std::size_t source : choice.dense) {
    chosen.columns_.push_back({source, choice.center[source]});
  }
  return chosen;
}

std::vector<std::string> FeatureReader::names() const {
  std::vector<std::string> names;
  for (const std::size_t source : sources_) {
    names.push_back(names_[source]);
  }
  return names;
}

std::vector<double> FeatureReader::centers() const {
  std::vector<double> centers(sparse_features(), 0.0);
  for (const Column& column : columns_) {
    centers.push_back(column.center);
  }
  return centers;
}

double FeatureReader::dense_value(std::size_t source, std::size_t row, std::span<const std::uint16_t> counts) const {
  if (is_word(source)) {
    return logarithms_[counts[source]];
  }
  const std::size_t other = source - counter_.size();
  if (has_gc_ && other == 0) {
    const std::size_t length = insert_length(*dataset_);
    const double share = gc_content({dataset_->codes.data() + row * length, length});
    return std::isnan(share) ? 0.5 : share;  // where no base is known
  }
  const std::size_t motif = other - (has_gc_ ? 1 : 0);
  return static_cast<double>(dataset_->motifs.score[row * dataset_->motifs.count() + motif]);
}

void FeatureReader::read_row(std::size_t row, std::span<std::uint16_t> counts, FeatureBlock& block,
                             std::size_t at) const {
  const std::size_t length = insert_length(*dataset_);
  std::fill(counts.begin(), counts.end(), std::uint16_t{0});
  counter_.count({dataset_->codes.data() + row * length, length}, counts);
  std::uint16_t* feature = block.feature.data() + at * block.room;
  double* value = block.value.data() + at * block.room;
  std::uint32_t found = 0;
  for (std::size_t word = 0; word < counts.size(); ++word) {
    if (counts[word] != 0 && place_[word] != kNotSparse) {
      feature[found] = place_[word];
      value[found++] = logarithms_[counts[word]];
    }
  }
  block.found[at] = found;
  for (std::size_t d = 0; d < columns_.size(); ++d) {
    block.dense[(d / kPanel * block.rows + at) * kPanel + d % kPanel] =
        dense_value(columns_[d].source, row, counts) - columns_[d].center;
  }
}

void FeatureReader::read(std::span<const std::size_t> rows, unsigned threads, FeatureBlock& block) const {
  block.rows = rows.size();
  block.room = std::min(sparse_features(), counter_.windows(insert_length(*dataset_)));
  block.dense_features = columns_.size();
  block.found.resize(block.rows);
  block.feature.resize(block.rows * block.room);
  block.value.resize(block.rows * block.room);
  block.dense.assign(block.panels() * block.rows * kPanel, 0.0);
  parallel_for((block.rows + kRowsOfItem - 1) / kRowsOfItem, threads, [&](std::size_t item) {
    std::vector<std::uint16_t> counts(counter_.size());
    const std::size_t end = std::min(block.rows, (item + 1) * kRowsOfItem);
    for (std::size_t at = item * kRowsOfItem; at < end; ++at) {
      read_row(rows[at], counts, block, at);
    }
  });
}

}  // namespace cre
