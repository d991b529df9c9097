#include "layers/gpu/kernels_on_processor.h"

#include <tuple>

#include "layers/gpu/cuda_stand_in.h"
#include "layers/gpu/kernels.h"

namespace float32_leaky_relu {
#define NUMBER 0
#define CURVE 0
#define WIDTH 9
#include "layers/gpu/stand_in_kernels.h"
}  // namespace float32_leaky_relu
namespace float32_silu {
#define NUMBER 0
#define CURVE 1
#define WIDTH 3
#include "layers/gpu/stand_in_kernels.h"
}  // namespace float32_silu
namespace float32_gelu {
#define NUMBER 0
#define CURVE 2
#define WIDTH 9
#include "layers/gpu/stand_in_kernels.h"
}  // namespace float32_gelu
namespace bfloat16_leaky_relu {
#define NUMBER 1
#define CURVE 0
#define WIDTH 9
#include "layers/gpu/stand_in_kernels.h"
}  // namespace bfloat16_leaky_relu
namespace bfloat16_silu {
#define NUMBER 1
#define CURVE 1
#define WIDTH 3
#include "layers/gpu/stand_in_kernels.h"
}  // namespace bfloat16_silu
namespace bfloat16_gelu {
#define NUMBER 1
#define CURVE 2
#define WIDTH 9
#include "layers/gpu/stand_in_kernels.h"
}  // namespace bfloat16_gelu
namespace float16_leaky_relu {
#define NUMBER 2
#define CURVE 0
#define WIDTH 9
#include "layers/gpu/stand_in_kernels.h"
}  // namespace float16_leaky_relu

namespace cre::gpu {
namespace {

struct Kernels {
  at::ScalarType number;
  int curve, width;
  cuda_stand_in::Table table;
};

const cuda_stand_in::Table& table_of(const Program& program) {
  static const std::vector<Kernels> all = {
      {at::kFloat, 0, 9, float32_leaky_relu::table()}, {at::kFloat, 1, 3, float32_silu::table()},
      {at::kFloat, 2, 9, float32_gelu::table()},       {at::kBFloat16, 0, 9, bfloat16_leaky_relu::table()},
      {at::kBFloat16, 1, 3, bfloat16_silu::table()},   {at::kBFloat16, 2, 9, bfloat16_gelu::table()},
      {at::kHalf, 0, 9, float16_leaky_relu::table()},
  };
  for (const Kernels& each : all) {
    const bool has_choice = program.source == Source::activation || program.source == Source::batch_norm ||
                            program.source == Source::depthwise;
    const bool fits = !has_choice || (program.source == Source::depthwise ? each.width : each.curve) == program.choice;
    if (each.number == program.number && fits) {
      return each.table;
    }
  }
  throw std::invalid_argument("no such kernels on the processor");
}

}  // namespace

KernelsOnProcessor::KernelsOnProcessor() {
  stand_in_for_launches(StandIn{.launch =
                                    [](const Program& program, const std::string& kernel, Grid grid, void** arguments) {
                                      const auto& run = table_of(program).at(kernel);
                                      cuda_stand_in::run(static_cast<unsigned>(grid.x), static_cast<unsigned>(grid.y),
                                                         [&] { run(arguments); });
                                    },
                                .block_threads = cuda_stand_in::kBlockThreads});
}

KernelsOnProcessor::~KernelsOnProcessor() {
  stand_in_for_launches(std::nullopt);
}

}  // namespace cre::gpu
