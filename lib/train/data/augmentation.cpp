#include "train/data/augmentation.h"

#include <algorithm>
#include <cmath>

#include "core/random.h"
#include "model/send.h"
#include "sequence/base_codes.h"

namespace cre {
namespace {

constexpr unsigned kRowBits = 40;  // of the name of a visit in its random stream; its copy stands above

// Beta(alpha, alpha) as X / (X + Y) of two gamma variates (Marsaglia & Tsang 2000; alpha below 1 by their boost).
double gamma_variate(double alpha, RandomStream& stream) {
  const double shape = alpha < 1.0 ? alpha + 1.0 : alpha;
  const double d = shape - 1.0 / 3.0, c = 1.0 / std::sqrt(9.0 * d);
  for (;;) {
    const double x = stream.normal(), v = std::pow(1.0 + c * x, 3.0), u = 1.0 - stream.uniform();
    if (v > 0.0 && std::log(u) < 0.5 * x * x + d - d * v + d * std::log(v)) {
      return alpha < 1.0 ? d * v * std::pow(1.0 - stream.uniform(), 1.0 / alpha) : d * v;
    }
  }
}

double symmetric_beta(double alpha, RandomStream& stream) {
  const double x = gamma_variate(alpha, stream), y = gamma_variate(alpha, stream);
  return x + y > 0.0 ? x / (x + y) : 0.5;  // both underflow for tiny alpha
}

}  // namespace

AugmentationPlan plan_augmentation(const AugmentationConfig& config, StrandChoice strands, std::int64_t insert_length,
                                   std::uint64_t seed, std::int64_t epoch, std::span<const Visit> visits) {
  const auto batch = static_cast<std::int64_t>(visits.size());
  AugmentationPlan plan{.flip = at::zeros({batch}, at::kBool), .shift = {}, .hide = {}, .mixup_share = {}};
  if (config.shift > 0.0) {
    plan.shift = at::zeros({batch}, at::kLong);
  }
  if (config.mask > 0.0) {
    plan.hide = at::zeros({batch, insert_length}, at::kBool);
  }
  if (config.mixup_alpha > 0.0) {
    plan.mixup_share = at::zeros({batch}, at::kFloat);
  }
  for (std::int64_t i = 0; i < batch; ++i) {
    const Visit& visit = visits[static_cast<std::size_t>(i)];
    const auto name = static_cast<std::uint64_t>(visit.row) + (static_cast<std::uint64_t>(visit.copy) << kRowBits);
    RandomStream stream(RandomPurpose::augmentation, seed, name, static_cast<std::uint32_t>(epoch));
    const bool drawn = stream.uniform() < config.reverse_complement;
    plan.flip.data_ptr<bool>()[i] = strands == StrandChoice::drawn ? drawn : visit.copy % 2 == 1;
    if (plan.shift.defined() && stream.uniform() < config.shift) {
      const auto choices = static_cast<std::uint64_t>(2 * config.max_shift + 1);
      plan.shift.data_ptr<std::int64_t>()[i] = static_cast<std::int64_t>(stream.below(choices)) - config.max_shift;
    }
    if (plan.hide.defined()) {
      bool* hide = plan.hide.data_ptr<bool>() + i * insert_length;
      std::generate(hide, hide + insert_length, [&] { return stream.uniform() < config.mask; });
    }
    if (plan.mixup_share.defined()) {
      RandomStream shares(RandomPurpose::mixup, seed, name, static_cast<std::uint32_t>(epoch));
      plan.mixup_share.data_ptr<float>()[i] = static_cast<float>(symmetric_beta(config.mixup_alpha, shares));
    }
  }
  return plan;
}

at::Tensor shift_codes(const at::Tensor& codes, const at::Tensor& shift) {
  const std::int64_t length = codes.size(1);
  const at::Tensor source = at::arange(length, shift.options()).unsqueeze(0) - shift.unsqueeze(1);  // (B, L)
  const at::Tensor inside = source.ge(0).logical_and_(source.lt(length));
  return at::where(inside, codes.gather(1, source.clamp(0, length - 1)), at::full({}, kBaseN, codes.options()));
}

at::Tensor augmented_inserts(const SequenceInput& input, const at::Tensor& rows, const AugmentationPlan& plan) {
  at::Tensor inserts = input.inserts(rows);
  if (plan.shift.defined()) {
    inserts = shift_codes(inserts, sent(plan.shift, input.device()));
  }
  if (plan.hide.defined()) {
    inserts = inserts.masked_fill(sent(plan.hide, input.device()), kMaskedBase);
  }
  return inserts;
}

Mixup next_row_mixup(const at::Tensor& share) {
  return {at::arange(share.size(0), share.options().dtype(at::kLong)).roll({-1}, {0}), share};
}

}  // namespace cre
