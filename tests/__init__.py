"""The tests of postil."""
