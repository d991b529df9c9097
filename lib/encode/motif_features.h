#pragma once
// Motif scores of the elements as features of the dataset.

#include <string>
#include <vector>

#include "encode/encode_config.h"
#include "sequence/meme_file.h"
#include "storage/dataset.h"

namespace cre {

/// The motifs of a MEME file, plain or gzip. Throws io, and input for what is wrong in the file.
MotifSet read_motifs(const std::string& file);

/// Scores every insert with every motif of a MEME file (plain or gzip). `codes`: (N, length) of the inserts.
/// Throws io, and input for what is wrong in the file or does not fit the inserts.
MotifFeatures motif_features(const std::string& motif_file, const EncodeConfig& config,
                             const std::vector<std::uint8_t>& codes, std::size_t length, unsigned threads);

}  // namespace cre
