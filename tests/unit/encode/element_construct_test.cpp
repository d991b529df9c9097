#include "encode/element_construct.h"

#include <gtest/gtest.h>

#include "example_elements.h"
#include "expect_error.h"

namespace cre {
namespace {

ConstructConfig flanks(const std::string& upstream, const std::string& downstream) {
  return {.upstream = upstream, .downstream = downstream};
}

TEST(ElementConstruct, TheEndsOfTheElementsStandNextToTheInsert) {
  Elements elements = example_elements(numbered_sequences(30));
  elements.upstream = "GGCC";
  elements.downstream = "TTAA";
  const Construct construct = element_construct(elements, flanks("ACGTACGTAC", "CATCATCAT"));
  EXPECT_EQ(construct.upstream, "ACGTACGTACGGCC");
  EXPECT_EQ(construct.downstream, "TTAACATCATCAT");
  EXPECT_EQ(construct.input_length(), 14 + 8 + 13);
}

TEST(ElementConstruct, FlanksThatTheElementsBroughtAlongAreRefused) {
  Elements elements = example_elements(numbered_sequences(30));
  elements.upstream = "ACTGGCCGCT";
  elements.downstream = "CACTGCGGCT";
  expect_error(ErrorKind::config,
               "construct.upstream: its last 10 bases, ACTGGCCGCT, are those that the table's sequences begin with",
               [&] { element_construct(elements, flanks("TTTTACTGGCCGCT", "")); });
  expect_error(ErrorKind::config, "construct.downstream: its first 10 bases, CACTGCGGCT",
               [&] { element_construct(elements, flanks("", "cactgcggctAAAA")); });
}

TEST(ElementConstruct, FlanksWithinTheInsertsAreRefusedToo) {
  std::vector<std::string> sequences = numbered_sequences(30);
  for (std::string& sequence : sequences) {
    sequence = "GATTACA" + sequence;
  }
  const Elements elements = example_elements(sequences);
  expect_error(ErrorKind::config, "construct.upstream: its last 7 bases, GATTACA",
               [&] { element_construct(elements, flanks("CCCGATTACA", "")); });
  EXPECT_EQ(element_construct(elements, flanks("CCCGATTACT", "GATTACA")).upstream, "CCCGATTACT");
}

}  // namespace
}  // namespace cre
