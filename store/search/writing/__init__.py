"""How articles get into the index: documents, commits, processes, merging."""
