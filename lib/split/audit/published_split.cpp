#include "split/audit/published_split.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <numeric>
#include <unordered_map>

#include "core/error.h"
#include "core/text.h"
#include "split/strategies/predefined_split.h"
#include "table/keyed_table.h"

namespace cre {

namespace {

constexpr const char* kAuditOption = "--audit";
constexpr const char* kSplitColumn = "split";

bool is_hdf5(const std::filesystem::path& file) {
  constexpr std::array<char, 4> kSignature = {'\x89', 'H', 'D', 'F'};
  std::array<char, 4> begin{};
  std::ifstream(file, std::ios::binary).read(begin.data(), begin.size());
  return begin == kSignature;
}

PublishedSplit split_of_artifact(const std::filesystem::path& file, const Elements& elements,
                                 const std::string& elements_sha256) {
  const SplitAssignment assignment = load_split(file);
  if (assignment.elements_sha256 != elements_sha256) {
    fail(ErrorKind::integrity, file, ": was made from other elements (SHA-256 ", assignment.elements_sha256,
         ") than those that are given (", elements_sha256,
         "); give the elements of its run, or its rows.tsv.gz, whose rows are known by their ids");
  }
  PublishedSplit out;
  out.split = assignment.split;
  out.rows.resize(elements.rows());
  std::iota(out.rows.begin(), out.rows.end(), std::size_t{0});
  return out;
}

/// By id, the split of each row of the table.
std::unordered_map<std::string, Split> splits_of_ids(const std::filesystem::path& file, const KeyedRows& rows,
                                                     const SplitValues& values) {
  const std::map<std::string, Split> split_of = split_of_values(values);
  std::unordered_map<std::string, Split> out;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    const std::string& word = rows.words.front()[row];
    const auto found = split_of.find(comparable_split_value(word));
    if (found == split_of.end()) {
      fail(ErrorKind::input, file, ": line ", rows.line[row], ", id '", rows.id[row],
           "': ", word.empty() ? "has no split" : concat("split '", word, "' is not allowed"),
           "; allowed: ", allowed_values(values), "; say which values mean what in split.values");
    }
    out.emplace(rows.id[row], found->second);
  }
  return out;
}

PublishedSplit split_of_table(const std::filesystem::path& file, const Elements& elements, const SplitValues& values) {
  if (elements.ids_are_row_numbers) {
    fail(ErrorKind::input, "the elements have no ids of their own, so nothing says which row of ", file,
         " is which; name the id column in qc.columns.id");
  }
  KeyedTable table(file, kAuditOption);
  const KeyedRows rows = table.read({.numbers = {}, .words = {kSplitColumn}});
  const std::unordered_map<std::string, Split> split_of = splits_of_ids(file, rows, values);
  PublishedSplit out;
  out.notes = rows.notes;
  std::unordered_map<std::string, bool> known;
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    const auto found = split_of.find(elements.id[row]);
    if (found == split_of.end()) {
      out.only_elements.push_back(elements.id[row]);
      continue;
    }
    known[elements.id[row]] = true;
    out.rows.push_back(row);
    out.split.push_back(found->second);
  }
  if (out.rows.empty()) {
    fail(ErrorKind::input, file, ": has none of the ids of the elements: there is, for instance, '", rows.id.front(),
         "' here and '", elements.id.front(), "' there");
  }
  std::copy_if(rows.id.begin(), rows.id.end(), std::back_inserter(out.only_split),
               [&](const std::string& id) { return !known.contains(id); });
  return out;
}

}  // namespace

PublishedSplit published_split(const std::filesystem::path& file, const Elements& elements,
                               const std::string& elements_sha256, const SplitValues& values) {
  PublishedSplit out =
      is_hdf5(file) ? split_of_artifact(file, elements, elements_sha256) : split_of_table(file, elements, values);
  for (const Split split : {Split::train, Split::test}) {
    if (std::find(out.split.begin(), out.split.end(), split) == out.split.end()) {
      fail(ErrorKind::input, file, ": puts no element into ", split_name(split), ": there is nothing to compare");
    }
  }
  return out;
}

}  // namespace cre
