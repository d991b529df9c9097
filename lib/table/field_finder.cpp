#include "table/field_finder.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace cre {
namespace {

constexpr std::size_t kWindow = 64;  // bytes

std::size_t windows_of(std::string_view line) {
  return (line.size() + kWindow - 1) / kWindow;
}

// Bit i: the window has a byte at i.
std::uint64_t inside_window(std::string_view line, std::size_t begin) {
  return ~std::uint64_t{0} >> (kWindow - std::min(kWindow, line.size() - begin));
}

bool find_portable(std::string_view line, char delimiter, DelimiterWindow* windows) {
  for (std::size_t begin = 0; begin < line.size(); begin += kWindow, ++windows) {
    *windows = {};
    const std::string_view window = line.substr(begin, kWindow);
    for (std::size_t i = 0; i < window.size(); ++i) {
      windows->places |= std::uint64_t{window[i] == delimiter} << i;
      windows->count += window[i] == delimiter ? 1U : 0U;
    }
  }
  return line.find('"') != std::string_view::npos;
}

#if defined(__x86_64__)

__attribute__((target("avx512bw,popcnt"))) bool find_avx512(std::string_view line, char delimiter,
                                                            DelimiterWindow* windows) {
  const __m512i wanted = _mm512_set1_epi8(delimiter), quote = _mm512_set1_epi8('"');
  std::uint64_t quotes = 0;
  for (std::size_t begin = 0; begin < line.size(); begin += kWindow, ++windows) {
    const __mmask64 inside = inside_window(line, begin);
    const __m512i text = _mm512_maskz_loadu_epi8(inside, line.data() + begin);
    windows->places = _mm512_mask_cmpeq_epi8_mask(inside, text, wanted);
    windows->count = static_cast<std::uint64_t>(__builtin_popcountll(windows->places));
    quotes |= _mm512_cmpeq_epi8_mask(text, quote);
  }
  return quotes != 0;
}

__attribute__((target("avx2"))) std::uint64_t equal_bytes(__m256i low, __m256i high, __m256i wanted) {
  const auto bits_low = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)));
  const auto bits_high = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)));
  return bits_low | std::uint64_t{bits_high} << 32U;
}

__attribute__((target("avx2,popcnt"))) bool find_avx2(std::string_view line, char delimiter, DelimiterWindow* windows) {
  const __m256i wanted = _mm256_set1_epi8(delimiter), quote = _mm256_set1_epi8('"');
  std::uint64_t quotes = 0;
  for (std::size_t begin = 0; begin < line.size(); begin += kWindow, ++windows) {
    const char* at = line.data() + begin;
    std::array<char, kWindow> end{};
    if (line.size() - begin < kWindow) {  // nothing beyond the line may be read
      std::memcpy(end.data(), at, line.size() - begin);
      at = end.data();
    }
    const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
    const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at + kWindow / 2));
    windows->places = equal_bytes(low, high, wanted) & inside_window(line, begin);
    windows->count = static_cast<std::uint64_t>(__builtin_popcountll(windows->places));
    quotes |= equal_bytes(low, high, quote);
  }
  return quotes != 0;
}

#endif

std::vector<FieldKernel> runnable_field_kernels() {
  std::vector<FieldKernel> kernels;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512bw")) {
    kernels.push_back({"avx512", find_avx512});
  }
  if (__builtin_cpu_supports("avx2")) {
    kernels.push_back({"avx2", find_avx2});
  }
#endif
  kernels.push_back({"portable", find_portable});
  return kernels;
}

// Goes over the delimiters of a line, ever further.
class DelimiterWalk {
 public:
  explicit DelimiterWalk(const DelimiterWindow* window) : window_(window), left_(window->places) {}
  // Place of the delimiter with this number, from 0; there is one, and it is not before the last one asked for.
  std::size_t to(std::size_t number) {
    while (before_ + window_->count <= number) {
      before_ += window_->count;
      passed_ = before_;
      begin_ += kWindow;
      left_ = (++window_)->places;
    }
    for (; passed_ < number; ++passed_) {
      left_ &= left_ - 1;
    }
    return begin_ + static_cast<std::size_t>(std::countr_zero(left_));
  }

 private:
  const DelimiterWindow* window_;
  std::uint64_t left_;      // delimiters of the window from number `passed_` on
  std::size_t before_ = 0;  // delimiters before the window
  std::size_t passed_ = 0;  // delimiters before those left
  std::size_t begin_ = 0;   // of the window
};

}  // namespace

std::span<const FieldKernel> field_kernels() {
  static const std::vector<FieldKernel> kernels = runnable_field_kernels();
  return kernels;
}

FieldFinder::FieldFinder(char delimiter, std::vector<std::size_t> columns, const FieldKernel& kernel)
    : delimiter_(delimiter), columns_(std::move(columns)), kernel_(&kernel) {
  std::sort(columns_.begin(), columns_.end());
  columns_.erase(std::unique(columns_.begin(), columns_.end()), columns_.end());
}

bool FieldFinder::scan(std::string_view line) {
  line_ = line;
  windows_.resize(std::max(windows_.size(), windows_of(line)));
  if (kernel_->find(line, delimiter_, windows_.data())) {
    return false;
  }
  count_ = 1;
  for (std::size_t i = 0; i < windows_of(line); ++i) {
    count_ += windows_[i].count;
  }
  return true;
}

void FieldFinder::take(std::vector<std::string_view>& fields) const {
  if (count_ == 1) {
    fields[0] = line_;
    return;
  }
  DelimiterWalk walk(windows_.data());
  for (const std::size_t column : columns_) {
    if (column >= count_) {
      break;
    }
    const std::size_t begin = column == 0 ? 0 : walk.to(column - 1) + 1;
    const std::size_t end = column + 1 == count_ ? line_.size() : walk.to(column);
    fields[column] = line_.substr(begin, end - begin);
  }
}

}  // namespace cre
