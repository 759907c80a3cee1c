"""Importers: one file a format, registered in registry.py."""
