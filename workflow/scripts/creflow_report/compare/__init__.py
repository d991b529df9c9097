"""One page about several finished runs: settings, accuracies and learning curves side by side."""
