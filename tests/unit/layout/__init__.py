"""Layout of articles."""
