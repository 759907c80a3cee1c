"""The files of a segment, each kind for itself: terms, posting lists, rows; as memory maps."""
