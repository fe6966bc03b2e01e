"""Pages: what is shown at each address, and what is done there."""
