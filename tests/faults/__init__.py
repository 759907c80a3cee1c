"""The store under fire: each write of each act killed, torn or refused, and what is left then."""
