#include "baseline/words.h"

#include <algorithm>

#include "sequence/base_codes.h"

namespace cre {

namespace {

std::uint32_t reverse_complement_of_word(std::uint32_t word, std::size_t bases) {
  std::uint32_t reverse = 0;
  for (std::size_t i = 0; i < bases; ++i) {
    reverse = reverse << 2U | (3U - (word & 3U));
    word >>= 2U;
  }
  return reverse;
}

std::string letters_of_word(std::uint32_t word, const WordShape& shape) {
  std::string letters(shape.bases, 'A');
  for (std::size_t i = shape.bases; i-- > 0; word >>= 2U) {
    letters[i] = base_letter(static_cast<std::uint8_t>(word & 3U));
  }
  return letters.insert(shape.bases / 2, shape.gap, 'N');
}

/// Calls visit(start, word) for each word of `bases` known bases, from 5' to 3'.
template <class Visit>
void visit_words(std::span<const std::uint8_t> codes, std::size_t bases, Visit visit) {
  const std::uint32_t mask = (std::uint32_t{1} << (2 * bases)) - 1;
  std::uint32_t word = 0;
  std::size_t known = 0;
  for (std::size_t end = 0; end < codes.size(); ++end) {
    known = codes[end] < kBaseN ? known + 1 : 0;
    word = (word << 2U | (codes[end] & 3U)) & mask;
    if (known >= bases) {
      visit(end + 1 - bases, word);
    }
  }
}

void count_gapped(std::span<const std::uint8_t> codes, const WordShape& shape,
                  const std::vector<std::uint16_t>& feature, std::span<std::uint16_t> counts) {
  const std::size_t half = shape.bases / 2;
  constexpr std::uint32_t kNone = ~std::uint32_t{0};
  std::vector<std::uint32_t> halves(codes.size(), kNone);
  visit_words(codes, half, [&](std::size_t start, std::uint32_t word) { halves[start] = word; });
  for (std::size_t first = 0, second = half + shape.gap; second < codes.size(); ++first, ++second) {
    if (halves[first] != kNone && halves[second] != kNone) {
      ++counts[feature[halves[first] << (2 * half) | halves[second]]];
    }
  }
}

}  // namespace

std::vector<WordShape> word_shapes(const BaselineConfig& config) {
  std::vector<WordShape> shapes;
  for (const std::int64_t bases : config.words) {
    shapes.push_back({static_cast<std::size_t>(bases), 0});
  }
  for (const std::int64_t gap : config.gaps) {
    shapes.push_back({static_cast<std::size_t>(config.gapped_bases), static_cast<std::size_t>(gap)});
  }
  return shapes;
}

std::size_t canonical_words(std::size_t bases) {
  const std::size_t all = std::size_t{1} << (2 * bases);
  return bases % 2 == 0 ? (all + (std::size_t{1} << bases)) / 2 : all / 2;
}

WordCounter::WordCounter(const std::vector<WordShape>& shapes) {
  for (const WordShape& shape : shapes) {
    Words& words = words_.emplace_back();
    words.shape = shape;
    words.feature.resize(std::size_t{1} << (2 * shape.bases));
    for (std::uint32_t word = 0; word < words.feature.size(); ++word) {
      const std::uint32_t reverse = reverse_complement_of_word(word, shape.bases);
      words.feature[word] = reverse < word ? words.feature[reverse] : static_cast<std::uint16_t>(size_++);
    }
  }
}

std::vector<std::string> WordCounter::names() const {
  std::vector<std::string> names;
  for (const Words& words : words_) {
    for (std::uint32_t word = 0; word < words.feature.size(); ++word) {
      if (word <= reverse_complement_of_word(word, words.shape.bases)) {
        names.push_back(letters_of_word(word, words.shape));
      }
    }
  }
  return names;
}

std::size_t WordCounter::windows(std::size_t length) const {
  std::size_t windows = 0;
  for (const Words& words : words_) {
    const std::size_t width = words.shape.bases + words.shape.gap;
    windows += length < width ? 0 : length + 1 - width;
  }
  return windows;
}

void WordCounter::count(std::span<const std::uint8_t> codes, std::span<std::uint16_t> counts) const {
  for (const Words& words : words_) {
    if (words.shape.gap > 0) {
      count_gapped(codes, words.shape, words.feature, counts);
      continue;
    }
    visit_words(codes, words.shape.bases, [&](std::size_t, std::uint32_t word) { ++counts[words.feature[word]]; });
  }
}

}  // namespace cre
