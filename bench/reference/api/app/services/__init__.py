"""What is done to rows, one module for each table. Nothing here commits."""
