"""How rows are shown: as JSON, in tables, line by line. A module for each kind."""
