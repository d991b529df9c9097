#pragma once
// Where and in which arithmetic networks run, and the process-wide settings of LibTorch that decide the bytes.

#include <string>
#include <utility>
#include <vector>

#include "core/names.h"
#include "layers/torch.h"

namespace cre {

class StageRun;

/// "cpu", "cuda" or "cuda:1". Throws config when the text is none of these, or the device is not there or not usable.
at::Device parse_device(const std::string& text);

/// The device as it decides the bytes of a result: "cpu", or which GPU of which kind.
std::string device_text(const at::Device& device);

enum class Precision { automatic, fp32, bf16, fp16 };

const Names<Precision>& precision_names();

/// automatic becomes bf16 where the device computes it in hardware (processors with AVX512-BF16 or AMX, GPUs from
/// compute capability 8.0), else fp32. Others stay as they are.
Precision resolve_precision(Precision asked, const at::Device& device);

/// "fp32", "bf16" or "fp16".
const std::string& precision_text(Precision precision);
at::ScalarType scalar_type(Precision precision);

/// Threads of LibTorch's operations, deterministic algorithms only, memory kept between steps; names LibTorch among
/// the libraries of this build. Call once, before the first tensor. Returns the number of threads that there are: fewer
/// than asked for when OpenMP or the system gives no more. Throws config when the loaded LibTorch is not the one that
/// this was built for.
unsigned start_torch(unsigned threads);

/// The same for a stage, which then has that number of threads in its manifest, with a warning when it is another one.
void start_torch(StageRun& stage);

}  // namespace cre
