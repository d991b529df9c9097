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

}  // namespace

std::string pair_title(const PairAudit& pair) {
  return concat(split_name(pair.split), " beside ", split_name(pair.other));
}

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

}  // namespace cre
