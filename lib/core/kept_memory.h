#pragma once
// Memory that is used again instead of being given back.

namespace cre {

/// From now on large memory that is freed stays with the process, for tools that make many large lists in turn: new
/// pages cost more than what is done with them. Does nothing where the C library has no such setting.
void keep_freed_memory();

/// Gives what was kept back to the system: where much is freed at once that nothing later has use for.
void give_back_freed_memory();

}  // namespace cre
