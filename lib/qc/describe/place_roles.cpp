// Roles of columns that say where in a genome an element is from.

#include <algorithm>

#include "core/text.h"
#include "qc/describe/column_roles.h"
#include "qc/describe/place_patterns.h"

namespace cre {
namespace {

constexpr double kNearlyAllValues = 0.9;

bool is_strand_word(std::string_view text) {
  const std::string word = lower_case(text);
  return word == "+" || word == "-" || word == "." || word == "*" || word == "fwd" || word == "rev" || word == "plus" ||
         word == "minus" || word == "forward" || word == "reverse" || word == "f" || word == "r";
}

// A minus is a missing word elsewhere.
bool is_strand(const TextColumn& column, const ColumnProfile& profile) {
  bool plus = false, minus = false;
  for (std::size_t row = 0; row < column.rows(); ++row) {
    const std::string_view field = column.at(row);
    if (!field.empty() && !is_strand_word(field)) {
      return false;
    }
    plus = plus || field == "+";
    minus = minus || field == "-";
  }
  return (plus && minus) || (profile.distinct > 0 && is_called(profile.name, {"strand", "orientation"}));
}

bool is_allele(std::string_view text) {
  return text.size() == 1 && std::string_view("ACGTacgt").find(text[0]) != std::string_view::npos;
}

std::optional<ColumnRole> coordinate_role(const std::string& name) {
  if (is_called(name, {"start", "chromstart", "txstart", "begin", "startpos", "starthg38", "starthg19", "starthg"})) {
    return ColumnRole::start;
  }
  if (is_called(name, {"end", "stop", "chromend", "txend", "endpos", "endhg38", "endhg19", "stophg19"})) {
    return ColumnRole::end;
  }
  const std::string lower = lower_case(name);
  const bool position = lower == "pos" || lower == "position" || lower == "tss" || lower.starts_with("pos_") ||
                        lower.starts_with("position_") || lower.ends_with("_pos") || lower.ends_with("_position");
  return position ? std::optional(ColumnRole::position) : std::nullopt;
}

}  // namespace

void guess_places(const TableSample& sample, const std::vector<ColumnProfile>& profiles, const MissingWords& missing,
                  TableRoles& roles) {
  for (std::size_t i = 0; i < profiles.size(); ++i) {
    const ColumnProfile& profile = profiles[i];
    const TextColumn& column = sample.columns[i];
    if (!roles.is_free(i) || profile.kind == ColumnKind::sequence) {
      continue;
    }
    const std::string lower = lower_case(profile.name);
    const bool named = lower.starts_with("chr") || is_called(lower, {"seqname", "seqnames", "contig"});
    const auto share = [&](auto test) { return share_of_values(column, missing, test); };
    const auto begins_chr = [](std::string_view text) { return text.starts_with("chr") && is_chromosome(text); };
    const std::optional<ColumnRole> coordinate = coordinate_role(profile.name);
    if (coordinate && profile.kind == ColumnKind::whole_number) {
      roles.set(i, *coordinate);
    } else if (share(begins_chr) >= kNearlyAllValues || (named && share(is_chromosome) >= kNearlyAllValues)) {
      roles.set(i, ColumnRole::chromosome);
    } else if (is_strand(column, profile)) {
      roles.set(i, ColumnRole::strand);
    } else if (profile.distinct <= 4 && share(is_allele) >= kNearlyAllValues) {
      roles.set(i, ColumnRole::allele, is_called(profile.name, {"ref", "alt", "reference", "alternative", "allele"}));
    } else if (is_called(profile.name, {"region", "locus", "coordinates", "interval", "position", "location"}) &&
               share([](std::string_view text) { return text.starts_with("chr") && !locus_in(text).empty(); }) >=
                   kNearlyAllValues) {
      roles.region = roles.region.value_or(i);
      if (!profile.is_unique()) {  // else it may be the id as well
        roles.set(i, ColumnRole::region);
      }
    }
  }
}

}  // namespace cre
