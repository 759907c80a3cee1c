"""What the commands do, one module a kind of work."""
