#include "eval/bootstrap_file.h"

#include <span>

#include "storage/hdf5_file.h"

namespace cre {

namespace {

constexpr ArtifactKind kBootstrapKind{"bootstrap", 2};

}  // namespace

void save_bootstrap(const std::filesystem::path& file, const std::vector<std::string>& tasks,
                    const BootstrapConfig& config, const std::string& unit, const BootstrapReplicates& replicates) {
  const auto resamples = static_cast<std::size_t>(config.resamples);
  Hdf5Writer writer(file, kBootstrapKind);
  writer.attribute("seed", config.seed);
  writer.attribute("unit", unit);
  writer.write("/tasks", tasks);
  for (const MetricMember& metric : kMetricMembers) {
    std::vector<double> table(resamples * tasks.size());  // (B, K)
    for (std::size_t b = 0; b < resamples; ++b) {
      for (std::size_t k = 0; k < tasks.size(); ++k) {
        table[b * tasks.size() + k] = (replicates.task[k].*metric.values)[b];
      }
    }
    writer.write(std::string("/") + metric.name, std::span<const double>(table), {resamples, tasks.size()});
    writer.write(std::string("/macro_") + metric.name, std::span<const double>(replicates.macro.*metric.values),
                 {resamples});
  }
  if (!replicates.min_gap_rho.empty()) {
    writer.write("/min_gap_rho", std::span<const double>(replicates.min_gap_rho), {resamples});
  }
  writer.close();
}

}  // namespace cre
