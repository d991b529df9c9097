#pragma once
// How well a network predicts the validation rows.

#include "model/inference.h"
#include "model/network.h"
#include "storage/dataset.h"
#include "train/config/loss_config.h"
#include "train/data/training_data.h"
#include "train/records/epoch_record.h"

namespace cre {

/// `strands`: predictions of the sequence as given, or averaged over both strands.
Validation validate(Network& network, const TrainingData& data, const Dataset& dataset, Strands strands,
                    const LossConfig& loss, const InferenceOptions& options);

}  // namespace cre
