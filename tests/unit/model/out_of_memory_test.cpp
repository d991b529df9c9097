#include "model/out_of_memory.h"

#include <new>

#include "expect_error.h"

namespace cre {
namespace {

void expect_diagnosed(const std::function<void()>& work) {
  expect_error(ErrorKind::config, "predict.batch: 7 elements do not fit into the memory of cpu; lower it",
               [&] { diagnose_memory(at::kCPU, "predict.batch: 7 elements", "lower it", work); });
}

TEST(OutOfMemory, SaysWhatNeededItAndWhatToDo) {
  expect_diagnosed([] { at::empty({std::int64_t{1} << 60}); });  // more than any machine has
  expect_diagnosed([] { throw std::bad_alloc(); });
  expect_diagnosed([] { C10_THROW_ERROR(OutOfMemoryError, "CUDA out of memory"); });
  expect_diagnosed([] { TORCH_CHECK(false, "CUDA error: out of memory"); });
  expect_diagnosed([] { TORCH_CHECK(false, "cuDNN error: CUDNN_STATUS_ALLOC_FAILED"); });
}

TEST(OutOfMemory, LeavesOtherErrorsAlone) {
  EXPECT_THROW(diagnose_memory(at::kCPU, "a batch", "", [] { at::zeros({2}).view({3}); }), c10::Error);
  expect_error(ErrorKind::input, "another",
               [] { diagnose_memory(at::kCPU, "a batch", "", [] { fail(ErrorKind::input, "another"); }); });
  int done = 0;
  diagnose_memory(at::kCPU, "a batch", "", [&] { ++done; });
  EXPECT_EQ(done, 1);
}

}  // namespace
}  // namespace cre
