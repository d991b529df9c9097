"""What the Snakefile needs to know: the config and its checks, variants and paths, and the console's headlines."""
