#include "split/audit/audit_report.h"

#include <nlohmann/json.hpp>

#include "core/text.h"

namespace cre {

namespace {

using Json = nlohmann::json;

Json pair_json(const PairAudit& pair) {
  Json nearest = Json::object(), words = Json::object();
  for (std::size_t kind = 0; kind < pair.nearest.size(); ++kind) {
    nearest[train_neighbour_name(static_cast<TrainNeighbour>(kind))] = pair.nearest.at(kind);
  }
  for (std::size_t share = 0; share < kWordShares.size(); ++share) {
    words[number_text(kWordShares.at(share))] = pair.words.at(share);
  }
  return {{"rows", pair.rows},
          {"related", pair.related()},
          {"nearest", nearest},
          {"kin", pair.kin},
          {"similar", pair.similar},
          {"shared_words_above", words},
          {"places", pair.places ? Json(*pair.places) : Json()}};
}

Json example_json(const KinPair& pair, const Elements& elements) {
  const auto row_json = [&](std::size_t row) { return Json{{"id", elements.id[row]}, {"line", elements.line[row]}}; };
  return {{"row", row_json(pair.row)},
          {"training_row", row_json(pair.other)},
          {"overlap", pair.overlap},
          {"offset", pair.offset},
          {"strand", pair.reverse ? "other" : "same"}};
}

std::string share_text(const PairAudit& pair, const char* name) {
  return concat(grouped(pair.kin), " of ", grouped(pair.rows), " ", name, " rows (", percent_text(pair.kin_share()),
                ")");
}

std::string pair_text(const PairAudit& pair, const LeakageAudit& audit, const Elements& elements) {
  const auto rows_of = [&](TrainNeighbour kind) { return grouped(pair.nearest.at(static_cast<std::size_t>(kind))); };
  const double share = pair.rows == 0 ? 0.0 : static_cast<double>(pair.related()) / static_cast<double>(pair.rows);
  std::string out = concat(split_name(pair.split), " beside ", split_name(pair.other), ": ", grouped(pair.related()),
                           " of ", counted(pair.rows, "row"), " (", percent_text(share), ") resemble a row there\n");
  out += concat("  nearest: equal ", rows_of(TrainNeighbour::equal), ", 1 mismatch ",
                rows_of(TrainNeighbour::one_mismatch), ", 2 mismatches ", rows_of(TrainNeighbour::two_mismatches));
  if (audit.most_mismatches > 2) {
    out += concat(", 3 to ", audit.most_mismatches, " mismatches ", rows_of(TrainNeighbour::few_mismatches));
  }
  out += concat(", half of the bases at an offset ", rows_of(TrainNeighbour::overlapping), ", half of the short words ",
                rows_of(TrainNeighbour::similar), "\n");
  out += "  words of " + std::to_string(audit.word) + " bases that stand there:";
  for (std::size_t i = 0; i < kWordShares.size(); ++i) {
    out += concat(i == 0 ? " more than " : ", more than ", percent_text(kWordShares.at(i), 0), " of them in ",
                  counted(pair.words.at(i), "row"));
  }
  out += "\n";
  if (pair.places) {
    out += concat("  places that overlap: ", counted(*pair.places, "row"), "\n");
  }
  if (pair.example) {
    const KinPair& one = *pair.example;
    out += concat("  largest overlap that was met: ", one.overlap, " bases, ", elements.id[one.row], " with ",
                  elements.id[one.other], one.reverse ? " (other strand)" : "", "\n");
  }
  return out;
}

}  // namespace

Json leakage_report(const LeakageAudit& audit, const SplitConfig& config) {
  const auto regrouped = [](const Regrouped& rows) { return Json{{"val", rows.val}, {"test", rows.test}}; };
  return {{"both_strands", config.both_strands},
          {"word", audit.word},
          {"least_overlap", audit.least_overlap},
          {"most_mismatches", audit.most_mismatches},
          {"test_train", pair_json(audit.test_train)},
          {"val_train", pair_json(audit.val_train)},
          {"test_val", pair_json(audit.test_val)},
          {"grouped_with_train",
           {{"near_duplicate", regrouped(audit.near_duplicate)}, {"minhash", regrouped(audit.minhash)}}},
          {"max_mismatches", config.max_mismatches},
          {"minhash_threshold", config.minhash.threshold}};
}

Json kin_report(const LeakageAudit& audit, const Elements& elements, const SplitConfig& config) {
  const auto split_json = [&](const PairAudit& pair) {
    return Json{{"rows", pair.rows},
                {"related", pair.kin},
                {"share", pair.kin_share()},
                {"example", pair.example ? example_json(*pair.example, elements) : Json()}};
  };
  return {{"word", audit.word},
          {"least_overlap", audit.least_overlap},
          {"both_strands", config.both_strands},
          {"allowed_share", config.kin_share},
          {"val", split_json(audit.val_train)},
          {"test", split_json(audit.test_train)}};
}

std::string kin_warning(const LeakageAudit& audit, const Elements& elements, const SplitConfig& config) {
  const bool of_test = audit.test_train.kin_share() > config.kin_share;
  if (!of_test && audit.val_train.kin_share() <= config.kin_share) {
    return "";
  }
  const KinPair& example = of_test ? *audit.test_train.example : *audit.val_train.example;
  return concat("kin: ", share_text(audit.test_train, "test"), " and ", share_text(audit.val_train, "validation"),
                " have at least half of their bases in common with a training row, for instance ",
                elements.id[example.row], " (line ", elements.line[example.row], ") ", example.overlap, " of ",
                elements.length, " bases with ", elements.id[example.other], " (line ", elements.line[example.other],
                "), offset ", example.offset, example.reverse ? ", other strand" : "",
                "; the network is then judged on what it has seen: add minhash to split.group_by, name what belongs "
                "together in qc.columns.group, or accept it with split.kin_share");
}

std::string leakage_text(const LeakageAudit& audit, const Elements& elements, const SplitConfig& config) {
  std::string out;
  for (const PairAudit* pair : {&audit.test_train, &audit.val_train, &audit.test_val}) {
    if (pair->rows > 0) {
      out += pair_text(*pair, audit, elements);
    }
  }
  const auto regrouped = [](const Regrouped& rows) {
    return concat(counted(rows.test, "test row"), " and ", counted(rows.val, "validation row"));
  };
  return out + concat("in a group with training rows if rows were grouped by\n  near_duplicate (at most ",
                      config.max_mismatches, config.max_mismatches == 1 ? " mismatch" : " mismatches",
                      "): ", regrouped(audit.near_duplicate), "\n  minhash (Jaccard index of at least ",
                      number_text(config.minhash.threshold), "): ", regrouped(audit.minhash), "\n");
}

std::string neighbour_cells(TrainNeighbour neighbour, std::int64_t row, const Elements& elements) {
  return concat(train_neighbour_name(neighbour), '\t', row < 0 ? "NA" : elements.id[static_cast<std::size_t>(row)]);
}

}  // namespace cre
