#pragma once
// Internal to lib/storage: value checks that every loader needs.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace cre {

/// Throws integrity when a value is larger than `largest`, naming dataset and row.
void check_at_most(const std::filesystem::path& file, const std::string& dataset,
                   const std::vector<std::uint8_t>& values, std::uint8_t largest);

/// Throws integrity when a value is NaN or infinite, naming dataset and value.
void check_finite(const std::filesystem::path& file, const std::string& dataset, const std::vector<float>& values);

/// "Measured" is said twice: by the mask, and by an activity that is no NaN. Throws integrity for another mask than 0
/// and 1 and where the two differ, naming row and task.
void check_measured(const std::filesystem::path& file, const std::vector<std::uint8_t>& mask,
                    const std::vector<double>& activity, std::size_t tasks);

/// Throws integrity when a value is neither -1 (unknown) nor an index of a list of `count` things called `what`.
void check_indices(const std::filesystem::path& file, const std::string& dataset,
                   const std::vector<std::int16_t>& values, std::size_t count, const char* what);

/// Parses a JSON text attribute. Throws integrity.
nlohmann::json parse_attribute(const std::filesystem::path& file, const std::string& name, const std::string& text);

}  // namespace cre
