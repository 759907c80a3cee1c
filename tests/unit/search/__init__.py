"""The search: words, queries, snippets, the index."""
