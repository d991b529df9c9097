// cre-audit: proves that the files of a run are the ones its manifests describe.

#include <string>

#include "audit/audit.h"
#include "core/text.h"
#include "core/tool.h"

namespace {

std::string number(std::size_t count, const char* what) {
  return cre::concat(count, " ", what, count == 1 ? "" : "s");
}

std::string warnings_text(const cre::AuditResult& result) {
  if (result.warnings == 0) {
    return "no warnings";
  }
  return number(result.warnings, "warning") + " in " + number(result.manifests_with_warnings, "manifest");
}

}  // namespace

int main(int argc, char** argv) {
  std::filesystem::path run;
  cre::Tool tool("cre-audit",
                 "Checks every manifest below a folder: digests of all outputs, and the chain from stage to stage.");
  tool.positional("RUN_DIR", run, "Folder of a run, for instance results/simulated");
  tool.example("cre-audit results/mine", "All files of a run");
  tool.example("cre-audit results/mine/train", "Those of the trainings");
  return tool.run_plain(argc, argv, [&] {
    const cre::AuditResult result = cre::audit_run(run, tool.threads());
    cre::print_to_stdout(cre::concat(run, ": ", result.manifests, " manifests, ", result.files, " files and ",
                                     result.links, " links between stages match; ", warnings_text(result), "\n"));
  });
}
