// Exactness of the scan: every kernel that runs here against the plain definition, bit by bit.
#include "sequence/motif_scan.h"

#include "example_motifs.h"
#include "expect_error.h"
#include "sequence/base_codes.h"
#include "sequence/filter_kernels.h"

namespace cre {
namespace {

constexpr double kPseudocount = 0.01;

// Sequences as tables have them: random with varied GC content, repeats, sites of the motifs, and N.
std::vector<std::uint8_t> mixed_sequences(std::size_t count, std::size_t length, const std::vector<Motif>& motifs) {
  RandomStream random(RandomPurpose::simulation, 11, length);
  std::vector<std::uint8_t> codes(count * length);
  for (std::size_t row = 0; row < count; ++row) {
    std::uint8_t* sequence = codes.data() + row * length;
    const double gc = 0.2 + 0.6 * random.uniform();
    for (std::size_t at = 0; at < length; ++at) {
      const bool strong = random.uniform() < gc;
      sequence[at] = static_cast<std::uint8_t>(strong ? 1 + random.below(2) : 3 * random.below(2));
    }
    if (row % 7 == 1) {
      std::fill_n(sequence, length / 2, static_cast<std::uint8_t>(random.below(4)));
    }
    if (row % 3 == 0) {
      const Motif& motif = motifs[random.below(motifs.size())];
      const std::size_t begin = random.below(length - motif.width() + 1);
      for (std::size_t at = 0; at < motif.width(); ++at) {
        const PerBase& p = motif.probability[at];
        sequence[begin + at] = static_cast<std::uint8_t>(std::max_element(p.begin(), p.end()) - p.begin());
      }
    }
    if (row % 5 == 2) {
      for (std::size_t n = 0; n < length / 8; ++n) {
        sequence[random.below(length)] = kBaseN;
      }
    }
    if (row % 11 == 3) {
      std::fill_n(sequence, length, kBaseN);
    }
  }
  return codes;
}

void expect_exact(const std::vector<std::uint8_t>& codes, std::size_t length, const std::vector<MotifScores>& scores) {
  for (const FilterKernel& kernel : filter_kernels()) {
    const std::vector<float> found = scan_motifs(codes, length, scores, 1, kernel);
    ASSERT_EQ(found.size(), codes.size() / length * scores.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      const auto begin = codes.begin() + static_cast<std::ptrdiff_t>(i / scores.size() * length);
      const std::vector<std::uint8_t> sequence(begin, begin + static_cast<std::ptrdiff_t>(length));
      ASSERT_EQ(found[i], plain_best_score(sequence, scores[i % scores.size()]))
          << kernel.name << ", sequence " << i / scores.size() << ", motif " << i % scores.size();
    }
  }
}

TEST(MotifScan, EqualsThePlainDefinition) {
  for (const std::size_t length : {31U, 32U, 114U, 200U}) {
    std::vector<Motif> motifs;
    std::vector<MotifScores> scores;
    for (std::size_t width = 1; width <= 31; ++width) {
      motifs.push_back(random_motif(width, static_cast<double>(width % 5), width));
      scores.push_back(scores_of(motifs.back(), {0.3, 0.2, 0.2, 0.3}, width % 2 == 0 ? kPseudocount : 1e-9));
    }
    expect_exact(mixed_sequences(150, length, motifs), length, scores);
  }
}

TEST(MotifScan, FlatAndExtremeMotifs) {
  Motif flat;
  flat.probability.assign(8, kUniformBases);
  Motif certain;
  certain.probability.assign(40, {0.0, 1.0, 0.0, 0.0});
  const std::vector<MotifScores> scores = {scores_of(flat, kUniformBases, 0.0),
                                           scores_of(certain, kUniformBases, 1e-200),
                                           scores_of(certain, kUniformBases, 1.0)};
  expect_exact(mixed_sequences(70, 60, {flat, certain}), 60, scores);
}

TEST(MotifScan, HandWorked) {
  MotifScores gata;
  for (const char letter : std::string("GATA")) {
    PerCode column = {-1, -1, -1, -1, -1};
    column[base_code(letter)] = 1;
    gata.columns.push_back(column);
  }
  const std::vector<std::uint8_t> codes = encode_bases(
      "CCGATACC"
      "CCTATCCC"
      "CCGNTACC"
      "NNNNNNNN"
      "CCGATGCC");
  const std::vector<float> expected = {4, 4, 2, -4, 2};
  EXPECT_EQ(scan_motifs(codes, 8, std::vector{gata}, 1), expected);
}

TEST(MotifScan, APalindromeScoresAlikeOnBothStrands) {
  Motif palindrome = random_motif(5, 2.0, 3);
  for (std::size_t at = 5; at-- > 0;) {
    const PerBase p = palindrome.probability[at];
    palindrome.probability.push_back({p[3], p[2], p[1], p[0]});
  }
  const std::vector<MotifScores> scores = {scores_of(palindrome, kUniformBases, kPseudocount)};
  const std::vector<std::uint8_t> codes = mixed_sequences(64, 50, {palindrome});
  expect_exact(codes, 50, scores);
  const std::vector<std::uint8_t> first(codes.begin(), codes.begin() + 50);
  EXPECT_NEAR(scan_motifs(first, 50, scores, 1)[0], scan_motifs(reverse_complement(first), 50, scores, 1)[0], 1e-5);
}

TEST(MotifScan, ThreadsDoNotShow) {
  const std::vector<Motif> motifs = {random_motif(9, 2.0, 1), random_motif(14, 3.0, 2)};
  const std::vector<MotifScores> scores = {scores_of(motifs[0], kUniformBases, kPseudocount),
                                           scores_of(motifs[1], kUniformBases, kPseudocount)};
  const std::vector<std::uint8_t> codes = mixed_sequences(1000, 40, motifs);
  const std::vector<float> one = scan_motifs(codes, 40, scores, 1);
  EXPECT_EQ(scan_motifs(codes, 40, scores, 4), one);
  // Neither does the block that a sequence is in.
  const std::vector<std::uint8_t> later(codes.begin() + 40 * 63, codes.end());
  const std::vector<float> rest = scan_motifs(later, 40, scores, 2);
  EXPECT_EQ(rest, std::vector<float>(one.begin() + 63 * 2, one.end()));
}

TEST(MotifScan, WiderThanTheSequences) {
  const std::vector<MotifScores> scores = {scores_of(random_motif(9, 2.0, 1), kUniformBases, kPseudocount)};
  expect_error(ErrorKind::input, "motif random is 9 bases wide; allowed: up to 8, the length of the sequences",
               [&] { scan_motifs(std::vector<std::uint8_t>(16, 0), 8, scores, 1); });
  EXPECT_EQ(scan_motifs(std::vector<std::uint8_t>(9, 0), 9, scores, 1).size(), 1U);
  EXPECT_TRUE(scan_motifs({}, 9, scores, 1).empty());
}

TEST(MotifFilter, BoundsEveryWindowFromAbove) {
  const Motif motif = random_motif(13, 3.0, 5);
  const MotifScores forward = scores_of(motif, kUniformBases, kPseudocount);
  const MotifScores reverse = reverse_complement(forward);
  const std::vector<std::uint8_t> codes = mixed_sequences(kFilterLanes, 60, {motif});
  for (const FilterKernel& kernel : filter_kernels()) {
    const MotifFilter filter = make_filter(forward, reverse, kernel.columns_per_lookup);
    std::vector<FilterRow> packed;
    pack_bases(codes, 60, kernel.columns_per_lookup, packed);
    std::vector<FilterRow> deficits(2 * 48);
    const FilterRow smallest = kernel.deficits(filter, packed.data(), 48, deficits.data());
    for (std::size_t row = 0; row < deficits.size(); ++row) {
      for (std::size_t lane = 0; lane < kFilterLanes; ++lane) {
        const double exact = window_score(row % 2 == 0 ? forward : reverse, codes.data() + lane * 60 + row / 2);
        ASSERT_LE(deficits[row][lane], filter.deficit_limit(exact)) << kernel.name;
        ASSERT_LE(smallest[lane], deficits[row][lane]) << kernel.name;
      }
    }
  }
}

}  // namespace
}  // namespace cre
