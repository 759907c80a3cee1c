"""The files of a library: bytes, YAML, articles, annotations, anchors, the journal."""
