// Expected digests: examples of FIPS 180-4 (empty message, "abc", one million times "a").
#include "core/digest.h"

#include <fstream>

#include "expect_error.h"
#include "temporary_folder.h"

namespace cre {
namespace {

TEST(Digest, PublishedVectors) {
  EXPECT_EQ(sha256_of_text(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_of_text("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Digest, FileInManyBlocks) {
  const TemporaryFolder folder;
  std::ofstream(folder / "a") << std::string(1'000'000, 'a');
  EXPECT_EQ(sha256_of_file(folder / "a"), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Digest, MissingFile) {
  expect_error(ErrorKind::io, "no/such/file: cannot be opened", [] { sha256_of_file("no/such/file"); });
}

}  // namespace
}  // namespace cre
