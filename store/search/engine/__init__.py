"""How a query is answered: sets of articles, their order, phrases checked in the text."""
