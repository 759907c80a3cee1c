"""What the search is measured with: the corpus, its rivals, the queries."""
