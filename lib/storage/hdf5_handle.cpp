#include "storage/hdf5_handle.h"

#include "core/text.h"
#include "core/version.h"
#include "storage/hdf5_file.h"

namespace cre {

namespace {
// Every tool that links this file names the library in --version and in its manifest.
[[maybe_unused]] const bool kRegistered = (register_library("hdf5", hdf5_version()), true);
}  // namespace

namespace hdf5 {

void start_library() {
  static const bool once = [] {
    H5dont_atexit();
    H5open();
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    H5PLset_loading_state(0);
    return true;
  }();
  static_cast<void>(once);
}

}  // namespace hdf5

std::string hdf5_version() {
  return concat(H5_VERS_MAJOR, ".", H5_VERS_MINOR, ".", H5_VERS_RELEASE);
}

}  // namespace cre
