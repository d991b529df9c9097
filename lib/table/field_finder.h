#pragma once
// Some fields of a line, without looking closer at the others: columns that nobody asks for cost a scan for delimiters.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace cre {

/// Delimiters among 64 bytes of a line.
struct DelimiterWindow {
  std::uint64_t places = 0;  // bit i: byte i is one
  std::uint64_t count = 0;
};

/// Looks at 64 bytes at a time.
struct FieldKernel {
  const char* name;
  /// Fills the windows of a line, as many as it has. Returns whether there is a quote in it.
  bool (*find)(std::string_view line, char delimiter, DelimiterWindow* windows);
};

/// Every kernel that this processor can run, the fastest first; the last one runs everywhere.
std::span<const FieldKernel> field_kernels();

/// Finds the same columns in line after line.
class FieldFinder {
 public:
  FieldFinder(char delimiter, std::vector<std::size_t> columns, const FieldKernel& kernel = field_kernels().front());

  /// Has the line no quote, so that its fields are what is between delimiters? Else it is for split_delimited.
  bool scan(std::string_view line);
  /// Fields of the line that was scanned.
  std::size_t count() const { return count_; }
  /// Puts the wanted fields at their places in `fields` (count()), which has room for them; the others stay as they
  /// are.
  void take(std::vector<std::string_view>& fields) const;

 private:
  char delimiter_;
  std::vector<std::size_t> columns_;  // ascending
  const FieldKernel* kernel_;
  std::string_view line_;
  std::vector<DelimiterWindow> windows_;
  std::size_t count_ = 0;
};

}  // namespace cre
