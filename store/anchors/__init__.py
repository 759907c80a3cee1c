"""How a place in one text is found again in another: tokens, their diff, the map, the search.

Pure: nothing here reads or writes. ``store.anchoring`` is what others import.
"""
