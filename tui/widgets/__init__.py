"""Widgets: they get values, send messages, and know neither screens nor the library."""
