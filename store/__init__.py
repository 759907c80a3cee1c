"""The library: articles, annotations, search, import, export. No terminal."""
