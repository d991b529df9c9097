#include "ablate/model_arm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace cre {
namespace {

using testing::ElementsAre;

TEST(Variants, NameAndOneFileASeed) {
  const std::vector<ArmFiles> variants = parse_variants({"wide=a/p.h5", "deep=b/p.h5,c/p=1.h5"});
  ASSERT_EQ(variants.size(), 2U);
  EXPECT_EQ(variants[0].name, "wide");
  EXPECT_THAT(variants[1].files, ElementsAre("b/p.h5", "c/p=1.h5"));
  EXPECT_EQ(parse_variants({"linear_baseline=p.h5"})[0].name, "linear_baseline");
}

TEST(Variants, MalformedOnesAreUsageErrors) {
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{{"wide"},
                                                                                         {"=p.h5"},
                                                                                         {"wide="},
                                                                                         {"wide=a,,b"},
                                                                                         {"base=p.h5"},
                                                                                         {"linear baseline=p.h5"},
                                                                                         {"wide=a", "wide=b"}}) {
    try {
      parse_variants(arguments);
      FAIL() << arguments.back();
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
    }
  }
}

}  // namespace
}  // namespace cre
