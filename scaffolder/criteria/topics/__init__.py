"""One module for each kind of rule: which scenarios prove it."""
