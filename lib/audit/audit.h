#pragma once
// Checks a finished run: every manifest, every file they list, and the chain from stage to stage.

#include <cstddef>
#include <filesystem>

namespace cre {

struct AuditResult {
  std::size_t manifests = 0;
  std::size_t files = 0;     // outputs whose size and SHA-256 were checked
  std::size_t links = 0;     // inputs traced to the manifest of the stage that made them
  std::size_t warnings = 0;  // that the stages gave their readers, kept in their manifests
  std::size_t manifests_with_warnings = 0;
};

/// Checks, in sorted order of paths: each manifest's own digest, size and SHA-256 of each listed output, and that each
/// input made by a stage is an output of a manifest below `run`; and, in a run of the workflow, that each stage ran
/// with the settings that the workflow wrote for it (config/). Throws integrity naming every file that does not match,
/// one a line, input when there is no manifest below `run`, io when `run` is no folder.
AuditResult audit_run(const std::filesystem::path& run, unsigned threads);

}  // namespace cre
