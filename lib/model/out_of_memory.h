#pragma once
// Memory that is not there, on any device, as an error that helps.

#include <functional>
#include <string>

#include "layers/torch.h"

namespace cre {

/// Runs `work`. Throws config "`what` do not fit into the memory of ...; `advice`" when its memory does not suffice.
void diagnose_memory(const at::Device& device, const std::string& what, const std::string& advice,
                     const std::function<void()>& work);

}  // namespace cre
