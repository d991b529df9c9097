#pragma once
// The one exception type of creflow and the exit code that each kind of error maps to.

#include <stdexcept>
#include <string>

#include "core/text.h"

namespace cre {

/// What went wrong, from the caller's point of view. The values are the process exit codes.
enum class ErrorKind : int {
  usage = 2,        ///< wrong command line
  config = 3,       ///< a config key is unknown, has the wrong type or is out of range
  input = 4,        ///< the measured data are missing, malformed or unusable
  io = 5,           ///< a file could not be read or written
  integrity = 6,    ///< an artifact is damaged, incomplete or belongs to another run
  interrupted = 7,  ///< stopped by a signal; running the same command again resumes
  internal = 70,    ///< a defect of creflow
};

/// Carries a one-line message for the user; only `Tool` (core/tool.h) catches it.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  ErrorKind kind() const { return kind_; }
  int exit_code() const { return static_cast<int>(kind_); }

 private:
  ErrorKind kind_;
};

/// Throws an Error whose message is the concatenation of `parts`.
/// The message names the place (file, line or key), the value found and what is allowed.
template <class... Parts>
[[noreturn]] void fail(ErrorKind kind, const Parts&... parts) {
  throw Error(kind, concat(parts...));
}

/// Throws an internal Error when a condition that the code itself guarantees does not hold.
inline void require(bool holds, const char* what) {
  if (!holds) {
    fail(ErrorKind::internal, "internal check failed: ", what);
  }
}

}  // namespace cre
