"""What a GPU does with creflow: packed here, checked there, and what the processor says to compare with."""
