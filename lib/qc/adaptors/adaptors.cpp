#include "qc/adaptors/adaptors.h"

#include "core/text.h"
#include "qc/adaptors/constant_ends.h"
#include "qc/reading/readable_sequence.h"
#include "sequence/base_codes.h"
#include "sequence/reverse_complement.h"
#include "sequence/shared_end.h"

namespace cre {
namespace {

constexpr double kPartOfTheRows = 0.1;
constexpr std::size_t kShortestPartialEnd = 8;  // bases; fewer may be shared by chance or by design

std::string other_strand(const std::string& bases) {
  return decode_bases(reverse_complement(encode_bases(bases)));
}

/// Rows that begin with `bases`, or end with them.
std::size_t rows_with_end(const MeasuredTable& table, const std::string& bases, bool at_the_3_prime_end) {
  std::size_t count = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    count += (at_the_3_prime_end ? table.ends_with(row, bases) : table.starts_with(row, bases)) ? 1U : 0U;
  }
  return count;
}

/// `shared`: what (nearly) all rows have at this end.
void add_partial_end(const MeasuredTable& table, const SharedEnd& end, const std::string& shared,
                     bool at_the_3_prime_end, Findings& findings) {
  if (end.bases.size() < shared.size() + kShortestPartialEnd || end.share >= kNearlyAllRows) {
    return;
  }
  const std::string turned = other_strand(end.bases);
  const double others = static_cast<double>(rows_with_end(table, turned, !at_the_3_prime_end));
  const double turned_share = others / static_cast<double>(table.rows());
  const char* place = at_the_3_prime_end ? "end" : "begin";
  std::string text =
      concat(percent_text(end.share), " of the sequences ", place, " with ", end.bases, ", the others do not");
  if (end.share + turned_share >= kNearlyAllRows) {
    text += concat(", but ", at_the_3_prime_end ? "begin" : "end", " with its reverse complement (",
                   percent_text(turned_share),
                   "): these are written as the other strand; turn them over before "
                   "anything else, so that all rows are read in the direction in which they were measured");
  } else {
    text +=
        "; if that is an adaptor, name it in qc.adaptors (rows without it are then rejected), or set qc.adaptors: "
        "keep when it belongs to the elements";
  }
  findings.push_back({"partial_adaptor", std::move(text)});
}

void add_barcode(const BarcodeSite& site, const AdaptorEnds& ends, Findings& findings) {
  const std::string barcode(site.barcode, 'N');
  const AdaptorEnds remedy = {site.at_the_3_prime_end ? ends.upstream : concat(ends.upstream, barcode, site.bases),
                              site.at_the_3_prime_end ? concat(site.bases, barcode, ends.downstream) : ends.downstream};
  findings.push_back(
      {"barcode", concat("bases ", site.begin + 1, " to ", site.begin + site.bases.size(), " of the inserts are ",
                         site.bases, " in nearly all rows, with ", site.barcode, " variable bases ",
                         site.at_the_3_prime_end ? "after" : "in front", ": a barcode? Copies of one element with ",
                         "other barcodes then pass for different elements; if so, set qc.adaptors: {upstream: \"",
                         remedy.upstream, "\", downstream: \"", remedy.downstream, "\"}")});
}

}  // namespace

AdaptorEnds adaptor_ends(const MeasuredTable& table, const QcConfig& config, unsigned threads) {
  if (config.adaptor_mode == AdaptorMode::keep) {
    return {};
  }
  if (config.adaptor_mode == AdaptorMode::given) {
    return {upper_case(config.adaptors.upstream), upper_case(config.adaptors.downstream)};
  }
  const ConstantEnds found = find_constant_ends(table, threads);
  return {found.upstream.bases, found.downstream.bases};
}

AdaptorEnds flanking_ends(const MeasuredTable& table, const QcConfig& config) {
  return config.adaptor_mode == AdaptorMode::drop ? AdaptorEnds{} : table.ends;
}

std::int64_t rows_without_ends(const MeasuredTable& table) {
  std::int64_t without = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const bool counts = is_readable(table, row) && !table.is_excluded(row);
    without += counts && !table.has_insert(row) ? 1 : 0;
  }
  return without;
}

Findings adaptor_findings(const MeasuredTable& table, const QcConfig& config) {
  Findings findings;
  if (const std::int64_t without = rows_without_ends(table); without > 0) {
    findings.push_back(
        {"without_adaptor", concat("rejected for want of the ", ends_text(table.ends), ": ", grouped(without), " of ",
                                   grouped(table.rows()), " rows; set qc.adaptors: keep if they are good")});
  }
  if (config.adaptor_mode == AdaptorMode::keep) {
    return findings;
  }
  if (config.adaptor_mode != AdaptorMode::given) {
    const ConstantEnds partial = find_partial_ends(table, kPartOfTheRows);
    add_partial_end(table, partial.upstream, table.ends.upstream, false, findings);
    add_partial_end(table, partial.downstream, table.ends.downstream, true, findings);
  }
  if (const auto site = find_barcode_site(table)) {
    add_barcode(*site, table.ends, findings);
  }
  return findings;
}

std::string ends_text(const AdaptorEnds& ends) {
  std::vector<std::string> parts;
  if (!ends.upstream.empty()) {
    parts.push_back(concat(ends.upstream.size(), " before (", ends.upstream, ")"));
  }
  if (!ends.downstream.empty()) {
    parts.push_back(concat(ends.downstream.size(), " after (", ends.downstream, ")"));
  }
  return concat("constant bases around the insert, ", join(parts, " and "));
}

}  // namespace cre
