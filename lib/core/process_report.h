#pragma once
// The state of this process as text, for people who find out why it does not go on.

#include <string>

namespace cre {

/// Load of the machine; memory, threads, processors and signals of the process; environment that rules threads; for
/// each thread its state, processor, where it waits in the kernel, how much of a second it computes, and its calls.
/// Takes a little more than a second.
std::string process_report();

}  // namespace cre
