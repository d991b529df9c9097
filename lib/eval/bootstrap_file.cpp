#include "eval/bootstrap_file.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "storage/hdf5_file.h"

namespace cre {

namespace {

constexpr ArtifactKind kBootstrapKind{"bootstrap", 2};

}  // namespace

void save_bootstrap(const std::filesystem::path& file, const std::vector<std::string>& tasks,
                    const BootstrapConfig& config, const std::string& unit, const ArmValues& values) {
  const auto resamples = static_cast<std::size_t>(config.resamples);
  Hdf5Writer writer(file, kBootstrapKind);
  writer.attribute("seed", config.seed);
  writer.attribute("unit", unit);
  writer.write("/tasks", tasks);
  const MeasureLayout layout(tasks.size());
  for (std::size_t m = 0; m < measures().size(); ++m) {
    const Measure& measure = measures()[m];
    if (measure.resampled == nullptr) {
      continue;
    }
    const auto replicates = [&](std::size_t place) {
      return std::span<const double>(values.replicate[layout.index(m, place)]);
    };
    const std::string name(measure.name);
    if (measure.scope == MeasureScope::gap) {
      if (std::any_of(replicates(0).begin(), replicates(0).end(), [](double value) { return !std::isnan(value); })) {
        writer.write("/" + name, replicates(0), {resamples});
      }
      continue;
    }
    std::vector<double> table(resamples * tasks.size());  // (B, K)
    for (std::size_t b = 0; b < resamples; ++b) {
      for (std::size_t k = 0; k < tasks.size(); ++k) {
        table[b * tasks.size() + k] = replicates(k)[b];
      }
    }
    writer.write("/" + name, std::span<const double>(table), {resamples, tasks.size()});
    writer.write("/macro_" + name, replicates(layout.macro()), {resamples});
  }
  writer.close();
}

}  // namespace cre
