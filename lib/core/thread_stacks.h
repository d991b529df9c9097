#pragma once
// What the threads of this process are executing, for a diagnosis.

#include <sys/types.h>
#include <string>
#include <vector>

namespace cre {

/// Numbers of the process's threads as the system has them, the first one first.
std::vector<pid_t> thread_ids();

/// Interrupts the thread for a moment and lists its calls, innermost first: "    module(function+0x1f) [0x...]" a line;
/// one line that says so when it does not answer within a second. Not for the calling thread's own use: it may be
/// called for any thread, by one at a time.
std::string thread_stack(pid_t thread);

}  // namespace cre
