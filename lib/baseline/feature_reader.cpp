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
    : dataset_(&dataset), counter_(word_shapes(config)), names_(counter_.names()), word_features_(counter_.size()) {
  const std::size_t length = insert_length(dataset);
  if (length >= kNotKept) {
    fail(ErrorKind::input, "inserts of ", length, " bases are too long for cre-baseline; allowed: below ", kNotKept);
  }
  logarithms_.resize(length + 1);
  for (std::size_t count = 0; count <= length; ++count) {
    logarithms_[count] = std::log1p(static_cast<double>(count));
  }
  place_.resize(counter_.size());
  std::iota(place_.begin(), place_.end(), std::uint16_t{0});
  if (config.gc) {
    columns_.push_back(kGc);
    names_.emplace_back("GC");
  }
  for (std::size_t motif = 0; config.motifs && motif < dataset.motifs.count(); ++motif) {
    columns_.push_back(motif);
    names_.push_back(dataset.motifs.names[motif]);
  }
  centers_.assign(names_.size(), 0.0);
}

FeatureReader FeatureReader::of_features(const std::vector<bool>& keep, const std::vector<double>& center) const {
  FeatureReader kept = *this;
  kept.names_.clear();
  kept.centers_.clear();
  kept.columns_.clear();
  kept.word_features_ = 0;
  std::vector<std::uint16_t> new_place(word_features_, kNotKept);
  for (std::size_t feature = 0; feature < size(); ++feature) {
    if (!keep[feature]) {
      continue;
    }
    const bool is_word = feature < word_features_;
    if (is_word) {
      new_place[feature] = static_cast<std::uint16_t>(kept.word_features_++);
    } else {
      kept.columns_.push_back(columns_[feature - word_features_]);
    }
    kept.names_.push_back(names_[feature]);
    kept.centers_.push_back(is_word ? 0.0 : centers_[feature] + center[feature]);
  }
  for (std::uint16_t& place : kept.place_) {
    place = place == kNotKept ? kNotKept : new_place[place];
  }
  return kept;
}

double FeatureReader::dense_value(std::size_t column, std::size_t row) const {
  if (column != kGc) {
    return static_cast<double>(dataset_->motifs.score[row * dataset_->motifs.count() + column]);
  }
  const std::size_t length = insert_length(*dataset_);
  const double share = gc_content({dataset_->codes.data() + row * length, length});
  return std::isnan(share) ? 0.5 : share;  // where no base is known
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
    if (counts[word] != 0 && place_[word] != kNotKept) {
      feature[found] = place_[word];
      value[found++] = logarithms_[counts[word]];
    }
  }
  block.words[at] = found;
  for (std::size_t d = 0; d < columns_.size(); ++d) {
    block.dense[at * columns_.size() + d] = dense_value(columns_[d], row) - centers_[word_features_ + d];
  }
}

void FeatureReader::read(std::span<const std::size_t> rows, unsigned threads, FeatureBlock& block) const {
  block.rows = rows.size();
  block.room = std::min(word_features_, counter_.windows(insert_length(*dataset_)));
  block.words.resize(block.rows);
  block.feature.resize(block.rows * block.room);
  block.value.resize(block.rows * block.room);
  block.dense.resize(block.rows * columns_.size());
  parallel_for((block.rows + kRowsOfItem - 1) / kRowsOfItem, threads, [&](std::size_t item) {
    std::vector<std::uint16_t> counts(counter_.size());
    const std::size_t end = std::min(block.rows, (item + 1) * kRowsOfItem);
    for (std::size_t at = item * kRowsOfItem; at < end; ++at) {
      read_row(rows[at], counts, block, at);
    }
  });
}

}  // namespace cre
