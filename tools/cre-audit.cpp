// cre-audit: proves that the files of a run are the ones its manifests describe.

#include "audit/audit.h"
#include "core/text.h"
#include "core/tool.h"

int main(int argc, char** argv) {
  std::filesystem::path run;
  cre::Tool tool("cre-audit",
                 "Checks every manifest below a folder: digests of all outputs, and the chain from stage to stage.");
  tool.positional("RUN_DIR", run, "Folder of a run, for instance results/simulated");
  return tool.run_plain(argc, argv, [&] {
    const cre::AuditResult result = cre::audit_run(run, tool.threads());
    cre::print_to_stdout(cre::concat(run, ": ", result.manifests, " manifests, ", result.files, " files and ",
                                     result.links, " links between stages match\n"));
  });
}
