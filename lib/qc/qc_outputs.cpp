#include "qc/qc_outputs.h"

#include <filesystem>
#include <functional>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/files.h"
#include "core/json_text.h"
#include "core/log.h"
#include "core/parallel.h"
#include "core/text.h"
#include "qc/kept_table.h"
#include "storage/elements.h"

namespace cre {

void write_outputs(const QcResult& result, const Rejections& rejections, const std::vector<std::string>& sources,
                   StageRun& stage) {
  const auto read = static_cast<std::size_t>(result.read);
  require(result.elements.rows() + rejections.size() == read, "kept + rejected = read");
  stage.count("read", static_cast<std::int64_t>(read));
  stage.count("kept", static_cast<std::int64_t>(result.elements.rows()));
  stage.count("rejected", static_cast<std::int64_t>(rejections.size()));
  const std::filesystem::path elements_file = stage.output("elements", "elements.h5");
  const std::filesystem::path report_file = stage.output("report", "qc_report.json");
  const std::filesystem::path rejected_file = stage.output("rejected", "rejected.tsv.gz");
  std::vector<std::function<void()>> work = {
      [&] {
        const KeptElements& elements = result.elements;
        stage.output_digest("elements.h5", save_elements(
                                               elements_file, elements,
                                               [&elements](std::size_t row, std::span<std::uint8_t> codes) {
                                                 elements.sequences.codes(row, codes);
                                               },
                                               [&elements](std::size_t first, std::span<float> weights) {
                                                 for (std::size_t i = 0; i < weights.size(); ++i) {
                                                   weights[i] = elements.weight(first + i);
                                                 }
                                               }));
      },
      [&] { write_rejections(rejected_file, rejections, sources); },
  };
  if (result.config.write_kept) {
    const std::filesystem::path kept_file = stage.output("kept", "kept.tsv.gz");
    work.push_back([&, kept_file] { write_gzip_file(kept_file, kept_table(result.elements)); });
  }
  const std::vector<ReportSection> sections = report_sections(result);
  std::vector<nlohmann::ordered_json> made(sections.size());
  for (std::size_t i = 0; i < sections.size(); ++i) {
    work.push_back([&, i] { made[i] = sections[i].make(); });
  }
  try {
    parallel_run(work, stage.threads());
  } catch (...) {
    for (const char* file : {"elements.h5", "rejected.tsv.gz", "kept.tsv.gz"}) {
      std::error_code ignored;  // the error that is on its way counts
      std::filesystem::remove(elements_file.parent_path() / file, ignored);
    }
    throw;
  }
  nlohmann::ordered_json report;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    report[sections[i].name] = std::move(made[i]);
  }
  write_text_file(report_file, pretty_json(report));
  log_info(concat("kept ", grouped(result.elements.rows()), " of ", counted(read, "row")));
}

}  // namespace cre
