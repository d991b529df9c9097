#include "statistics/reliability.h"

#include <cstddef>

#include "statistics/summary.h"
#include "statistics/undefined.h"

namespace cre {

double spearman_brown(double single, double count) {
  const double denominator = 1.0 + (count - 1.0) * single;
  return denominator > 0.0 ? count * single / denominator : kUndefined;
}

double intraclass_correlation(std::span<const double> values, std::span<const std::size_t> start) {
  double elements = 0.0, n = 0.0, n_squares = 0.0, sum = 0.0;
  const auto visit = [&](auto use) {
    for (std::size_t i = 0; i + 1 < start.size(); ++i) {
      if (start[i + 1] - start[i] > 1) {
        use(values.subspan(start[i], start[i + 1] - start[i]));
      }
    }
  };
  visit([&](std::span<const double> of_element) {
    const auto count = static_cast<double>(of_element.size());
    elements += 1.0;
    n += count;
    n_squares += count * count;
    sum += count * mean(of_element);
  });
  if (elements < 2.0) {
    return kUndefined;
  }
  double between = 0.0, within = 0.0;
  visit([&](std::span<const double> of_element) {
    const double centre = mean(of_element);
    between += static_cast<double>(of_element.size()) * (centre - sum / n) * (centre - sum / n);
    for (const double value : of_element) {
      within += (value - centre) * (value - centre);
    }
  });
  between /= elements - 1.0;
  within /= n - elements;
  const double usual_count = (n - n_squares / n) / (elements - 1.0);
  const double spread = between + (usual_count - 1.0) * within;
  return spread > 0.0 ? (between - within) / spread : kUndefined;
}

}  // namespace cre
