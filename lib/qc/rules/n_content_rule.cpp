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
  std::string_view letters = table.sequence(row);
  NContent content{.bases = letters.size()};
  if (!plan.fits(letters.size()) && plan.action == OffLengthAction::adjust) {
    const LengthFit fit = fit_length(letters.size(), plan.length);
    letters = letters.substr(fit.begin, fit.count);
    content.count = fit.n_before + fit.n_after;
    content.length = static_cast<std::size_t>(plan.length);
    content.limit = std::max(config.max_n_fraction, kAdjustedLimit);
  } else {
    content.length = letters.size();
    content.limit = config.max_n_fraction;
  }
  if (table.sequences.counts(row).n + table.sequences.counts(row).ambiguous == 0) {
    return content;  // nearly always
  }
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
