"""Lists of rows: all of them, and those that have a name of their own. A module for each kind."""
