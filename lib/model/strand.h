#pragma once
// Which strand of an element.

namespace cre {

/// The sequence as given, or the other strand of it.
enum class Strand { forward, reverse };

/// The sequence as given alone, or both.
enum class Strands { forward, both };

}  // namespace cre
