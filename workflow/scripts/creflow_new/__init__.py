"""A config for a table of one's own: `./creflow new`. Joins tables of single conditions with the sequences of their
design where asked to."""
