#include "model/sequence_input.h"

#include <array>
#include <vector>

#include "core/error.h"
#include "sequence/base_codes.h"

namespace cre {
namespace {

// Code -> value in each of the channels A, C, G, T.
constexpr std::array<std::array<float, 4>, 6> kChannels = {{
    {1.0F, 0.0F, 0.0F, 0.0F},      // A
    {0.0F, 1.0F, 0.0F, 0.0F},      // C
    {0.0F, 0.0F, 1.0F, 0.0F},      // G
    {0.0F, 0.0F, 0.0F, 1.0F},      // T
    {0.25F, 0.25F, 0.25F, 0.25F},  // N
    {0.0F, 0.0F, 0.0F, 0.0F},      // masked
}};
constexpr std::array<std::uint8_t, 6> kComplement = {kBaseT, kBaseG, kBaseC, kBaseA, kBaseN, kMaskedBase};

at::Tensor bytes_tensor(std::span<const std::uint8_t> bytes) {
  at::Tensor tensor = at::empty({static_cast<std::int64_t>(bytes.size())}, at::kByte);
  std::copy(bytes.begin(), bytes.end(), tensor.data_ptr<std::uint8_t>());
  return tensor;
}

}  // namespace

SequenceInput::SequenceInput(std::span<const std::uint8_t> codes, const Construct& construct, const at::Device& device,
                             Residence residence)
    : device_(device),
      reverse_(construct.reverse),
      codes_(bytes_tensor(codes).view({-1, construct.insert_length}), device, residence),
      upstream_(bytes_tensor(encode_bases(construct.upstream)).to(device)),
      downstream_(bytes_tensor(encode_bases(construct.downstream)).to(device)),
      complement_(bytes_tensor(kComplement).to(device)),
      channels_(at::from_blob(const_cast<float*>(kChannels[0].data()), {6, 4}, at::kFloat).clone().to(device)) {}

at::Tensor SequenceInput::inserts(const at::Tensor& rows) const {
  return codes_.select(rows);
}

at::Tensor SequenceInput::reverse_complement(const at::Tensor& codes) const {
  return complement_.index_select(0, codes.flip({1}).reshape({-1}).to(at::kInt)).view(codes.sizes());
}

at::Tensor SequenceInput::with_flanks(const at::Tensor& inserts) const {
  const std::int64_t batch = inserts.size(0);
  return at::cat({upstream_.expand({batch, -1}), inserts, downstream_.expand({batch, -1})}, 1);
}

at::Tensor SequenceInput::construct(const at::Tensor& inserts, const at::Tensor& flip) const {
  const at::Tensor choose = flip.unsqueeze(1);
  if (reverse_ == ReverseScope::insert) {
    return with_flanks(at::where(choose, reverse_complement(inserts), inserts));
  }
  const at::Tensor whole = with_flanks(inserts);
  return at::where(choose, reverse_complement(whole), whole);
}

at::Tensor SequenceInput::onehot(const at::Tensor& codes, at::ScalarType dtype) const {
  const at::Tensor values =
      channels_.to(dtype).index_select(0, codes.reshape({-1}).to(at::kInt));  // (B L, 4), channels-last already
  return values.view({codes.size(0), 1, codes.size(1), 4}).permute({0, 3, 1, 2});
}

}  // namespace cre
