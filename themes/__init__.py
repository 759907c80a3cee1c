"""Themes: one YAML file each, and the code that reads and checks them."""
