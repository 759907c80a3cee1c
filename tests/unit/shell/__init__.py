"""The pure parts around the reader: keys, settings, safe text, edits."""
