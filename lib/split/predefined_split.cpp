#include "split/predefined_split.h"

#include <map>
#include <string>

#include "core/error.h"

namespace cre {

std::vector<Split> predefined_split(const Elements& elements) {
  if (elements.published_split.empty()) {
    fail(ErrorKind::input,
         "split.strategy: predefined needs a split column in the elements; name it in qc.columns.split");
  }
  static const std::map<std::string, Split> kNames = {{"train", Split::train}, {"val", Split::val},
                                                      {"valid", Split::val},   {"validation", Split::val},
                                                      {"dev", Split::val},     {"test", Split::test}};
  std::vector<Split> splits;
  std::vector<std::size_t> rows(kSplitCount, 0);
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    const auto found = kNames.find(lower_case(strip(elements.published_split[row])));
    if (found == kNames.end()) {
      fail(ErrorKind::input, "line ", elements.line[row], ", element ", elements.id[row], ": split '",
           elements.published_split[row], "' is not allowed; allowed: train, val (valid, validation, dev), test");
    }
    splits.push_back(found->second);
    ++rows[static_cast<std::size_t>(found->second)];
  }
  for (std::size_t s = 0; s < kSplitCount; ++s) {
    if (rows[s] == 0) {
      fail(ErrorKind::input, "the split column puts no row into ", split_name(static_cast<Split>(s)),
           "; train, val and test all need rows");
    }
  }
  return splits;
}

}  // namespace cre
