"""What is kept: a module for each kind of row."""
