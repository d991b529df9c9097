#pragma once
// Whether a model may predict a dataset.

#include <filesystem>
#include <string>

#include "storage/dataset.h"
#include "storage/model_file.h"

namespace cre {

/// Do its predictions need motif scores? An auxiliary head learned from them, but predicts without.
bool reads_motifs(const ModelFile& model);

/// Throws integrity when task lists or constructs differ, naming both values. `file` is that of the model.
void check_model_fits(const ModelFile& model, const std::filesystem::path& file, const Dataset& dataset);

/// Throws integrity when a model was trained on another dataset (by digest) than the one at hand: its test
/// rows may have been training rows.
void check_trained_on(const std::string& trained_on, const std::filesystem::path& file,
                      const std::string& dataset_sha256);

/// Members of an ensemble must have one scaler, as its standardized scale is reported once. Throws integrity.
void check_same_scaler(const Scaler& first, const Scaler& other, const std::filesystem::path& file);

}  // namespace cre
