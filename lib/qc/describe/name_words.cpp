#include "qc/describe/name_words.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "core/text.h"
#include "table/column_names.h"

namespace cre {
namespace {

using WordList = std::vector<std::string_view>;

bool is_one_of(const WordList& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// In lower case. Words of `kFiller` go with any of the others and name nothing themselves.
const WordList kActivity = {"l2fc",     "log2fc",     "logfc",      "lfc",       "log2foldchange", "logfoldchange",
                            "activity", "activities", "expression", "log2ratio", "log2enrichment", "log2activity"};
const WordList kPerhapsActivity = {"log2",   "log",  "ratio",      "enrichment", "effect",  "score",
                                   "signal", "fc",   "mean",       "median",     "average", "avg",
                                   "value",  "fold", "foldchange", "strength",   "act",     "expr"};
const WordList kStandardError = {"lfcse", "l2fcse", "log2fcse", "logfcse", "se", "sem", "stderr", "err", "error"};
const WordList kDeviation = {"sd", "std", "stdev", "stddev", "deviation", "var", "variance"};
const WordList kPValue = {"pval", "pvalue", "padj", "fdr", "qval", "qvalue", "pvals"};
const WordList kCount = {"count", "counts", "reads", "umi",       "umis", "barcodes", "barcode",
                         "bc",    "bcs",    "nbc",   "nbarcodes", "nrep", "nreps",    "n",
                         "num",   "number", "obs",   "dna",       "rna",  "nobs",     "nbarcode"};
const WordList kFiller = {"change", "fold", "standard", "norm",      "normalized", "normalised",
                          "per",    "of",   "the",      "adj",       "adjusted",   "replicates",
                          "rna",    "dna",  "mpra",     "lentimpra", "estimate",   "log2fold"};
const WordList kReplicate = {"rep", "replicate", "biorep", "br", "r"};

/// "rep1", "replicate2": a word for replicates and digits.
bool is_numbered_replicate(std::string_view word) {
  const std::size_t digits = word.find_first_of("0123456789");
  return digits != std::string_view::npos && word.find_first_not_of("0123456789", digits) == std::string_view::npos &&
         is_one_of(kReplicate, word.substr(0, digits));
}

bool is_digits(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

std::vector<std::string> words_of(const std::string& name) {
  std::vector<std::string> words;
  bool in_word = false;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_word = std::isalnum(byte) != 0 || byte >= 0x80;
    if (is_word && !in_word) {
      words.emplace_back();
    }
    if (is_word) {
      words.back() += c;
    }
    in_word = is_word;
  }
  return words;
}

NameHint hint_of_word(const std::string& word) {
  const std::vector<std::pair<const WordList*, NameHint>> kLists = {{&kPValue, NameHint::p_value},
                                                                    {&kStandardError, NameHint::standard_error},
                                                                    {&kDeviation, NameHint::standard_deviation},
                                                                    {&kActivity, NameHint::activity},
                                                                    {&kPerhapsActivity, NameHint::perhaps_activity},
                                                                    {&kCount, NameHint::count}};
  for (const auto& [list, hint] : kLists) {
    if (is_one_of(*list, word)) {
      return hint;
    }
  }
  return NameHint::none;
}

/// The stronger of two: an error of an activity is an error, a ratio of counts no count.
NameHint stronger(NameHint a, NameHint b) {
  static const std::vector<NameHint> kOrder = {
      NameHint::p_value,  NameHint::standard_error,   NameHint::standard_deviation,
      NameHint::activity, NameHint::perhaps_activity, NameHint::count};
  const auto place = [](NameHint hint) { return std::find(kOrder.begin(), kOrder.end(), hint); };
  return place(a) <= place(b) ? a : b;
}

}  // namespace

std::string NameMeaning::stem() const {
  return join(rest, "_");
}

NameMeaning meaning_of_name(const std::string& name) {
  NameMeaning meaning;
  const std::vector<std::string> words = words_of(name);
  bool has_p = false, has_count_word = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string word = lower_case(words[i]);
    const bool next_is_digits = i + 1 < words.size() && is_digits(words[i + 1]);
    if (is_numbered_replicate(word) || (next_is_digits && is_one_of(kReplicate, word))) {
      meaning.is_replicate = true;
      i += next_is_digits && !is_numbered_replicate(word) ? 1U : 0U;
      continue;
    }
    if ((word == "p" || word == "q") && words.size() > 1) {
      has_p = true;
      continue;
    }
    const NameHint hint = hint_of_word(word);
    meaning.is_dna_or_rna = meaning.is_dna_or_rna || word == "dna" || word == "rna";
    has_count_word = has_count_word || (hint == NameHint::count && word != "dna" && word != "rna");
    if (hint == NameHint::none && !is_one_of(kFiller, word)) {
      meaning.rest.push_back(words[i]);
    }
    meaning.hint = stronger(meaning.hint, hint);
  }
  if (has_p) {
    meaning.hint = NameHint::p_value;
  }
  // "mean_barcodes" and "rna_count_log" are counts; "log2(RNA/DNA)" is none.
  if (has_count_word && meaning.hint == NameHint::perhaps_activity) {
    meaning.hint = NameHint::count;
  }
  return meaning;
}

bool is_cell_line(const std::string& name) {
  static const WordList kCells = {"k562",    "hepg2", "sknsh",  "hela",   "helas3",  "wtc11",   "hek293",
                                  "hek293t", "a549",  "jurkat", "mcf7",   "hct116",  "gm12878", "lncap",
                                  "u2os",    "huh7",  "ipsc",   "ipscs",  "npc",     "npcs",    "h1",
                                  "h9",      "hesc",  "mesc",   "nih3t3", "neuro2a", "n2a",     "s2",
                                  "thp1",    "hap1",  "rpe1",   "hel",    "shsy5y",  "caco2",   "imr90"};
  return is_one_of(kCells, comparable_name(name));
}

}  // namespace cre
