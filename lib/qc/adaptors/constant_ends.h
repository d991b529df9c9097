#pragma once
// Constant bases around the inserts of a table: adaptors for synthesis and cloning that every oligo begins and ends
// with.

#include <cstddef>
#include <optional>
#include <string>

#include "qc/adaptors/adaptor_config.h"
#include "qc/reading/measured_table.h"

namespace cre {

/// One end of the sequences. `bases` is empty where none is shared.
struct SharedEnd {
  std::string bases;   // 5' to 3'
  double share = 0.0;  // of the rows that have them
};

struct ConstantEnds {
  SharedEnd upstream, downstream;
};

/// The longest ends that nearly all readable rows have. What few rows lack counts only where it is an end and no
/// family: at least six bases, in the first six of which (nearly) all rows that lack it drop out, and after which the
/// rows differ from each other. Mutants of one sequence share most of their bases, but lose them one by one. Ends that
/// all rows have may be of any length. Nothing in tables of fewer than 20 rows, and where an end would leave no insert.
ConstantEnds find_constant_ends(const MeasuredTable& table, unsigned threads = 1);

/// Ends that at least `share` of the rows have, by the same rules, in a sample of the rows of a large table.
ConstantEnds find_partial_ends(const MeasuredTable& table, double share);

/// A stretch of bases within the inserts that (nearly) all rows share, with a few variable bases between it and the end
/// of the insert: most likely a barcode and the site that it was cloned with.
struct BarcodeSite {
  std::size_t begin = 0;    // first constant base, 0-based within the insert
  std::string bases;        // the constant stretch
  std::size_t barcode = 0;  // variable bases outside of it
  bool at_the_3_prime_end = true;
};

/// Looks within 60 bases of both ends, in a sample of the rows of a large table, where nearly all inserts have one
/// length and differ from each other elsewhere.
std::optional<BarcodeSite> find_barcode_site(const MeasuredTable& table);

}  // namespace cre
