#pragma once
// Kernels of a GPU on the processor, for tests: a thread each, block after block. Included before their sources, which
// lie beside layers/gpu/kernels.h.

#include <barrier>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace cre::cuda_stand_in {

struct Place {
  unsigned x = 0, y = 0;
};

inline thread_local Place thread_place, block_place;
inline std::unique_ptr<std::barrier<>> block_barrier;

inline constexpr unsigned kBlockThreads = 64;  // a few for each processor: they wait for each other

/// Calls kernel() as all threads of all blocks.
inline void run(unsigned blocks_x, unsigned blocks_y, const std::function<void()>& kernel) {
  block_barrier = std::make_unique<std::barrier<>>(kBlockThreads);
  std::vector<std::jthread> threads;
  for (unsigned thread = 0; thread < kBlockThreads; ++thread) {
    threads.emplace_back([&, thread] {
      thread_place = {thread, 0};
      for (unsigned y = 0; y < blocks_y; ++y) {
        for (unsigned x = 0; x < blocks_x; ++x) {
          block_place = {x, y};
          kernel();
          block_barrier->arrive_and_wait();
        }
      }
    });
  }
}

/// Kernels by name; each takes the addresses of its arguments.
using Table = std::map<std::string, std::function<void(void**)>>;

template <class... Parameters, std::size_t... I>
Table::value_type entry_of(const char* name, void (*kernel)(Parameters...), std::index_sequence<I...> /*places*/) {
  return {name, [kernel](void** arguments) { kernel(*static_cast<Parameters*>(arguments[I])...); }};
}

template <class... Parameters>
Table::value_type entry(const char* name, void (*kernel)(Parameters...)) {
  return entry_of(name, kernel, std::index_sequence_for<Parameters...>());
}

}  // namespace cre::cuda_stand_in

#define threadIdx cre::cuda_stand_in::thread_place
#define blockIdx cre::cuda_stand_in::block_place
#define __shared__ static
#define __syncthreads() cre::cuda_stand_in::block_barrier->arrive_and_wait()
#define KERNEL inline void
#define THREADS 64
#define DROPOUT_PURPOSE 6u
