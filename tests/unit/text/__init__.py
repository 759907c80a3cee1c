"""The text core: what holds for any text."""
