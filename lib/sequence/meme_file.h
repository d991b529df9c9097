#pragma once
// Motifs in the minimal MEME text format (https://meme-suite.org/meme/doc/meme-format.html), which HOCOMOCO and JASPAR
// publish: a version line, the alphabet, perhaps strands and background, then for each motif a line "MOTIF name
// [alternative name]", a line "letter-probability matrix:" (its "key= value" pairs are optional) and one row a
// position.

#include <string>
#include <string_view>

#include "sequence/motif.h"

namespace cre {

/// Rows and backgrounds may sum to 1 within this: what four values rounded to three decimals can lose. Rows are divided
/// by their sum.
inline constexpr double kProbabilitySumTolerance = 0.0025;

/// Widest motif that is read; that of MEME itself.
inline constexpr std::size_t kLargestMotifWidth = 300;

/// Reads the content of a file called `file`. Without a line or block "ALPHABET" it is DNA, which has four values a
/// row. The background of a motif is the one stated last above it, uniform when none is; where files were joined, a
/// further line "MEME version" makes it uniform again, so that each motif has that of its own file. The line "strands:"
/// is checked, but scans always look at both. Lines of other kinds between motifs (URL, comments, log-odds matrices)
/// are passed over. Throws input, naming file, line, value and what is allowed: another alphabet than ACGT, rows that
/// are no probabilities, a matrix that is not as wide as stated, a motif without matrix, a name given twice, no motif
/// at all.
MotifSet parse_meme(std::string_view content, const std::string& file);

}  // namespace cre
