#include "simulate/simulate_config.h"

#include <cmath>

#include "core/text.h"

namespace cre {

std::int64_t SimulateConfig::rows_of(double share) const {
  constexpr double kRounding = 1e-9;  // 0.004 x 6000 is 24 rows, whatever the last bit says
  return static_cast<std::int64_t>(std::floor(share * static_cast<double>(elements) + kRounding));
}

void describe(Description& d, PlantedShares& c) {
  const auto share = [&d](const char* name, double& value, double most, const char* help) {
    d.number(name, value, between(0, most), "share of rows", help);
  };
  constexpr double kMost = 0.25;
  share("malformed", c.malformed, 0.009,
        "Lines with a missing or extra field or an unreadable number (cre-qc stops at 1 %).");
  share("invalid_base", c.invalid_base, kMost, "Sequences with a character outside ACGTN.");
  share("off_length", c.off_length, 0.0045,
        "Sequences a few bases longer or shorter (cre-qc adjusts rather than rejects more than 0.5 %).");
  share("too_many_n", c.too_many_n, kMost, "Sequences that contain N.");
  share("missing_activity", c.missing_activity, kMost, "Rows with an empty, NA or infinite activity.");
  share("se_out_of_range", c.se_out_of_range, kMost, "Rows with a standard error outside (0, 5).");
  share("se_above_threshold", c.se_above_threshold, kMost,
        "Rows with a standard error in (0.5, 1.5); in every second row it is the one of the target cell.");
  share("unknown_target_cell", c.unknown_target_cell, kMost,
        "Good rows whose target_cell is no task (rejected by the standard-error rule B only).");
  share("exact_duplicates", c.exact_duplicates, kMost, "Rows that repeat the sequence of another row.");
  share("near_duplicates", c.near_duplicates, kMost,
        "Rows one or two substitutions away from another row; every second one on the other strand.");
}

void describe(Description& d, SimulateConfig& c) {
  d.integer("seed", c.seed, at_least(0), "", "Seed of everything that is drawn.");
  d.integer("elements", c.elements, between(100, 2e7), "rows", "Rows of the table, bad ones included.");
  d.integer("length", c.length, between(100, 2000), "bases", "Length of every element.");
  d.integer("motifs", c.motifs, between(1, 20), "per element", "Motif instances planted in an element, on average.");
  d.number("noise", c.noise, between(0.01, 0.45), "l2fc", "Typical standard error of a measurement.");
  d.section("planted", c.planted, "Rows of each bad or repeated kind, as shares of all rows, rounded down.");
  d.rule([&c](const Place& place) {
    const PlantedShares& p = c.planted;
    const double special = p.malformed + p.invalid_base + p.off_length + p.too_many_n + p.missing_activity +
                           p.se_out_of_range + p.se_above_threshold + p.unknown_target_cell +
                           2.0 * (p.exact_duplicates + p.near_duplicates);
    constexpr double kMostSpecial = 0.9;
    if (special > kMostSpecial) {
      place.child("planted").fail("bad rows, and repeats with their originals, are ", fixed_text(special, 3),
                                  " of all rows; allowed: at most ", kMostSpecial);
    }
  });
}

void describe(Description& d, SimulateToolConfig& c) {
  d.section("simulate", c.simulate, "The simulated assay that stands in when no table is given.");
}

}  // namespace cre
