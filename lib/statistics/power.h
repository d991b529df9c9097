#pragma once
// How small a difference an experiment can find.

namespace cre {

/// The smallest true difference that a two-sided test at level `alpha` finds with probability `power`, when its
/// estimate is normal with standard error `standard_error`: (z(1 - alpha/2) + z(power)) times that (Bloom 1995,
/// "Minimum detectable effects"). NaN for a NaN standard error.
double smallest_resolvable(double standard_error, double alpha, double power);

}  // namespace cre
