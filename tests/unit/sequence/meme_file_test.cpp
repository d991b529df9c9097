#include "sequence/meme_file.h"

#include "expect_error.h"

namespace cre {
namespace {

const std::string kTop = "MEME version 4\n\nALPHABET= ACGT\n\nstrands: + -\n\n";
const std::string kMotif = "MOTIF MA1.1 Gata 1\nletter-probability matrix: alength= 4 w= 2 nsites= 20 E= 0\n";
const std::string kRows = " 0.1 0.2 0.3 0.4\n 0.0\t0.0 1.0 0.0\n";

void expect_refused(const std::string& content, const std::string& message) {
  expect_error(ErrorKind::input, "m.meme" + message, [&] { parse_meme(content, "m.meme"); });
}

TEST(MemeFile, ReadsNamesRowsAndBackground) {
  const std::string background = "Background letter frequencies (from a file):\nA 0.3 C 0.2\nG 0.2 T 0.3\n\n";
  const MotifSet set = parse_meme(
      kTop + background + kMotif + kRows + "URL http://x\n\nMOTIF second\n" + "letter-probability matrix:\n1 0 0 0\n\n",
      "m.meme");
  EXPECT_EQ(set.file, "m.meme");
  ASSERT_EQ(set.motifs.size(), 2U);
  EXPECT_EQ(set.motifs[0].background, (PerBase{0.3, 0.2, 0.2, 0.3}));
  EXPECT_EQ(set.motifs[1].background, (PerBase{0.3, 0.2, 0.2, 0.3}));
  EXPECT_EQ(set.motifs[0].name, "MA1.1");
  EXPECT_EQ(set.motifs[0].alternative_name, "Gata 1");
  EXPECT_EQ(set.motifs[0].probability, (std::vector<PerBase>{{0.1, 0.2, 0.3, 0.4}, {0, 0, 1, 0}}));
  EXPECT_EQ(set.motifs[0].first_line, 13);
  EXPECT_EQ(set.motifs[1].name, "second");
  EXPECT_EQ(set.motifs[1].alternative_name, "");
  EXPECT_EQ(set.motifs[1].width(), 1U);
}

TEST(MemeFile, UniformWithoutBackgroundAndWindowsLineEnds) {
  std::string content = kTop + "MOTIF m\nletter-probability matrix: alength=4 w=2\n" + kRows;
  for (std::size_t at = 0; (at = content.find('\n', at)) != std::string::npos; at += 2) {
    content.insert(at, "\r");
  }
  const MotifSet set = parse_meme(content, "m.meme");
  EXPECT_EQ(set.motifs.at(0).width(), 2U);
  EXPECT_EQ(set.motifs.at(0).background, kUniformBases);
}

TEST(MemeFile, JoinedFilesKeepTheirBackgrounds) {
  const auto part = [&](const std::string& name, const std::string& background) {
    return kTop + background + "MOTIF " + name + "\nletter-probability matrix: w= 2\n" + kRows;
  };
  const std::string rich = "Background letter frequencies\nA 0.2 C 0.3 G 0.3 T 0.2\n\n";
  const std::string poor = "Background letter frequencies\nA 0.4 C 0.1 G 0.1 T 0.4\n\n";
  const MotifSet set = parse_meme(part("a", rich) + part("b", poor) + part("c", ""), "m.meme");
  ASSERT_EQ(set.motifs.size(), 3U);
  EXPECT_EQ(set.motifs[0].background, (PerBase{0.2, 0.3, 0.3, 0.2}));
  EXPECT_EQ(set.motifs[1].background, (PerBase{0.4, 0.1, 0.1, 0.4}));
  EXPECT_EQ(set.motifs[2].background, kUniformBases);
  expect_refused(part("a", rich) + part("a", poor), ", line 23: motif a is in line 10 already");
  expect_refused(kTop + "MOTIF a\n" + part("b", poor), ", line 7: motif a has no matrix");
}

TEST(MemeFile, TheAlphabetNeedNotBeStatedOrMayBeABlock) {
  EXPECT_EQ(parse_meme("MEME version 4\n\n" + kMotif + kRows, "m.meme").motifs.at(0).width(), 2U);
  const std::string core =
      "A \"Adenine\" CC0000 ~ T \"Thymine\" 008000\nC \"Cytosine\" 0000CC ~ G \"Guanine\" FFB300\n";
  const std::string other = "# comment\nN \"Any base\" = ACGT\nX = ACGT\nU = T\n";
  for (const char* name : {"ALPHABET \"DNA\" DNA-LIKE\n", "ALPHABET DNA-LIKE\n", "ALPHABET \"mine\"\n", "ALPHABET\n"}) {
    const std::string content = concat("MEME version 4\n", name, core, other, "END ALPHABET\n");
    EXPECT_EQ(parse_meme(content + kMotif + kRows, "m.meme").motifs.at(0).width(), 2U) << name;
  }
  const std::string begin = "MEME version 4\nALPHABET \"x\" DNA-LIKE\n";
  expect_refused(begin + core + "m \"5-Methylcytosine\"\nEND ALPHABET\n" + kMotif + kRows,
                 ", line 2: an alphabet of the symbols 'ACGTm'; allowed: A, C, G and T (DNA)");
  expect_refused(begin + "A ~ U\nC ~ G\nEND ALPHABET\n", ", line 2: an alphabet of the symbols 'ACGU'");
  expect_refused(begin + core + kMotif + kRows, ", line 2: an alphabet without end; allowed: a line 'END ALPHABET'");
}

TEST(MemeFile, PassesOverLogOddsMatrices) {
  const std::string content =
      kTop + "MOTIF m\nlog-odds matrix: alength= 4 w= 2\n -3 2 0 1\n1 1 1 1\n\nletter-probability matrix:\n" + kRows;
  EXPECT_EQ(parse_meme(content, "m.meme").motifs.at(0).width(), 2U);
}

TEST(MemeFile, LinesOfDashesEndAMatrix) {
  const std::string dashes = "----------------\n";
  EXPECT_EQ(
      parse_meme(kTop + kMotif + kRows + dashes + "\tMotif 1 regular expression\n" + dashes, "m.meme").motifs.size(),
      1U);
}

TEST(MemeFile, RoundedRowsAreDividedByTheirSum) {
  const MotifSet set = parse_meme(kTop + "MOTIF m\nletter-probability matrix:\n0.333 0.333 0.333 0.0\n", "m.meme");
  EXPECT_DOUBLE_EQ(set.motifs[0].probability[0][0], 1.0 / 3.0);
}

TEST(MemeFile, RowsMustBeProbabilities) {
  const std::string matrix = kTop + "MOTIF m\nletter-probability matrix:\n0.25 0.25 0.25 0.25\n";
  expect_refused(matrix + "0.3 0.3 0.3 0.3\n", ", line 10: the row sums to 1.2; allowed: 1 within 0.0025");
  expect_refused(matrix + "0.5 0.5 0.2 -0.2\n", ", line 10: probability '-0.2'; allowed: a number in [0, 1]");
  expect_refused(matrix + "nan 0.5 0.2 0.3\n", ", line 10: probability 'nan'; allowed: a number in [0, 1]");
  expect_refused(matrix + "0.2x 0.5 0.2 0.1\n", ", line 10: probability '0.2x'; allowed: a number in [0, 1]");
  expect_refused(matrix + "0.5 0.5 0\n", ", line 10: a row of 3 values; allowed: 4 (A, C, G, T)");
}

TEST(MemeFile, TheAlphabetIsDna) {
  const std::string version = "MEME version 4\n\n";
  expect_refused(version + "ALPHABET= ACGU\n", ", line 3: alphabet 'ALPHABET= ACGU'; allowed: 'ALPHABET= ACGT' (DNA)");
  expect_refused(version + "ALPHABET= ACDEFGHIKLMNPQRSTVWY\n", ", line 3: alphabet 'ALPHABET= ACDEFG");
  expect_refused(version + "ALPHABET \"Protein\" PROTEIN-LIKE\n", ", line 3: alphabet 'ALPHABET \"Protein\" PROTEIN");
  expect_refused(version + "MOTIF m\nletter-probability matrix: alength= 20 w= 2\n",
                 ", line 4: alength= 20; allowed: 4");
  expect_refused(kTop + "MOTIF m\nletter-probability matrix: alength= 20 w= 2\n",
                 ", line 8: alength= 20; allowed: 4 (A, C, G, T)");
}

TEST(MemeFile, WidthsAreAsStated) {
  expect_refused(kTop + kMotif + "0.25 0.25 0.25 0.25\n\n",
                 ", line 8: motif MA1.1 has 1 rows of probabilities; allowed: 2 (its w=)");
  expect_refused(kTop + kMotif + kRows + kRows, ", line 8: motif MA1.1 has 4 rows of probabilities; allowed: 2");
  expect_refused(kTop + "MOTIF m\nletter-probability matrix: w= 0\n", ", line 8: w= 0; allowed: 1 to 300");
  expect_refused(kTop + "MOTIF m\nletter-probability matrix: w= 301\n", ", line 8: w= 301; allowed: 1 to 300");
  expect_refused(kTop + "MOTIF m\nletter-probability matrix: w= x\n", ", line 8: w= 'x'; allowed: a whole number");
  std::string wide = kTop + "MOTIF m\nletter-probability matrix:\n";
  for (int row = 0; row < 301; ++row) {
    wide += "1 0 0 0\n";
  }
  expect_refused(wide, ", line 309: a row too many; allowed: 300");
}

TEST(MemeFile, TruncatedFiles) {
  expect_refused("", ", line 1: '' begins no MEME file");
  expect_refused(kTop, ": no motif; allowed: at least one line 'MOTIF name' with its matrix");
  expect_refused(kTop + "MOTIF m\n", ", line 7: motif m has no matrix; allowed: a line 'letter-probability matrix:'");
  expect_refused(kTop + "MOTIF m\nMOTIF k\n", ", line 7: motif m has no matrix");
  expect_refused(kTop + kMotif, ", line 8: motif MA1.1 has 0 rows of probabilities; allowed: 2 (its w=)");
  expect_refused(kTop + kMotif + "0.1 0.2 0.3 0.4\n0.0 0.", ", line 10: a row of 2 values");
}

TEST(MemeFile, OtherMistakes) {
  expect_refused(">MA0004.1\tArnt\nA [ 4 19 ]\n", ", line 1: '>MA0004.1\tArnt' begins no MEME file; allowed: a first");
  expect_refused(kTop + kMotif + kRows + kMotif + kRows, ", line 11: motif MA1.1 is in line 7 already; allowed");
  expect_refused(kTop + kMotif + kRows + "letter-probability matrix:\n", ", line 11: motif MA1.1 has a second matrix");
  expect_refused(kTop + "letter-probability matrix:\n", ", line 7: a matrix before the first line 'MOTIF name'");
  expect_refused(kTop + kRows, ", line 7: numbers outside a matrix");
  expect_refused(kTop + "MOTIF\n", ", line 7: 'MOTIF'; allowed: 'MOTIF name [alternative name]'");
  expect_refused("MEME version 4\nstrands: -\n", ", line 2: strands '-'; allowed: '+ -' or '+'");
  const std::string background = kTop + "Background letter frequencies\n";
  expect_refused(background + "A 0.5 C 0.5 G 0.5 T 0.5\n", ", line 8: the background sums to 2; allowed: 1 within");
  expect_refused(background + "A 0.5 C 0.5 G 0 T 0\n", ", line 8: background 0 of G; allowed: above 0");
  expect_refused(background + "A 0.5 C 0.5\n", ", line 8: no background frequency of G; allowed: A, C, G and T");
  expect_refused(background + "A 0.5 U 0.5\n", ", line 8: background of 'U'; allowed: A, C, G, T");
}

}  // namespace
}  // namespace cre
