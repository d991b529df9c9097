#include "split/audit/kin_search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <string>

#include <nlohmann/json.hpp>

#include "core/parallel.h"
#include "core/progress.h"
#include "core/random.h"
#include "core/text.h"
#include "split/audit/kmer_index.h"

namespace cre {

namespace {

constexpr std::size_t kMostSampled = 2000;                        // rows of a split
constexpr std::size_t kMostSampledBases = std::size_t{1} << 20U;  // of a split: bounds memory for long inserts
constexpr std::size_t kRowsForCommonWords = 4096;                 // from which the share of a word is estimated
constexpr double kCommonShare = 0.2;                              // of rows, above which a word is common
constexpr double kChance = 0.001;                                 // expected overlaps by chance in the whole table
constexpr std::array<std::size_t, 5> kBlocks = {256, 1024, 4096, 16384, 65536};  // training rows at a time
constexpr std::size_t kRowsPerChunk = 1024;

std::span<const std::uint8_t> bases_of(const Elements& elements, std::size_t row) {
  const auto length = static_cast<std::size_t>(elements.length);
  return std::span(elements.codes).subspan(row * length, length);
}

std::size_t half_of(std::size_t bases) {
  return (bases + 1) / 2;
}

/// Bases from which an overlap is hardly one by chance: rows x L places on each strand, L starts, 4^overlap words.
std::size_t bases_beyond_chance(const Elements& elements, bool both_strands) {
  const auto length = static_cast<double>(elements.length);
  const double pairs = static_cast<double>(elements.rows()) * length * length * (both_strands ? 2.0 : 1.0);
  return static_cast<std::size_t>(std::max(1.0, std::ceil(std::log(pairs / kChance) / std::log(4.0))));
}

std::vector<std::size_t> drawn_rows(const std::vector<Split>& splits, Split split, const Elements& elements,
                                    std::uint64_t seed) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < splits.size(); ++row) {
    if (splits[row] == split) {
      rows.push_back(row);
    }
  }
  const std::size_t most =
      std::min(kMostSampled, std::max<std::size_t>(1, kMostSampledBases / static_cast<std::size_t>(elements.length)));
  if (rows.size() <= most) {
    return rows;
  }
  RandomStream stream(RandomPurpose::split, seed, 1 + static_cast<std::uint64_t>(split));
  const std::vector<std::int64_t> order = random_permutation(rows.size(), stream);
  std::vector<std::size_t> drawn;
  for (std::size_t i = 0; i < most; ++i) {
    drawn.push_back(rows[static_cast<std::size_t>(order[i])]);
  }
  std::sort(drawn.begin(), drawn.end());
  return drawn;
}

/// A row of the sample.
struct Sample {
  std::size_t row;
  std::vector<std::uint32_t> counted;  // (L + 1) bases before each that count: known ones, but for common parts
  std::size_t least;                   // of them from which an overlap is kin

  std::size_t bases() const { return counted.back(); }
};

std::vector<std::uint32_t> running_count(const std::vector<bool>& counts) {
  std::vector<std::uint32_t> out = {0};
  for (const bool one : counts) {
    out.push_back(out.back() + (one ? 1 : 0));
  }
  return out;
}

/// An overlap that grows while the words of a training row are read from 5' to 3'.
struct Diagonal {
  std::int64_t offset;   // base i of the sampled row, on the strand in question, is base i + offset of the training row
  bool reverse;          // is that the other strand?
  std::int64_t end;      // after the last covered base of the training row
  std::int64_t covered;  // bases that count
};

/// What a training row has in common with each sampled row.
class RowOverlaps {
 public:
  explicit RowOverlaps(const std::vector<Sample>& samples) : samples_(samples), diagonals_(samples.size()) {}

  /// A word of k bases from `start` on in the training row.
  void add(std::size_t sample, std::int64_t offset, bool reverse, std::size_t start, std::size_t k) {
    std::vector<Diagonal>& diagonals = diagonals_[sample];
    if (diagonals.empty()) {
      touched_.push_back(sample);
    }
    const auto begin = static_cast<std::int64_t>(start), end = begin + static_cast<std::int64_t>(k);
    auto known = std::find_if(diagonals.begin(), diagonals.end(), [&](const Diagonal& diagonal) {
      return diagonal.offset == offset && diagonal.reverse == reverse;
    });
    if (known == diagonals.end()) {
      known = diagonals.insert(known, {offset, reverse, begin, 0});
    }
    known->covered += counted(sample, *known, std::max(begin, known->end), end);
    known->end = end;
  }

  /// Puts the overlaps of the row into `best` (samples) where they are larger, and forgets them.
  void keep_best(std::size_t row, std::vector<KinPair>& best) {
    for (const std::size_t sample : touched_) {
      for (const Diagonal& diagonal : diagonals_[sample]) {
        if (diagonal.covered > best[sample].overlap) {
          best[sample] = {samples_[sample].row, row, diagonal.covered, diagonal.offset, diagonal.reverse};
        }
      }
      diagonals_[sample].clear();
    }
    touched_.clear();
  }

 private:
  /// Bases of the sampled row that count where bases [begin, end) of the training row lie.
  std::int64_t counted(std::size_t sample, const Diagonal& diagonal, std::int64_t begin, std::int64_t end) const {
    const std::vector<std::uint32_t>& before = samples_[sample].counted;
    const auto length = static_cast<std::int64_t>(before.size()) - 1;
    const std::int64_t first = diagonal.reverse ? length - (end - diagonal.offset) : begin - diagonal.offset;
    const auto at = static_cast<std::size_t>(first);
    return before[at + static_cast<std::size_t>(end - begin)] - before[at];
  }

  const std::vector<Sample>& samples_;
  std::vector<std::vector<Diagonal>> diagonals_;  // (samples)
  std::vector<std::size_t> touched_;              // samples with diagonals
};

class Searcher {
 public:
  Searcher(const Elements& elements, const std::vector<Split>& splits, bool both_strands, unsigned threads)
      : elements_(elements), both_strands_(both_strands), threads_(threads) {
    beyond_chance_ = bases_beyond_chance(elements, both_strands);
    const auto length = static_cast<std::size_t>(elements.length);
    const std::size_t longest = std::min(kLongestKmer, std::max(beyond_chance_, half_of(length)));
    k_ = longest % 2 == 1 ? longest : longest - 1;
    for (std::size_t row = 0; row < splits.size(); ++row) {
      if (splits[row] == Split::train) {
        training_rows_.push_back(row);
      }
    }
  }

  std::size_t k() const { return k_; }
  std::size_t least(std::size_t bases) const { return std::max(half_of(bases), beyond_chance_); }

  /// The pair of each row of `rows` with the largest overlap; none is 0 bases.
  std::vector<KinPair> search(const std::vector<std::size_t>& rows) {
    for (const std::size_t row : rows) {
      add_sample(row);
    }
    drop_common_words();
    std::size_t block = 0;
    Progress progress("looking for kin", training_rows_.size(), "rows");
    for (std::size_t begin = 0; begin < training_rows_.size() && !entries_.empty();) {
      const std::size_t size = std::min(kBlocks.at(block), training_rows_.size() - begin);
      read_block(std::span(training_rows_).subspan(begin, size));
      forget_settled();
      progress.advance(size);
      begin += size;
      block = std::min(block + 1, kBlocks.size() - 1);
    }
    return best_;
  }

  bool is_kin(std::size_t sample) const {
    return best_[sample].overlap > 0 && static_cast<std::size_t>(best_[sample].overlap) >= samples_[sample].least;
  }

 private:
  void add_sample(std::size_t row) {
    const auto codes = bases_of(elements_, row);
    std::vector<bool> known(codes.size());
    std::transform(codes.begin(), codes.end(), known.begin(), [](std::uint8_t code) { return code < kBaseN; });
    const auto number = static_cast<std::uint32_t>(samples_.size());
    samples_.push_back({row, running_count(known), 0});
    best_.push_back({.row = row});
    visit_kmers(codes, k_, [&](std::size_t start, Kmer kmer) {
      if (is_low_complexity(kmer.key, k_)) {
        return;
      }
      entries_.push_back({kmer.key, {number, static_cast<std::uint32_t>(start), kmer.forward}});
    });
  }

  /// Is each word of `index` in more than a fifth of all rows?
  std::vector<bool> common_words(const KmerIndex& index) const {
    const std::size_t read = std::min(kRowsForCommonWords, elements_.rows());
    std::vector<std::size_t> rows_with(index.word_count(), 0), last(index.word_count(), 0);
    for (std::size_t i = 0; i < read; ++i) {
      visit_kmers(bases_of(elements_, i * elements_.rows() / read), k_, [&](std::size_t, Kmer kmer) {
        const std::size_t word = index.find(kmer.key);
        if (word == index.word_count() || last[word] == i + 1) {
          return;
        }
        last[word] = i + 1;
        ++rows_with[word];
      });
    }
    std::vector<bool> common(index.word_count());
    for (std::size_t word = 0; word < common.size(); ++word) {
      common[word] = static_cast<double>(rows_with[word]) > kCommonShare * static_cast<double>(read);
    }
    return common;
  }

  /// A part that all inserts have makes no kin, unless it is half of the insert. Half of what is left counts then.
  void drop_common_words() {
    const KmerIndex index(entries_);
    const std::vector<bool> common = common_words(index);
    const auto is_common = [&](const KmerEntry& entry) { return common[index.find(entry.key)]; };
    std::vector<std::vector<bool>> counts;
    for (const Sample& sample : samples_) {
      std::vector<bool>& known = counts.emplace_back();
      for (std::size_t i = 1; i < sample.counted.size(); ++i) {
        known.push_back(sample.counted[i] > sample.counted[i - 1]);
      }
    }
    for (const KmerEntry& entry : entries_) {
      if (!is_common(entry)) {
        continue;
      }
      const auto first = counts[entry.place.sample].begin() + static_cast<std::ptrdiff_t>(entry.place.start);
      std::fill(first, first + static_cast<std::ptrdiff_t>(k_), false);
    }
    std::vector<bool> drops(samples_.size());
    for (std::size_t s = 0; s < samples_.size(); ++s) {
      std::vector<std::uint32_t> left = running_count(counts[s]);
      drops[s] = left.back() > samples_[s].bases() / 2;
      if (drops[s]) {
        samples_[s].counted = std::move(left);
      }
      samples_[s].least = least(samples_[s].bases());
    }
    std::erase_if(entries_, [&](const KmerEntry& entry) { return drops[entry.place.sample] && is_common(entry); });
  }

  void read_block(std::span<const std::size_t> rows) {
    const KmerIndex index(entries_);
    std::vector<std::vector<KinPair>> found((rows.size() + kRowsPerChunk - 1) / kRowsPerChunk);
    parallel_for(found.size(), threads_, [&](std::size_t chunk) {
      found[chunk] = best_;
      RowOverlaps overlaps(samples_);
      const std::size_t end = std::min(rows.size(), (chunk + 1) * kRowsPerChunk);
      for (std::size_t i = chunk * kRowsPerChunk; i < end; ++i) {
        read_row(index, rows[i], overlaps);
        overlaps.keep_best(rows[i], found[chunk]);
      }
    });
    for (const std::vector<KinPair>& chunk : found) {
      for (std::size_t sample = 0; sample < best_.size(); ++sample) {
        if (chunk[sample].overlap > best_[sample].overlap) {
          best_[sample] = chunk[sample];
        }
      }
    }
  }

  void read_row(const KmerIndex& index, std::size_t row, RowOverlaps& overlaps) const {
    visit_kmers(bases_of(elements_, row), k_, [&](std::size_t start, Kmer kmer) {
      const std::size_t word = index.find(kmer.key);
      if (word == index.word_count()) {
        return;
      }
      for (const KmerPlace& place : index.places(word)) {
        const bool reverse = place.forward != kmer.forward;
        if (reverse && !both_strands_) {
          continue;
        }
        const auto there = static_cast<std::int64_t>(start), here = static_cast<std::int64_t>(place.start);
        const auto last = elements_.length - static_cast<std::int64_t>(k_);
        overlaps.add(place.sample, reverse ? there - (last - here) : there - here, reverse, start, k_);
      }
    });
  }

  void forget_settled() {
    std::erase_if(entries_, [&](const KmerEntry& entry) { return is_kin(entry.place.sample); });
  }

  const Elements& elements_;
  bool both_strands_;
  unsigned threads_;
  std::size_t beyond_chance_ = 0, k_ = 0;
  std::vector<std::size_t> training_rows_;
  std::vector<Sample> samples_;
  std::vector<KinPair> best_;       // (samples)
  std::vector<KmerEntry> entries_;  // words of samples that still look for kin
};

std::string share_text(const KinOfSplit& split, const char* name) {
  return concat(grouped(split.related.size()), " of ", grouped(split.sampled), " ", name, " rows looked at (",
                percent_text(split.share()), ")");
}

nlohmann::json pair_json(const KinPair& pair, const Elements& elements) {
  const auto row_json = [&](std::size_t row) {
    return nlohmann::json{{"id", elements.id[row]}, {"line", elements.line[row]}};
  };
  return {{"row", row_json(pair.row)},
          {"training_row", row_json(pair.training_row)},
          {"overlap", pair.overlap},
          {"offset", pair.offset},
          {"strand", pair.reverse ? "other" : "same"}};
}

}  // namespace

double KinOfSplit::share() const {
  return sampled == 0 ? 0.0 : static_cast<double>(related.size()) / static_cast<double>(sampled);
}

KinSearch search_kin(const Elements& elements, const std::vector<Split>& splits, const SplitConfig& config,
                     unsigned threads) {
  Searcher searcher(elements, splits, config.both_strands, threads);
  KinSearch out;
  out.k = searcher.k();
  out.least = searcher.least(static_cast<std::size_t>(elements.length));
  const auto seed = static_cast<std::uint64_t>(config.seed);
  std::vector<std::size_t> rows = drawn_rows(splits, Split::val, elements, seed);
  const std::vector<std::size_t> tested = drawn_rows(splits, Split::test, elements, seed);
  out.val.sampled = rows.size();
  out.test.sampled = tested.size();
  rows.insert(rows.end(), tested.begin(), tested.end());
  const std::vector<KinPair> pairs = searcher.search(rows);
  for (std::size_t sample = 0; sample < pairs.size(); ++sample) {
    if (!searcher.is_kin(sample)) {
      continue;
    }
    KinOfSplit& split = sample < out.val.sampled ? out.val : out.test;
    split.related.push_back(pairs[sample]);
    if (!split.example || pairs[sample].overlap > split.example->overlap) {
      split.example = pairs[sample];
    }
  }
  return out;
}

nlohmann::json kin_report(const KinSearch& kin, const Elements& elements, const SplitConfig& config) {
  const auto split_json = [&](const KinOfSplit& split) {
    return nlohmann::json{{"sampled", split.sampled},
                          {"related", split.related.size()},
                          {"share", split.share()},
                          {"example", split.example ? pair_json(*split.example, elements) : nlohmann::json()}};
  };
  return {{"word", kin.k},
          {"least_overlap", kin.least},
          {"both_strands", config.both_strands},
          {"allowed_share", config.kin_share},
          {"val", split_json(kin.val)},
          {"test", split_json(kin.test)}};
}

std::string kin_warning(const KinSearch& kin, const Elements& elements, const SplitConfig& config) {
  const bool of_test = kin.test.share() > config.kin_share;
  if (!of_test && kin.val.share() <= config.kin_share) {
    return "";
  }
  const KinPair& example = of_test ? *kin.test.example : *kin.val.example;
  return concat("kin: ", share_text(kin.test, "test"), " and ", share_text(kin.val, "validation"),
                " have at least half of their bases in common with a training row, for instance ",
                elements.id[example.row], " (line ", elements.line[example.row], ") ", example.overlap, " of ",
                elements.length, " bases with ", elements.id[example.training_row], " (line ",
                elements.line[example.training_row], "), offset ", example.offset,
                example.reverse ? ", other strand" : "",
                "; the network is then judged on what it has seen: add minhash to split.group_by, name what belongs "
                "together in qc.columns.group, or accept it with split.kin_share");
}

}  // namespace cre
