"""How an article is laid out in lines and cells: pure, tested alone, no widgets."""
