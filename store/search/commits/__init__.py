"""The table of contents of an index, its folder, and the last commit kept open."""
