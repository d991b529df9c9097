// Times scan_motifs on one thread, for bench/run_motif.py:
//     bench-motif-scan MOTIFS.meme PSEUDOCOUNT CODES LENGTH SCORES
// CODES holds one byte a base (0-4), sequences of LENGTH bases one after the other; the scores (N, M) go to SCORES as
// float32. Prints a line with name and seconds for each kernel that this processor can run, the fastest (which
// cre-encode takes) first; the time includes everything that the scan prepares for itself.

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/files.h"
#include "core/stopwatch.h"
#include "sequence/filter_kernels.h"
#include "sequence/meme_file.h"
#include "sequence/motif_scan.h"
#include "table/text_source.h"

namespace {

void time_scan(const std::vector<std::string>& words) {
  const cre::MotifSet set = cre::parse_meme(cre::read_all(words[0]), words[0]);
  const std::vector<cre::MotifScores> motifs = cre::log_odds(set, std::stod(words[1]));
  const std::string bytes = cre::read_text_file(words[2]);
  const std::vector<std::uint8_t> codes(bytes.begin(), bytes.end());

  const std::span<const cre::FilterKernel> kernels = cre::filter_kernels();
  for (const cre::FilterKernel& kernel : kernels) {
    const cre::Instant start = cre::now();
    const std::vector<float> scores = cre::scan_motifs(codes, std::stoul(words[3]), motifs, 1, kernel);
    std::printf("%s %.6f\n", kernel.name, cre::seconds_since(start));
    if (&kernel == &kernels.front()) {
      cre::write_text_file(words[4], {reinterpret_cast<const char*>(scores.data()), scores.size() * sizeof(float)});
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() != 5) {
    std::fputs("usage: bench-motif-scan MOTIFS.meme PSEUDOCOUNT CODES LENGTH SCORES\n", stderr);
    return EXIT_FAILURE;
  }
  try {
    time_scan(words);
  } catch (const cre::Error& error) {
    std::fprintf(stderr, "bench-motif-scan: error: %s\n", error.what());
    return error.exit_code();
  }
}
