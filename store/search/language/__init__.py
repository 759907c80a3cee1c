"""The query language: its table of fields, its parser, and the tree it makes. Pure."""
