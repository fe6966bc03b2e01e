"""What is calculated by rules of its own: nothing here reads or writes anything."""
