"""The articles that an empty library begins with."""
