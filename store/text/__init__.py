"""The text model: one plain text with blocks and spans over its code points."""
