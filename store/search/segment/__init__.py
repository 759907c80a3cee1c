"""One segment of an index: read as sets, written from memory and from older ones."""
