"""The model card of a run (Mitchell et al. 2019), with the metadata that Hugging Face reads."""
