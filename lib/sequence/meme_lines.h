#pragma once
// Internal to meme_file.cpp: lines, words and numbers of a MEME file, with errors that name file and line.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "sequence/motif.h"

namespace cre {

class MemeLines {
 public:
  MemeLines(std::string_view content, std::string file) : file_(std::move(file)), rest_(content) {}

  /// Goes to the next line; false at the end.
  bool next();
  /// Goes to the next line when that is one of numbers (of which the first may be misspelled).
  bool next_if_numbers();
  /// Goes to the next line when that is one of letters and their frequencies.
  bool next_if_frequencies();

  /// The present line without blanks at its ends, and the words of it.
  std::string_view text() const { return text_; }
  const std::vector<std::string_view>& words() const { return words_; }
  std::int64_t number() const { return number_; }
  const std::string& file() const { return file_; }
  /// Is the present line made of several numbers and nothing else?
  bool is_numbers() const;

  /// The whole number after "key=" in the present line, with or without a blank between them.
  std::optional<std::int64_t> stated(std::string_view key) const;
  /// A word as a number in [0, 1].
  double probability(std::string_view word) const;
  /// The values divided by their sum, which must be near 1.
  PerBase normalized(PerBase values, std::string_view what) const;

  /// Throws input with the message after file and number of a line, by default the present one.
  template <class... Parts>
  [[noreturn]] void fail(const Parts&... parts) const {
    fail_at(number_, parts...);
  }
  template <class... Parts>
  [[noreturn]] void fail_at(std::int64_t line, const Parts&... parts) const {
    cre::fail(ErrorKind::input, file_, ", line ", line, ": ", parts...);
  }

 private:
  template <class Wanted>
  bool next_if(Wanted wanted);

  std::string file_;
  std::string_view rest_;  // not yet read
  std::string_view text_;
  std::vector<std::string_view> words_;
  std::int64_t number_ = 0;
};

}  // namespace cre
