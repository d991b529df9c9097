#include "core/version.h"

#include <map>

#include <openssl/opensslv.h>
#include <zlib.h>
#include <nlohmann/json.hpp>

#include "git_state.h"

namespace cre {

namespace {

std::map<std::string, std::string>& libraries() {
  static std::map<std::string, std::string> known = {{"openssl", OPENSSL_VERSION_TEXT}, {"zlib", ZLIB_VERSION}};
  return known;
}

}  // namespace

const char* version() {
  return CRE_VERSION;
}
const char* git_commit() {
  return CRE_GIT_COMMIT;
}
bool git_dirty() {
  return CRE_GIT_DIRTY;
}

void register_library(const std::string& name, const std::string& version) {
  libraries()[name] = version;
}

nlohmann::json build_facts() {
  return {{"compiler", CRE_COMPILER}, {"build_type", CRE_BUILD_TYPE}, {"libraries", libraries()}};
}

}  // namespace cre
