#pragma once
// What the words in a column's name say: "HepG2_log2FC" is the activity of HepG2.

#include <string>
#include <vector>

namespace cre {

enum class NameHint {
  none,
  activity,            // log2 fold change, by name
  perhaps_activity,    // "mean", "score", "effect": may be the activity, or of something else
  standard_error,      //
  standard_deviation,  // or a variance: no standard error as it stands
  p_value,
  count,  // of barcodes, reads, replicates
};

struct NameMeaning {
  NameHint hint = NameHint::none;
  std::vector<std::string> rest;  // words that say something else, as written: "HepG2"
  bool is_replicate = false;      // "rep1" is among the words, and not in `rest`
  bool is_dna_or_rna = false;     // counts of DNA or RNA

  /// "HepG2", "K562_minP"; empty when no other word is there.
  std::string stem() const;
};

/// Splits at what is no letter and no digit. Case does not count.
NameMeaning meaning_of_name(const std::string& name);

/// A common cell line ("K562", "SK-N-SH"), however it is spelled.
bool is_cell_line(const std::string& name);

}  // namespace cre
