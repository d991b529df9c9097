#include "rate_plan.h"

#include <nlohmann/json.hpp>

#include "core/config.h"
#include "core/settings_input.h"

namespace bench {
namespace {

template <class Value>
void read(const nlohmann::json& object, const char* key, Value& value) {
  value = object.value(key, value);
}

RateRun read_run(const nlohmann::json& object) {
  RateRun run;
  read(object, "batch", run.batch);
  read(object, "cuda_graph", run.cuda_graph);
  read(object, "convolution", run.convolution);
  read(object, "profile", run.profile);
  return run;
}

}  // namespace

RatePlan read_plan(const std::filesystem::path& file) {
  const nlohmann::json given = cre::read_json_file(file.string());
  RatePlan plan;
  cre::ConfigView(plan.config).read(given.value("config", nlohmann::json::object()), file.string());
  std::string precision = "fp32";
  read(given, "precision", precision);
  plan.precision = precision == "bf16" ? cre::Precision::bf16 : cre::Precision::fp32;
  read(given, "device", plan.device);
  read(given, "threads", plan.threads);
  read(given, "tasks", plan.tasks);
  read(given, "length", plan.length);
  read(given, "steps", plan.steps);
  read(given, "seconds", plan.seconds);
  read(given, "batches", plan.batches);
  read(given, "device_rates", plan.device_rates);
  for (const nlohmann::json& run : given.value("runs", nlohmann::json::array())) {
    plan.runs.push_back(read_run(run));
  }
  return plan;
}

}  // namespace bench
