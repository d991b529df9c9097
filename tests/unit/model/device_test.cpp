#include "model/device.h"

#include <gmock/gmock.h>

#include "core/error.h"

namespace cre {
namespace {

std::string error_of(const std::string& text) {
  try {
    parse_device(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::config);
    return error.what();
  }
  return "";
}

TEST(Device, ReadsTheProcessor) {
  EXPECT_TRUE(parse_device("cpu").is_cpu());
}

TEST(Device, RefusesWhatIsNoDevice) {
  for (const char* text : {"gpu", "cuda:", "cuda:x", "cuda:-1", ""}) {
    EXPECT_THAT(error_of(text), ::testing::HasSubstr("is not one of cpu, cuda")) << text;
  }
}

TEST(Device, RefusesACudaDeviceThatIsNotThere) {
  EXPECT_THAT(error_of("cuda:99"), ::testing::HasSubstr("'cuda:99' is not there"));
}

TEST(Device, AutomaticPrecisionIsOneThatExists) {
  const Precision precision = resolve_precision(Precision::automatic, at::kCPU);
  EXPECT_TRUE(precision == Precision::fp32 || precision == Precision::bf16);
  EXPECT_EQ(resolve_precision(Precision::fp32, at::kCPU), Precision::fp32);
  EXPECT_EQ(resolve_precision(Precision::bf16, at::kCPU), Precision::bf16);
  EXPECT_EQ(resolve_precision(Precision::fp16, at::kCPU), Precision::fp16) << "never by itself, always when asked for";
}

TEST(Device, PrecisionsHaveTheirTypesAndNames) {
  EXPECT_EQ(scalar_type(Precision::fp32), at::kFloat);
  EXPECT_EQ(scalar_type(Precision::bf16), at::kBFloat16);
  EXPECT_EQ(scalar_type(Precision::fp16), at::kHalf);
  for (const auto& [name, precision] : precision_names()) {
    if (precision == Precision::automatic) {
      continue;
    }
    EXPECT_EQ(precision_text(precision), name);
  }
}

}  // namespace
}  // namespace cre
