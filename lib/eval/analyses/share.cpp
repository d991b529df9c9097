#include "eval/analyses/share.h"

#include "statistics/undefined.h"
#include "statistics/wilson.h"

namespace cre {

double Share::value() const {
  return n == 0 ? kUndefined : static_cast<double>(count) / static_cast<double>(n);
}

Share share(std::size_t count, std::size_t n, double confidence) {
  return {.count = count, .n = n, .interval = wilson_interval(count, n, confidence)};
}

nlohmann::ordered_json share_json(const Share& share) {
  return {{"value", share.value()}, {"low", share.interval.low}, {"high", share.interval.high}, {"n", share.n}};
}

}  // namespace cre
