#pragma once
// From base codes to what a network reads. Sequences are kept as one byte a base, on the device unless there are too
// many; constant flanks, the other strand and the one-hot channels are made on the device, batch by batch.

#include <cstdint>
#include <span>

#include "layers/torch.h"
#include "model/row_table.h"
#include "storage/construct.h"

namespace cre {

/// A base hidden from the network: all four channels are 0. Only augmentation makes it.
inline constexpr std::uint8_t kMaskedBase = 5;

class SequenceInput {
 public:
  /// codes: (N, construct.insert_length) A0 C1 G2 T3 N4, kept as uint8.
  SequenceInput(std::span<const std::uint8_t> codes, const Construct& construct, const at::Device& device,
                Residence residence = Residence::device);

  std::int64_t rows() const { return codes_.size(0); }
  std::int64_t insert_length() const { return codes_.size(1); }
  const at::Device& device() const { return device_; }
  bool is_resident() const { return codes_.is_on(device_); }

  /// rows: int64 (B) on the device; returns the inserts, uint8 (B, insert_length).
  at::Tensor inserts(const at::Tensor& rows) const;

  /// The other strand of those elements where `flip` is set. inserts: uint8 (B, insert_length), flip: bool (B).
  /// Returns the whole construct, uint8 (B, input_length); construct.reverse says how much of it is flipped.
  at::Tensor construct(const at::Tensor& inserts, const at::Tensor& flip) const;

  /// codes: uint8 (B, L) of 0 to 5. Returns (B, 4, 1, L) in channels-last memory; N is 0.25 in each channel.
  at::Tensor onehot(const at::Tensor& codes, at::ScalarType dtype) const;

 private:
  at::Tensor reverse_complement(const at::Tensor& codes) const;
  at::Tensor with_flanks(const at::Tensor& inserts) const;

  at::Device device_;
  ReverseScope reverse_;
  RowTable codes_;                    // uint8 (N, insert_length)
  at::Tensor upstream_, downstream_;  // uint8 (length)
  at::Tensor complement_;             // uint8 (6): code -> code of the paired base
  at::Tensor channels_;               // float32 (6, 4): code -> A, C, G, T
};

}  // namespace cre
