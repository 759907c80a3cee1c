"""Measured comparisons, printed as ratios. Not tests."""
