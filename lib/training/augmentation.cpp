#include "training/augmentation.h"

#include <algorithm>

#include "core/random.h"
#include "sequence/base_codes.h"

namespace cre {

AugmentationPlan plan_augmentation(const AugmentationConfig& config, std::int64_t insert_length, std::uint64_t seed,
                                   std::int64_t epoch, std::span<const std::int64_t> rows) {
  const auto batch = static_cast<std::int64_t>(rows.size());
  AugmentationPlan plan{.flip = at::zeros({batch}, at::kBool), .shift = {}, .hide = {}};
  if (config.shift > 0.0) plan.shift = at::zeros({batch}, at::kLong);
  if (config.mask > 0.0) plan.hide = at::zeros({batch, insert_length}, at::kBool);
  for (std::int64_t i = 0; i < batch; ++i) {
    const std::int64_t row = rows[static_cast<std::size_t>(i)];
    RandomStream stream(RandomPurpose::augmentation, seed, static_cast<std::uint64_t>(row),
                        static_cast<std::uint32_t>(epoch));
    plan.flip.data_ptr<bool>()[i] = stream.uniform() < config.reverse_complement;
    if (plan.shift.defined() && stream.uniform() < config.shift) {
      const auto choices = static_cast<std::uint64_t>(2 * config.max_shift + 1);
      plan.shift.data_ptr<std::int64_t>()[i] = static_cast<std::int64_t>(stream.below(choices)) - config.max_shift;
    }
    if (plan.hide.defined()) {
      bool* hide = plan.hide.data_ptr<bool>() + i * insert_length;
      std::generate(hide, hide + insert_length, [&] { return stream.uniform() < config.mask; });
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

at::Tensor augmented_codes(const SequenceInput& input, std::span<const std::int64_t> rows,
                           const AugmentationPlan& plan) {
  const at::Tensor indices = at::empty({static_cast<std::int64_t>(rows.size())}, at::kLong);
  std::copy(rows.begin(), rows.end(), indices.data_ptr<std::int64_t>());
  at::Tensor inserts = input.inserts(indices.to(input.device()));
  if (plan.shift.defined()) inserts = shift_codes(inserts, plan.shift.to(input.device()));
  if (plan.hide.defined()) inserts = inserts.masked_fill(plan.hide.to(input.device()), kMaskedBase);
  return input.construct(inserts, plan.flip.to(input.device()));
}

}  // namespace cre
