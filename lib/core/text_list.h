#pragma once
// A value of a config that is one text or several: `activity: K562_l2fc`, `activity: [rep1, rep2, rep3]`.

#include <string>
#include <utility>
#include <vector>

#include "core/text.h"

namespace cre {

struct TextList {
  std::vector<std::string> texts;

  TextList() = default;
  // NOLINTBEGIN(google-explicit-constructor): one text is a list of one, also in initialisers
  TextList(const char* text) : texts{text} {}
  TextList(std::string text) : texts{std::move(text)} {}
  TextList(std::vector<std::string> several) : texts(std::move(several)) {}
  // NOLINTEND(google-explicit-constructor)

  std::size_t size() const { return texts.size(); }
  /// For people: "rep1, rep2, rep3".
  std::string text() const { return join(texts, ", "); }
  bool operator==(const TextList&) const = default;
};

}  // namespace cre
