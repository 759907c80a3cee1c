"""Themes: one YAML file each, and the code that reads and checks them."""

from themes.theme import ThemeError

__all__ = ["ThemeError"]
