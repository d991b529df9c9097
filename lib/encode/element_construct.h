#pragma once
// The reporter around the inserts: the ends that the table's sequences brought along, within the configured flanks.

#include "encode/encode_config.h"
#include "storage/construct.h"
#include "storage/elements.h"

namespace cre {

/// upstream + ends of the elements + insert + ends of the elements + downstream. Throws config when a configured flank
/// repeats what (nearly) all sequences begin or end with themselves.
Construct element_construct(const Elements& elements, const ConstructConfig& config);

}  // namespace cre
