#include "model/model_config.h"

#include "model/architectures.h"

namespace cre {

ArchitectureSettings::ArchitectureSettings() : list_(all_architectures()) {}

ArchitectureSettings::ArchitectureSettings(const ArchitectureSettings& other) {
  for (const auto& architecture : other.list_) {
    list_.push_back(architecture->clone());
  }
}

ArchitectureSettings& ArchitectureSettings::operator=(const ArchitectureSettings& other) {
  ArchitectureSettings copy(other);
  list_ = std::move(copy.list_);
  return *this;
}

void describe(Description& d, ModelConfig& c) {
  std::vector<std::pair<std::string, std::size_t>> names;
  for (std::size_t i = 0; i < c.architectures.size(); ++i) {
    names.emplace_back(c.architectures.at(i).name(), i);
  }
  d.choice("architecture", c.architecture, names, "The network; its sizes are in the section of its name");
  NetworkOptions& o = c.options;
  d.choice("pooling", o.pooling, pooling_names(),
           "From features of positions to features of the sequence; default is what the architecture has");
  d.choice<MotifPrior>(
      "motifs", o.motifs,
      {{"none", MotifPrior::none}, {"concatenate", MotifPrior::concatenate}, {"auxiliary", MotifPrior::auxiliary}},
      "Motif scores of the dataset (encode.motifs) as further features, or as something to predict");
  d.number("motif_dropout", o.motif_dropout, dropout_limits(), "", "Dropout of concatenated motif scores");
  d.unused_when("motif_dropout", {is_not("motifs", {"concatenate"})});
  d.flag("target_cell", o.target_cell, "The cell type an element was designed for as a further feature");
  d.flag("head_layer_norm", o.head_layer_norm, "Layer norm in front of the heads");
  d.integer("match_parameters", c.match_parameters, between(1, 1e9), "parameters",
            "Scale all widths of the architecture until it has so many parameters, within 2 %");
  d.section("context", o.context, "Self-attention in front of the pooling");
  for (std::size_t i = 0; i < c.architectures.size(); ++i) {
    Architecture& architecture = c.architectures.at(i);
    d.section_if(architecture.name(), architecture, "architecture", architecture.name(), architecture.help());
  }
}

}  // namespace cre
