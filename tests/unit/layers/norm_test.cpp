#include "layers/norm.h"

#include <gtest/gtest.h>

namespace cre {
namespace {

struct Case {
  const char* name;
  bool weight_norm;
  OutputNorm outputs;
};

TEST(Norm, NamesSayWhatIsNormalised) {
  const std::vector<Case> cases = {
      {"none", false, OutputNorm::none},         {"weight", true, OutputNorm::none},
      {"batch", false, OutputNorm::batch},       {"group", false, OutputNorm::group},
      {"layer", false, OutputNorm::layer},       {"weight+batch", true, OutputNorm::batch},
      {"weight+group", true, OutputNorm::group}, {"weight+layer", true, OutputNorm::layer},
  };
  ASSERT_EQ(norm_names().size(), cases.size());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto& [name, norm] = norm_names()[i];
    EXPECT_EQ(name, cases[i].name);
    EXPECT_EQ(has_weight_norm(norm), cases[i].weight_norm) << name;
    EXPECT_EQ(output_norm(norm), cases[i].outputs) << name;
  }
}

}  // namespace
}  // namespace cre
