#include "core/stage_run.h"

#include "core/digest.h"
#include "core/digest_check.h"
#include "core/files.h"
#include "core/manifest.h"
#include "expect_error.h"
#include "temporary_folder.h"

namespace cre {
namespace {

namespace fs = std::filesystem;

StageInfo info(const fs::path& folder) {
  StageInfo out;
  out.tool = "cre-test";
  out.folder = folder;
  out.config = {{"test", {{"epochs", 3}}}};
  out.command_line = {"cre-test", "--out", folder.string()};
  out.threads = 2;
  return out;
}

/// A finished stage with one output "a.txt".
void make_stage(const fs::path& folder, const std::string& content) {
  StageRun stage(info(folder));
  write_text_file(stage.output("text", "a.txt"), content);
  write_text_file(stage.varying_output("timing", "timing.txt"), folder.string());
  stage.count("rows", 7);
  stage.seed("test", 2025);
  stage.determinism("device", "cpu");
  stage.run_fact("rate", 12.5);
  stage.warn("two rows look odd");
  stage.warn_of_this_run("one thread instead of two");
  stage.finish();
}

TEST(StageRun, ManifestSaysWhatWasDone) {
  const TemporaryFolder folder;
  make_stage(folder / "one", "hello");
  const auto manifest = read_manifest(folder / "one/manifest.json");
  EXPECT_EQ(manifest.at("tool"), "cre-test");
  EXPECT_EQ(manifest.at("config").at("test").at("epochs"), 3);
  EXPECT_EQ(manifest.at("config_sha256"), sha256_of_text(R"({"test":{"epochs":3}})"));
  EXPECT_EQ(manifest.at("counts").at("rows"), 7);
  EXPECT_EQ(manifest.at("seeds").at("test"), 2025);
  EXPECT_EQ(manifest.at("determinism"), (nlohmann::json{{"device", "cpu"}, {"threads", 2}}));
  ASSERT_EQ(manifest.at("outputs").size(), 1U);
  EXPECT_EQ(manifest.at("outputs")[0].at("sha256"), sha256_of_text("hello"));
  EXPECT_EQ(manifest.at("outputs")[0].at("bytes"), 5);
  EXPECT_EQ(manifest.at("run").at("files")[0].at("role"), "timing");
  EXPECT_EQ(manifest.at("warnings"), (nlohmann::json{"two rows look odd"}));
  EXPECT_EQ(manifest.at("run").at("warnings"), (nlohmann::json{"one thread instead of two"}));
}

TEST(StageRun, EqualRunsHaveEqualContentDigests) {
  const TemporaryFolder folder;
  make_stage(folder / "one", "hello");
  make_stage(folder / "two", "hello");
  make_stage(folder / "three", "other");
  const auto digest = [&](const char* name) {
    return read_manifest(folder / name / "manifest.json").at("content_sha256").get<std::string>();
  };
  EXPECT_EQ(digest("one"), digest("two"));
  EXPECT_NE(digest("one"), digest("three"));
}

TEST(StageRun, TheFirstOutputRemovesTheOldManifest) {
  const TemporaryFolder folder;
  make_stage(folder / "one", "hello");
  StageRun again(info(folder / "one"));
  EXPECT_TRUE(fs::exists(folder / "one/manifest.json"));  // a run that fails early costs nothing
  again.output("text", "a.txt");
  EXPECT_FALSE(fs::exists(folder / "one/manifest.json"));
}

TEST(StageRun, ResultsOfAnotherToolAreNotOverwritten) {
  const TemporaryFolder folder;
  make_stage(folder / "one", "hello");
  StageInfo other = info(folder / "one");
  other.tool = "cre-other";
  expect_error(ErrorKind::usage, "holds the results of cre-test", [&] { StageRun stage(other); });
  EXPECT_TRUE(fs::exists(folder / "one/manifest.json"));
}

TEST(StageRun, ATableMadeByAStageIsAnArtifact) {
  const TemporaryFolder folder;
  make_stage(folder / "one", "hello");
  write_text_file(folder / "one/own.txt", "mine");
  StageRun stage(info(folder / "two"));
  stage.raw_input("table", folder / "one/a.txt");
  stage.raw_input("table", folder / "one/own.txt");
  stage.finish();
  const auto inputs = read_manifest(folder / "two/manifest.json").at("inputs");
  EXPECT_EQ(inputs[0].at("made_by"), "cre-test");
  EXPECT_EQ(inputs[1].at("made_by"), nullptr);
  write_text_file(folder / "one/a.txt", "hullo");
  StageRun third(info(folder / "three"));
  expect_error(ErrorKind::integrity, "its SHA-256 differs", [&] { third.raw_input("table", folder / "one/a.txt"); });
  bool read = false;
  const auto one_pass = [&] { return read = true, std::string("digest"); };
  expect_error(ErrorKind::integrity, "its SHA-256 differs",
               [&] { third.raw_input("table", folder / "one/a.txt", one_pass); });
  EXPECT_FALSE(read);
  expect_error(ErrorKind::input, "is no regular file", [&] { third.raw_input("table", folder.path()); });
}

TEST(StageRun, RemovesWhatIsOfNoUseOnceFinished) {
  const TemporaryFolder folder;
  StageRun stage(info(folder / "one"));
  write_text_file(folder / "one/checkpoint", "x");
  stage.remove_when_finished(folder / "one/checkpoint");
  EXPECT_TRUE(fs::exists(folder / "one/checkpoint"));
  stage.finish();
  EXPECT_FALSE(fs::exists(folder / "one/checkpoint"));
}

TEST(StageRun, NamesThatAreNoUtf8DoNoHarm) {
  const TemporaryFolder folder;
  write_text_file(folder / "caf\xe9.csv", "x");
  StageRun stage(info(folder / "one"));
  stage.raw_input("table", folder / "caf\xe9.csv");
  stage.finish();
  EXPECT_EQ(read_manifest(folder / "one/manifest.json").at("inputs")[0].at("file"), "caf\xEF\xBF\xBD.csv");
}

TEST(StageRun, ArtifactInputsAreLinkedToTheirMaker) {
  const TemporaryFolder folder;
  make_stage(folder / "one", "hello");
  StageRun stage(info(folder / "two"));
  EXPECT_EQ(stage.artifact_input("text", folder / "one/a.txt"), sha256_of_text("hello"));
  stage.finish();
  const auto input = read_manifest(folder / "two/manifest.json").at("inputs")[0];
  EXPECT_EQ(input.at("made_by"), "cre-test");
  EXPECT_EQ(input.at("manifest_sha256"), read_manifest(folder / "one/manifest.json").at("content_sha256"));
}

TEST(StageRun, AnAnnouncedOutputMustExist) {
  const TemporaryFolder folder;
  StageRun stage(info(folder / "one"));
  stage.output("text", "a.txt");
  expect_error(ErrorKind::internal, "a.txt: was announced", [&] { stage.finish(); });
  EXPECT_FALSE(fs::exists(folder / "one/manifest.json"));
}

TEST(DigestCheck, RefusesWhateverDoesNotMatch) {
  const TemporaryFolder folder;
  make_stage(folder / "one", "hello");
  const fs::path file = folder / "one/a.txt";
  EXPECT_EQ(check_artifact(file).tool, "cre-test");
  write_text_file(file, "hullo");
  expect_error(ErrorKind::integrity, "a.txt: its SHA-256 differs", [&] { check_artifact(file); });
  write_text_file(file, "hell");
  expect_error(ErrorKind::integrity, "a.txt: has 4 bytes, its manifest says 5", [&] { check_artifact(file); });
  expect_error(ErrorKind::io, "b.txt: no such file", [&] { check_artifact(folder / "one/b.txt"); });
  write_text_file(folder / "one/b.txt", "");
  expect_error(ErrorKind::integrity, "is not an output listed in", [&] { check_artifact(folder / "one/b.txt"); });
  fs::remove(folder / "one/manifest.json");
  expect_error(ErrorKind::integrity, "no manifest.json beside it, and stages exchange", [&] { check_artifact(file); });
  write_text_file(folder / "one/c.h5", "");
  expect_error(ErrorKind::integrity, "the stage that makes it did not finish",
               [&] { check_artifact(folder / "one/c.h5"); });
}

TEST(Manifest, EditedByHandIsSeen) {
  const TemporaryFolder folder;
  make_stage(folder / "one", "hello");
  const fs::path file = folder / "one/manifest.json";
  std::string text = read_text_file(file);
  text.replace(text.find("2025"), 4, "2026");
  write_text_file(file, text);
  expect_error(ErrorKind::integrity, "the manifest was changed", [&] { read_manifest(file); });
  write_text_file(file, "{");
  expect_error(ErrorKind::integrity, "not valid JSON", [&] { read_manifest(file); });
  write_text_file(file, R"({"schema_version": "one"})");
  expect_error(ErrorKind::integrity, "manifest version \"one\" is not supported", [&] { read_manifest(file); });
  make_stage(folder / "two", "hello");
  text = read_text_file(folder / "two/manifest.json");
  text.replace(text.find("\"files\""), 7, "\"filez\"");
  write_text_file(file, text);
  expect_error(ErrorKind::integrity, "one/manifest.json: the manifest is damaged", [&] { read_manifest(file); });
  write_text_file(file, R"({"schema_version": 99})");
  expect_error(ErrorKind::integrity, "manifest version 99 is not supported", [&] { read_manifest(file); });
}

}  // namespace
}  // namespace cre
