#pragma once
// Internal to lib/storage: identifiers of the HDF5 C library that close themselves.

#include <utility>

#include <hdf5.h>

namespace cre::hdf5 {

class Handle {
 public:
  using Close = herr_t (*)(hid_t);
  Handle(hid_t id, Close closer) : id_(id), close_(closer) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)), close_(other.close_) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  Handle& operator=(Handle&&) = delete;
  ~Handle() {
    if (id_ >= 0) {
      close_(id_);
    }
  }
  bool valid() const { return id_ >= 0; }
  operator hid_t() const { return id_; }  // NOLINT(google-explicit-constructor): the C calls take hid_t
  /// Closes now; false when the library reports an error.
  bool close() { return close_(std::exchange(id_, H5I_INVALID_HID)) >= 0; }

 private:
  hid_t id_;
  Close close_;
};

/// Below the name of texts: see Hdf5Writer.
inline constexpr const char* kTextOffsets = "/offsets";
inline constexpr const char* kTextBytes = "/bytes";

/// Once per process: no error stack on stderr, no plugins out of untrusted files, version facts.
void start_library();

}  // namespace cre::hdf5
