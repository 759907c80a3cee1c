"""Importers, part by part."""
