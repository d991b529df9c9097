#include "qc/reading/readable_sequence.h"

#include "core/error.h"
#include "core/text.h"
#include "qc/rules/rejection.h"

namespace cre {

void fail_unreadable(const std::string& column, std::string_view first) {
  const bool is_rna = first.find('U') != std::string_view::npos && first.find_first_not_of("ACGUN") == first.npos;
  fail(ErrorKind::input, "column ", column, ": ",
       is_rna ? "the sequences are RNA" : "most sequences are empty or no sequences of bases", " (the first one is ",
       quoted_value(first), "); ", is_rna ? "write T for U" : "is that the right column?");
}

}  // namespace cre
