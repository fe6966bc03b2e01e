"""What may be typed for a row: the kinds of its values, a module for each kind of row."""
