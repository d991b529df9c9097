// Times training steps and inference of a network on random data, and what the device does without one:
//     bench-train-rate PLAN.json
// The plan is described in rate_plan.h. Prints one line of JSON for each run as soon as it is measured; with
// `device_rates` a line with the key "device" before them.

#include <cstdio>
#include <cstdlib>
#include <string>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "device_rate.h"
#include "layers/busy_machine.h"
#include "layers/openmp.h"
#include "network_rate.h"
#include "rate_plan.h"

namespace {

void print(const nlohmann::json& line) {
  std::printf("%s\n", line.dump().c_str());
  std::fflush(stdout);
}

void measure_all(const std::string& file) {
  const bench::RatePlan plan = bench::read_plan(file);
  if (cre::start_torch(plan.threads) != plan.threads) {
    cre::fail(cre::ErrorKind::usage, plan.threads, " threads are not to be had (", cre::openmp::limits(), ")");
  }
  const cre::BusyMachine busy(plan.threads);
  const at::Device device = cre::parse_device(plan.device);
  if (plan.device_rates) {
    print({{"device", cre::device_text(device)}, {"rates", bench::device_rates(device)}});
  }
  for (const bench::RateRun& run : plan.runs) {
    print(bench::time_network(plan, run, device));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: bench-train-rate PLAN.json\n", stderr);
    return EXIT_FAILURE;
  }
  try {
    measure_all(argv[1]);
    return EXIT_SUCCESS;
  } catch (const cre::Error& error) {
    std::fprintf(stderr, "bench-train-rate: error: %s\n", error.what());
    return error.exit_code();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench-train-rate: error: %s: %s\n", argv[1], error.what());
    return EXIT_FAILURE;
  }
}
