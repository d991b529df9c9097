#include "model/weights.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "model/small_network.h"

namespace cre {
namespace {

using ::testing::HasSubstr;

std::string error_of(const std::vector<NamedArray>& weights) {
  try {
    load_weights(*testing::small_network(), weights, "model.h5");
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::integrity);
    return error.what();
  }
  return "";
}

TEST(Weights, SurviveARoundTripIncludingBuffers) {
  const auto source = testing::small_network(2, 40, Norm::weight_batch);
  source->forward(at::rand({8, 4, 1, 40}), {.mode = Mode::training});  // moves the running statistics
  const auto target = build_network(testing::small_config(Norm::weight_batch), {.tasks = 2, .length = 40}, 99);
  load_weights(*target, weights_of(*source), "model.h5");
  const at::Tensor x = at::rand({4, 4, 1, 40});
  EXPECT_TRUE(at::equal(source->forward(x, ForwardPass{}), target->forward(x, ForwardPass{})));
}

TEST(Weights, AreNamedAsInPyTorch) {
  const auto weights = weights_of(*testing::small_network());
  std::vector<std::string> names;
  for (const NamedArray& array : weights) names.push_back(array.name);
  EXPECT_THAT(names, ::testing::IsSupersetOf({"stem.0.weight_g", "stem.0.weight_v", "stem.1.bias", "fuse.weight_v",
                                              "stage1.1.second.weight_g", "expand.bias", "stage2.0.first.weight_v",
                                              "heads.0.0.weight", "heads.1.1.bias"}));
}

TEST(Weights, ErrorsNameMissingUnexpectedAndMisshapenArrays) {
  auto weights = weights_of(*testing::small_network());
  EXPECT_EQ(error_of(weights), "");
  for (NamedArray& array : weights) {
    if (array.name == "fuse.bias") array.name = "fuse.bia";
    if (array.name == "expand.bias") {
      array.shape = {4, 4};
    }
  }
  const std::string message = error_of(weights);
  EXPECT_THAT(message, HasSubstr("model.h5: "));
  EXPECT_THAT(message, HasSubstr("missing: fuse.bias"));
  EXPECT_THAT(message, HasSubstr("unexpected: fuse.bia"));
  EXPECT_THAT(message, HasSubstr("expand.bias is (4, 4), the network has (16)"));
}

}  // namespace
}  // namespace cre
