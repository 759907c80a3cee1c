"""The Whoosh index: derived from the library, thrown away at will."""
