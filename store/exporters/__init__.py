"""Exporters: one file a format, registered in registry.py."""
