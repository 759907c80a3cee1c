"""The words of a segment in order: their file, and what stands together in it."""
