"""Where in a text a query matches, and what is shown of it."""
