"""A small judged set: articles in our own words, queries, and what a person wants for each."""
