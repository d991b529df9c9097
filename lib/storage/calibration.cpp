#include "storage/calibration.h"

#include "storage/artifact_checks.h"

namespace cre {

void write_calibration(Hdf5Writer& writer, const Calibration& calibration, std::uint64_t tasks) {
  if (calibration.empty()) {
    return;
  }
  const Shape shape = {calibration.forward.size() / tasks, tasks};
  writer.write("/calibration/measured", calibration.measured, shape);
  writer.describe("/calibration/measured", "validation rows: log2 fold change; NaN where masked");
  writer.write("/calibration/forward", calibration.forward, shape);
  writer.describe("/calibration/forward", "predicted from the strand as given, l2fc");
  writer.write("/calibration/reverse", calibration.reverse, shape);
  writer.describe("/calibration/reverse", "predicted from the reverse complement, l2fc");
}

Calibration read_calibration(const Hdf5Reader& reader, const std::filesystem::path& file, std::uint64_t tasks) {
  Calibration calibration;
  if (!reader.has("/calibration/forward")) {
    return calibration;
  }
  const Shape found = reader.shape("/calibration/forward");
  const Shape shape = {found.empty() ? 0 : found[0], tasks};
  reader.read("/calibration/measured", calibration.measured, shape);
  reader.read("/calibration/forward", calibration.forward, shape);
  reader.read("/calibration/reverse", calibration.reverse, shape);
  check_finite(file, "/calibration/forward", calibration.forward);
  check_finite(file, "/calibration/reverse", calibration.reverse);
  return calibration;
}

}  // namespace cre
