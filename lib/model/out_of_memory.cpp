#include "model/out_of_memory.h"

#include <new>

#include "core/error.h"

namespace cre {

void diagnose_memory(const at::Device& device, const std::string& what, const std::string& advice,
                     const std::function<void()>& work) {
  const auto out_of_memory = [&] {
    fail(ErrorKind::config, what, " do not fit into the memory of ", device.str(), "; ", advice);
  };
  try {
    work();
  } catch (const c10::OutOfMemoryError&) {
    out_of_memory();
  } catch (const std::bad_alloc&) {
    out_of_memory();
  } catch (const c10::Error& error) {
    // The processor's allocator throws no type of its own.
    if (std::string(error.what()).find("DefaultCPUAllocator") == std::string::npos) {
      throw;
    }
    out_of_memory();
  }
}

}  // namespace cre
