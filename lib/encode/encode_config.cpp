#include "encode/encode_config.h"

#include "sequence/base_codes.h"

namespace cre {

namespace {

void check_flank(const Place& place, const std::string& name, const std::string& bases) {
  for (std::size_t i = 0; i < bases.size(); ++i) {
    if (base_code(bases[i]) > kBaseN) {
      place.child(name).fail("'", bases[i], "' at base ", i + 1, " is not allowed; allowed: A, C, G, T, N");
    }
  }
}

}  // namespace

void describe(Description& d, EncodeConfig& c) {
  d.choice<Winsorize>(
      "winsorize", c.winsorize,
      {{"none", Winsorize::none}, {"0.001/0.999", Winsorize::permille_1}, {"0.005/0.995", Winsorize::permille_5}},
      "Clamp training targets at these quantiles of the training rows, per task; measured activities "
      "used in evaluation are never clamped");
  d.flag("store_onehot", c.store_onehot,
         "Also store float32 one-hot (N, 4, L) for other programs; creflow itself encodes on the fly");
}

void describe(Description& d, ConstructConfig& c) {
  d.text("upstream", c.upstream, "Constant bases 5' of the insert in the reporter, part of the network's input");
  d.text("downstream", c.downstream, "Constant bases 3' of the insert in the reporter, part of the network's input");
  d.choice<ReverseScope>("reverse", c.reverse,
                         {{"insert", ReverseScope::insert}, {"construct", ReverseScope::construct}},
                         "What reverse complement flips: the insert between its flanks, or the whole construct");
  d.rule([&c](const Place& place) {
    check_flank(place, "upstream", c.upstream);
    check_flank(place, "downstream", c.downstream);
  });
}

void describe(Description& d, EncodeToolConfig& c) {
  d.section("encode", c.encode, "From elements to network input and targets");
  d.section("construct", c.construct, "The reporter around the insert; stored in datasets and models");
}

}  // namespace cre
