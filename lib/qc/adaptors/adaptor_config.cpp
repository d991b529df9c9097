#include "qc/adaptors/adaptor_config.h"

#include "sequence/configured_bases.h"

namespace cre {

void describe(Description& d, AdaptorEnds& c) {
  d.text("upstream", c.upstream,
         "Constant bases before the insert; N stands for any base (a barcode), which networks then do not see. Rows "
         "without them are rejected");
  d.text("downstream", c.downstream, "Likewise after the insert");
  d.rule([&c](const Place& place) {
    check_configured_bases(place.child("upstream"), c.upstream);
    check_configured_bases(place.child("downstream"), c.downstream);
  });
}

}  // namespace cre
