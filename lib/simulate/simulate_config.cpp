#include "simulate/simulate_config.h"

namespace cre {

void describe(Description& d, PlantedRows& c) {
  const Limits count = between(0, 1e6);
  d.integer("malformed", c.malformed, count, "rows", "Lines with a missing or extra field or an unreadable number.");
  d.integer("invalid_base", c.invalid_base, count, "rows", "Sequences with a character outside ACGTN.");
  d.integer("off_length", c.off_length, count, "rows", "Sequences a few bases longer or shorter than the others.");
  d.integer("too_many_n", c.too_many_n, count, "rows", "Sequences that contain N.");
  d.integer("missing_activity", c.missing_activity, count, "rows", "Rows with an empty, NA or infinite activity.");
  d.integer("se_out_of_range", c.se_out_of_range, count, "rows", "Rows with a standard error outside (0, 5).");
  d.integer("se_above_threshold", c.se_above_threshold, count, "rows",
            "Rows with a standard error in (0.5, 1.5); in every second row it is the one of the target cell.");
  d.integer("unknown_target_cell", c.unknown_target_cell, count, "rows",
            "Good rows whose target_cell is no task (rejected by the standard-error rule B only).");
  d.integer("exact_duplicates", c.exact_duplicates, count, "rows", "Rows that repeat the sequence of another row.");
  d.integer("near_duplicates", c.near_duplicates, count, "rows",
            "Rows one or two substitutions away from another row; every second one on the other strand.");
}

void describe(Description& d, SimulateConfig& c) {
  d.integer("seed", c.seed, at_least(0), "", "Seed of everything that is drawn.");
  d.integer("elements", c.elements, between(100, 2e7), "rows", "Rows of the table, bad ones included.");
  d.integer("length", c.length, between(100, 2000), "bases", "Length of every element.");
  d.integer("motifs", c.motifs, between(1, 20), "per element", "Motif instances planted in an element, on average.");
  d.number("noise", c.noise, between(0.01, 0.45), "l2fc", "Typical standard error of a measurement.");
  d.section("planted", c.planted, "How many rows of each bad or repeated kind the table contains.");
  d.rule([&c](const Place& place) {
    const PlantedRows& p = c.planted;
    const auto percent_of_rows = [&](std::int64_t rows, double percent, const char* key, const char* reason) {
      const double most = static_cast<double>(c.elements) * percent / 100.0;
      if (static_cast<double>(rows) > most) {
        place.child("planted").child(key).fail(rows, " is out of range for ", c.elements,
                                               " elements; allowed: at most ", static_cast<std::int64_t>(most), " (",
                                               reason, ")");
      }
    };
    percent_of_rows(p.malformed, 0.9, "malformed", "cre-qc stops at 1 % malformed lines");
    percent_of_rows(p.off_length, 0.45, "off_length", "cre-qc adjusts the length of more than 0.5 % of the rows");
    const std::int64_t bad = p.malformed + p.invalid_base + p.off_length + p.too_many_n + p.missing_activity +
                             p.se_out_of_range + p.se_above_threshold;
    const std::int64_t special = p.unknown_target_cell + 2 * (p.exact_duplicates + p.near_duplicates);
    if (bad + special > c.elements * 9 / 10) {
      place.child("planted").fail(bad + special, " bad and repeated rows and their originals; allowed: at most ",
                                  c.elements * 9 / 10, " (nine tenths of simulate.elements)");
    }
  });
}

void describe(Description& d, SimulateToolConfig& c) {
  d.section("simulate", c.simulate, "The simulated assay that stands in when no table is given.");
}

}  // namespace cre
