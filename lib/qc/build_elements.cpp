#include "qc/build_elements.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

#include "core/parallel.h"
#include "qc/adaptors/adaptors.h"
#include "qc/element_weights.h"
#include "qc/reading/measured_task.h"
#include "sequence/base_codes.h"

namespace cre {
namespace {

constexpr std::size_t kRowsAtOnce = 4096;

constexpr std::array<std::uint8_t, 256> kElementCodes = [] {
  std::array<std::uint8_t, 256> codes{};
  for (std::size_t byte = 0; byte < codes.size(); ++byte) {
    codes[byte] = std::min(base_code(static_cast<char>(byte)), kBaseN);  // ambiguity codes become N
  }
  return codes;
}();

void write_codes(std::span<std::uint8_t> codes, std::string_view letters, const LengthPlan& plan) {
  const LengthFit fit = fit_length(letters.size(), plan.length);
  std::fill(codes.begin(), codes.begin() + static_cast<std::ptrdiff_t>(fit.n_before), kBaseN);
  const std::string_view kept = letters.substr(fit.begin, fit.count);
  const auto end = std::transform(kept.begin(), kept.end(), codes.begin() + static_cast<std::ptrdiff_t>(fit.n_before),
                                  [](char letter) { return kElementCodes[static_cast<unsigned char>(letter)]; });
  std::fill(end, codes.end(), kBaseN);
}

/// Masks what is not measured in row `row` of the elements.
void mask_unmeasured(Elements& elements, std::size_t row, const MeasuredTable& table, std::size_t table_row,
                     const QcConfig& config) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t task = 0; task < table.tasks; ++task) {
    const std::size_t i = row * table.tasks + task;
    const bool measured = is_measured(table, config, table_row, task);
    if (!measured) {
      elements.activity[i] = elements.standard_error[i] = kNone;
    }
    elements.mask[i] = measured ? 1 : 0;
  }
}

}  // namespace

Elements build_elements(const MeasuredTable& table, const std::vector<std::size_t>& kept, const QcConfig& config,
                        const LengthPlan& plan, unsigned threads) {
  Elements elements;
  static_cast<Measurements&>(elements) = select_rows(table, kept, table.tasks, threads);
  for (const QcTask& task : config.tasks) {
    elements.tasks.push_back(task.name);
  }
  elements.length = plan.length;
  const AdaptorEnds flanks = flanking_ends(table, config);
  elements.upstream = flanks.upstream;
  elements.downstream = flanks.downstream;
  const auto length = static_cast<std::size_t>(plan.length);
  elements.codes.resize(kept.size() * length);
  elements.flags.resize(kept.size());
  elements.mask.resize(elements.activity.size());
  parallel_for((kept.size() + kRowsAtOnce - 1) / kRowsAtOnce, threads, [&](std::size_t part) {
    const std::size_t end = std::min(kept.size(), (part + 1) * kRowsAtOnce);
    for (std::size_t row = part * kRowsAtOnce; row < end; ++row) {
      const std::string_view letters = table.sequence(kept[row]);
      write_codes(std::span(elements.codes).subspan(row * length, length), letters, plan);
      elements.flags[row] = plan.fits(letters.size()) ? 0U : std::uint32_t{kLengthAdjusted};
      mask_unmeasured(elements, row, table, kept[row], config);
    }
  });
  weigh_elements(elements, config);
  // The artifact knows NaN as "absent" only; an infinite gap says no more than that.
  std::replace_if(
      elements.min_gap.begin(), elements.min_gap.end(), [](double gap) { return std::isinf(gap); },
      std::numeric_limits<double>::quiet_NaN());
  elements.weight_scale = config.weight_scale;
  elements.ids_are_row_numbers = !config.columns.id;
  return elements;
}

}  // namespace cre
