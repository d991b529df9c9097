#include "simulate/motif_grammar.h"

namespace cre {

Grammar default_grammar() {
  Grammar grammar;
  //                                                      K562   HepG2  SKNSH
  grammar.motifs = {
      {"GATA1", "WGATAAG", {1.4, 0.1, 0.2}},      {"TAL1", "CAGCTG", {0.3, 0.0, 0.1}},
      {"NFE2_AP1", "TGASTCA", {1.2, 0.4, 0.5}},   {"ETS", "CCGGAAGT", {0.8, 0.4, 0.3}},
      {"KLF_SP", "GGGCGGGG", {0.5, 0.6, 0.4}},    {"HNF4A", "CAAAGTCCA", {0.0, 1.4, 0.0}},
      {"HNF1A", "GTTAATNATTAA", {0.0, 1.6, 0.1}}, {"CEBPA", "TTGCGCAA", {0.1, 1.0, 0.1}},
      {"FOXA", "TGTTTAC", {0.0, 0.9, 0.2}},       {"NEUROD1", "ACAGATGG", {0.0, 0.0, 1.2}},
      {"PHOX2B", "TAATTCAATTA", {0.0, 0.1, 1.6}}, {"POU", "ATGCAAAT", {0.2, 0.1, 0.9}},
      {"CREB", "TGACGTCA", {0.5, 0.5, 0.8}},      {"REST", "TTCAGCACCATGGACAG", {-1.8, -1.8, -0.5}},
  };
  grammar.pairs = {
      {"GATA1", "TAL1", 5, 12, {1.5, 0.0, 0.0}},
      {"HNF4A", "CEBPA", 4, 20, {0.0, 1.2, 0.0}},
      {"NEUROD1", "PHOX2B", 4, 20, {0.0, 0.0, 1.2}},
  };
  grammar.basal = {-0.4, -0.3, -0.5};
  grammar.gc_slope = 1.5;
  grammar.ceiling = 4.0;
  return grammar;
}

}  // namespace cre
