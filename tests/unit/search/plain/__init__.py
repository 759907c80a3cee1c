"""A search that is slow and obvious, for comparing: it shares no code with the real one."""
