"""How rows leave, and what follows from it."""
