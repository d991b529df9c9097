#include "model/network_builder.h"

#include "core/error.h"

namespace cre {

std::int64_t pooled_length(const std::string& key, const std::string& layer, std::int64_t length, std::int64_t window,
                           std::int64_t input) {
  if (length < window) {
    fail(ErrorKind::config, "model.", key, ": ", layer, " takes windows of ", window, " positions but only ", length,
         length == 1 ? " position is" : " positions are", " left of an input of ", input, " bases");
  }
  return length / window;
}

}  // namespace cre
