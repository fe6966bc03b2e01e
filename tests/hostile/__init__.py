"""Programs that try to get out of a sandbox, or to use up the machine; and what is left of the machine after them."""
