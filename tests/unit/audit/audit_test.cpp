#include "audit/audit.h"

#include "core/files.h"
#include "core/stage_run.h"
#include "expect_error.h"
#include "temporary_folder.h"

namespace cre {
namespace {

namespace fs = std::filesystem;

void run_stage(const fs::path& folder, const std::string& content, const fs::path& input = {},
               const nlohmann::json& config = nlohmann::json::object()) {
  StageInfo info;
  info.tool = "cre-" + folder.filename().string();
  info.folder = folder;
  info.config = config;
  StageRun stage(info);
  if (!input.empty()) {
    stage.artifact_input("input", input);
  }
  write_text_file(stage.output("out", "out.txt"), content);
  write_text_file(stage.varying_output("timing", "timing.txt"), "1 s");
  stage.finish();
}

struct FinishedRun {
  TemporaryFolder folder;
  FinishedRun() {
    run_stage(folder / "a", "alpha");
    run_stage(folder / "b", "beta", folder / "a/out.txt");
  }
};

TEST(Audit, AGoodRun) {
  const FinishedRun run;
  const AuditResult result = audit_run(run.folder.path(), 2);
  EXPECT_EQ(result.manifests, 2U);
  EXPECT_EQ(result.files, 4U);
  EXPECT_EQ(result.links, 1U);
}

TEST(Audit, EveryByteOfEveryFileCounts) {
  const FinishedRun run;
  for (const char* name : {"a/out.txt", "a/timing.txt", "b/out.txt"}) {
    const std::string content = read_text_file(run.folder / name);
    for (std::size_t i = 0; i < content.size(); ++i) {
      std::string changed = content;
      changed[i] = static_cast<char>(changed[i] ^ 1);
      write_text_file(run.folder / name, changed);
      expect_error(ErrorKind::integrity, name, [&] { audit_run(run.folder.path(), 2); });
    }
    write_text_file(run.folder / name, content);
  }
  audit_run(run.folder.path(), 2);
}

TEST(Audit, NamesEverythingThatDoesNotMatch) {
  const FinishedRun run;
  run_stage(run.folder / "c", "gamma");
  for (const char* name : {"a/timing.txt", "b/out.txt"}) {
    write_text_file(run.folder / name, "other");
  }
  fs::remove(run.folder / "c/out.txt");
  const std::string all = "3 mistakes\n  " + (run.folder / "a/timing.txt").string();
  for (const std::string& part :
       {all, std::string("b/out.txt: "), std::string("c/out.txt: is listed in its manifest")}) {
    expect_error(ErrorKind::integrity, part, [&] { audit_run(run.folder.path(), 2); });
  }
  // Nothing is known of what a damaged manifest lists: the stage that reads it is not blamed.
  write_text_file(run.folder / "a/timing.txt", "1 s");
  write_text_file(run.folder / "b/out.txt", "beta");
  fs::remove_all(run.folder / "c");
  write_text_file(run.folder / "a/manifest.json", "{");
  try {
    audit_run(run.folder.path(), 2);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()).find("is not an output"), std::string::npos) << error.what();
  }
}

TEST(Audit, AStageRunAgainWithOtherContentBreaksTheChain) {
  const FinishedRun run;
  run_stage(run.folder / "a", "changed");
  expect_error(ErrorKind::integrity, "input out.txt (input, made by cre-a) is not an output of any stage",
               [&] { audit_run(run.folder.path(), 1); });
}

TEST(Audit, CountsTheWarningsOfTheStages) {
  const TemporaryFolder folder;
  run_stage(folder / "a", "alpha");
  StageInfo info;
  info.tool = "cre-b";
  info.folder = folder / "b";
  StageRun stage(info);
  stage.warn("look at this");
  stage.warn_of_this_run("and at that");
  write_text_file(stage.output("out", "out.txt"), "beta");
  stage.finish();
  const AuditResult result = audit_run(folder.path(), 1);
  EXPECT_EQ(result.warnings, 2U);
  EXPECT_EQ(result.manifests_with_warnings, 1U);
}

TEST(Audit, AStageOfOtherSettingsThanTheWorkflowWroteIsNotFinished) {
  const TemporaryFolder folder;
  const nlohmann::json config = {{"train", {{"epochs", 3}, {"seed", 7}}}};
  run_stage(folder / "train/base/seed7", "alpha", {}, config);
  fs::create_directories(folder / "config/train");
  write_text_file(folder / "config/train/base.json", R"({"train": {"epochs": 3.0}})");
  audit_run(folder.path(), 1);
  write_text_file(folder / "config/train/base.json", R"({"train": {"epochs": 4}})");
  expect_error(ErrorKind::integrity, "the stage ran with another train.epochs than ",
               [&] { audit_run(folder.path(), 1); });
  write_text_file(folder / "config/train/base.json", "{");
  expect_error(ErrorKind::integrity, "base.json: is damaged", [&] { audit_run(folder.path(), 1); });
}

TEST(Audit, MissingFilesAndFolders) {
  const FinishedRun run;
  fs::remove(run.folder / "a/out.txt");
  expect_error(ErrorKind::integrity, "a/out.txt: is listed in its manifest", [&] { audit_run(run.folder.path(), 1); });
  expect_error(ErrorKind::io, "no such folder", [&] { audit_run(run.folder / "none", 1); });
  fs::create_directory(run.folder / "empty");
  expect_error(ErrorKind::input, "holds no manifest.json", [&] { audit_run(run.folder / "empty", 1); });
}

}  // namespace
}  // namespace cre
