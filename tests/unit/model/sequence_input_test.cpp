#include "model/sequence_input.h"

#include <gtest/gtest.h>

namespace cre {
namespace {

// Two inserts: ACGTN and AACCA.
const std::vector<std::uint8_t> kCodes = {0, 1, 2, 3, 4, 0, 0, 1, 1, 0};

SequenceInput input_of(const std::string& upstream, const std::string& downstream, ReverseScope reverse) {
  return {kCodes, {.insert_length = 5, .upstream = upstream, .downstream = downstream, .reverse = reverse}, at::kCPU};
}

std::vector<int> construct_codes(const SequenceInput& input, bool flip) {
  const at::Tensor codes = input.construct(input.inserts(at::arange(2)), at::full({2}, flip, at::kBool)).to(at::kInt);
  const at::Tensor flat = codes.contiguous();
  return {flat.data_ptr<int>(), flat.data_ptr<int>() + flat.numel()};
}

TEST(SequenceInput, OneHotHasTheChannelsACGTAndAQuarterForN) {
  const SequenceInput input = input_of("", "", ReverseScope::insert);
  const at::Tensor x = input.onehot(input.inserts(at::arange(2)), at::kFloat);  // (2, 4, 1, 5)
  ASSERT_EQ(x.sizes(), at::IntArrayRef({2, 4, 1, 5}));
  EXPECT_TRUE(x.is_contiguous(at::MemoryFormat::ChannelsLast));
  const at::Tensor expected = at::tensor({1.F, 0.F, 0.F, 0.F, .25F,    // A
                                          0.F, 1.F, 0.F, 0.F, .25F,    // C
                                          0.F, 0.F, 1.F, 0.F, .25F,    // G
                                          0.F, 0.F, 0.F, 1.F, .25F});  // T
  EXPECT_TRUE(at::equal(x[0].reshape({20}), expected));
  EXPECT_TRUE(at::equal(x.sum(1), at::ones({2, 1, 5})));
}

TEST(SequenceInput, MaskedBasesAreZeroInAllChannels) {
  const SequenceInput input = input_of("", "", ReverseScope::insert);
  const at::Tensor codes = at::full({1, 5}, kMaskedBase, at::kByte);
  EXPECT_EQ(input.onehot(codes, at::kFloat).abs().sum().item<float>(), 0.0F);
}

TEST(SequenceInput, OtherStrandEqualsFlippedOneHot) {
  const SequenceInput input = input_of("", "", ReverseScope::insert);
  const at::Tensor codes = input.inserts(at::arange(2));
  const at::Tensor forward = input.onehot(codes, at::kFloat);
  const at::Tensor reverse = input.onehot(input.construct(codes, at::ones({2}, at::kBool)), at::kFloat);
  // Swapping A/T and C/G is reversing the channel order A, C, G, T.
  EXPECT_TRUE(at::equal(reverse, forward.flip({1, 3})));
}

TEST(SequenceInput, FlanksStayInPlaceWhenTheInsertIsFlipped) {
  const SequenceInput input = input_of("AA", "G", ReverseScope::insert);
  EXPECT_EQ(construct_codes(input, false), (std::vector<int>{0, 0, 0, 1, 2, 3, 4, 2, 0, 0, 0, 0, 1, 1, 0, 2}));
  EXPECT_EQ(construct_codes(input, true), (std::vector<int>{0, 0, 4, 0, 1, 2, 3, 2, 0, 0, 3, 2, 2, 3, 3, 2}));
}

TEST(SequenceInput, FlanksMoveWhenTheConstructIsFlipped) {
  const SequenceInput input = input_of("AA", "G", ReverseScope::construct);
  EXPECT_EQ(construct_codes(input, true), (std::vector<int>{1, 4, 0, 1, 2, 3, 3, 3, 1, 3, 2, 2, 3, 3, 3, 3}));
}

TEST(SequenceInput, RowsAreFlippedOneByOne) {
  const SequenceInput input = input_of("", "", ReverseScope::insert);
  const at::Tensor flip = at::zeros({2}, at::kBool);
  flip[1] = true;
  const at::Tensor codes = input.construct(input.inserts(at::arange(2)), flip);
  EXPECT_TRUE(at::equal(codes[0], input.inserts(at::arange(2))[0]));
  EXPECT_FALSE(at::equal(codes[1], input.inserts(at::arange(2))[1]));
}

}  // namespace
}  // namespace cre
