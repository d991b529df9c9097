#include "sequence/configured_bases.h"

#include "sequence/base_codes.h"

namespace cre {

void check_configured_bases(const Place& place, const std::string& bases) {
  for (std::size_t i = 0; i < bases.size(); ++i) {
    if (base_code(bases[i]) > kBaseN) {
      place.fail("'", bases[i], "' at base ", i + 1, " is not allowed; allowed: A, C, G, T, N");
    }
  }
}

}  // namespace cre
