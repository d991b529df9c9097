// cre-encode: turns elements and their split into network input and standardized targets.

#include "core/tool.h"
#include "encode/encode_config.h"
#include "encode/encode_stage.h"
#include "encode/motif_features.h"

int main(int argc, char** argv) {
  cre::EncodeToolConfig config;
  std::filesystem::path elements;
  std::filesystem::path split;
  cre::Tool tool("cre-encode", "Encodes the elements and standardizes their activities with training rows only.");
  tool.config(cre::ConfigView(config));
  tool.input("--elements", elements, "elements.h5 of cre-qc");
  tool.input("--split", split, "split.h5 of cre-split, made from the same elements");
  tool.check([&] {
    if (config.encode.motifs) {
      cre::read_motifs(*config.encode.motifs);
    }
  });
  tool.example("cre-encode --elements elements.h5 --split split.h5 --out encode", "For a network");
  tool.example("cre-encode --elements elements.h5 --split split.h5 --set encode.motifs=motifs.meme --out encode",
               "With motif scores");
  return tool.run(argc, argv, [&](cre::StageRun& stage) { cre::run_encode(config, elements, split, stage); });
}
