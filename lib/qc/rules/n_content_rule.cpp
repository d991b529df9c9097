// Rule: few bases of a sequence are unknown.

#include <algorithm>

#include "core/text.h"
#include "qc/rules/rules.h"
#include "sequence/base_codes.h"

namespace cre {
namespace {

constexpr double kAdjustedLimit = 0.01;  // rows that were trimmed or padded may have this share of N

struct NContent {
  std::size_t bases = 0;  // of the sequence as it is in the table
  std::size_t count = 0;
  std::size_t length = 0;
  double limit = 0.0;
  bool too_many() const { return length > 0 && static_cast<double>(count) / static_cast<double>(length) > limit; }
};

NContent n_content(const MeasuredTable& table, std::size_t row, const QcConfig& config, const LengthPlan& plan) {
  NContent content{.bases = table.insert_length(row)};
  LengthFit fit{.count = content.bases};
  if (!plan.fits(content.bases) && plan.action == OffLengthAction::adjust) {
    fit = fit_length(content.bases, plan.length);
    content.count = fit.n_before + fit.n_after;
    content.length = static_cast<std::size_t>(plan.length);
    content.limit = std::max(config.max_n_fraction, kAdjustedLimit);
  } else {
    content.length = content.bases;
    content.limit = config.max_n_fraction;
  }
  if (table.sequences.is_packed(row)) {
    return content;  // nearly always
  }
  const std::string letters = table.sequences.letters(row, table.insert_begin(row) + fit.begin, fit.count);
  content.count += static_cast<std::size_t>(std::count_if(letters.begin(), letters.end(), [&config](char letter) {
    const std::uint8_t code = base_code(letter);
    return code == kBaseN || (code == kAmbiguousBase && config.iupac == Iupac::to_n);
  }));
  return content;
}

}  // namespace

Rule n_content_rule(const RuleInput& input) {
  const MeasuredTable& table = input.table;
  const QcConfig& config = input.config;
  const LengthPlan& plan = input.plan;
  const auto content_of = [&table, &config, &plan](std::size_t row) { return n_content(table, row, config, plan); };
  Rule rule{.code = "too_many_n"};
  rule.title = concat("more than ", number_text(100.0 * config.max_n_fraction), " % N");
  rule.remedy = "qc.max_n_fraction allows more N";
  rule.fails = [content_of](std::size_t row) { return content_of(row).too_many(); };
  rule.detail = [content_of](std::size_t row) {
    const NContent content = content_of(row);
    const char* adjusted = content.bases < content.length ? " bases padded to " : " bases trimmed to ";
    return concat(
        content.bases == content.length ? std::string() : concat(content.bases, adjusted, content.length, ": "),
        content.count, " of ", content.length, " bases are N");
  };
  return rule;
}

}  // namespace cre
