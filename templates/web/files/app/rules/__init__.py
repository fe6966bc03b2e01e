"""What must hold among rows, beyond what a table keeps by itself."""
