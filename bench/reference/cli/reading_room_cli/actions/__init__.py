"""What is done with rows, beside adding, changing and removing: a module for each kind."""
